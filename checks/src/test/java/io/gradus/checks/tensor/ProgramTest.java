package io.gradus.checks.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.Backward;
import io.gradus.tensor.Elementwise;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Graph;
import io.gradus.tensor.Program;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.TracedValueException;
import io.gradus.tensor.Variable;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ProgramTest {
  /// A two-layer classifier and its training step, the same code for eager and traced runs.
  private static final class Classifier {
    final Variable w1 = new Variable("w1", Tensor.randomUniform(Shape.of(7, 5), -1, 1, 1));
    final Variable b1 = new Variable("b1", Tensor.zeros(5));
    final Variable w2 = new Variable("w2", Tensor.randomUniform(Shape.of(5, 3), -1, 1, 2));
    final Variable b2 = new Variable("b2", Tensor.zeros(3));
    final Variable steps = new Variable("steps", Tensor.of(0L)).trainable(false);
    final List<Variable> weights = List.of(w1, b1, w2, b2);

    Tensor predict(Tensor x) {
      return x.matmul(w1).add(b1).relu().matmul(w2).add(b2).softmax(-1);
    }

    List<Tensor> step(List<Tensor> in) {
      Tensor x = in.get(0);
      Tensor y = in.get(1);
      try (var tape = new GradientTape()) {
        Tensor p = predict(x);
        Tensor loss = p.log().mul(y).sum(-1).neg().mean();
        List<Tensor> gradients = tape.gradient(loss, weights);
        for (int i = 0; i < gradients.size(); i++) {
          weights.get(i).assignSub(gradients.get(i).mul(0.1));
        }
        steps.assignAdd(Tensor.of(1L));
        return List.of(loss, p);
      }
    }

    float[] state() {
      Tensor[] flat = weights.stream().map(w -> w.reshape(-1)).toArray(Tensor[]::new);
      float[] all = new float[0];
      for (Tensor part : flat) {
        int from = all.length;
        float[] values = part.toFloatArray();
        all = java.util.Arrays.copyOf(all, from + values.length);
        System.arraycopy(values, 0, all, from, values.length);
      }
      return all;
    }
  }

  private static Tensor batch(int number) {
    return Tensor.randomUniform(Shape.of(4, 7), -1, 1, 100 + number);
  }

  private static Tensor targets(int number) {
    return Tensor.randomUniform(Shape.of(4, 3), 0, 1, 200 + number).softmax(-1);
  }

  private static Program program(Graph.Function function, TensorType... inputs) {
    return new Program(Graph.trace(function, List.of(inputs)), Device.current());
  }

  @Test
  void aTracedTrainingStepIsTheEagerOneToTheBit() {
    Classifier eager = new Classifier();
    Classifier traced = new Classifier();
    Program step =
        program(
            traced::step, TensorType.of(DType.FLOAT32, 4, 7), TensorType.of(DType.FLOAT32, 4, 3));
    assertThat(traced.state()).as("tracing changes nothing").isEqualTo(eager.state());
    for (int i = 0; i < 6; i++) {
      List<Tensor> expected = eager.step(List.of(batch(i), targets(i)));
      List<Tensor> actual = step.run(List.of(batch(i), targets(i)));
      for (int k = 0; k < expected.size(); k++) {
        assertThat(actual.get(k).toFloatArray()).isEqualTo(expected.get(k).toFloatArray());
      }
      assertThat(traced.state()).isEqualTo(eager.state());
    }
    assertThat(traced.steps.value().item()).isEqualTo(6);
  }

  @Test
  void earlierResultsAndShownValuesNeverChange() {
    Classifier model = new Classifier();
    Program step =
        program(
            model::step, TensorType.of(DType.FLOAT32, 4, 7), TensorType.of(DType.FLOAT32, 4, 3));
    List<Tensor> held = new ArrayList<>();
    List<float[]> copies = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      List<Tensor> results = step.run(List.of(batch(i), targets(i)));
      held.addAll(results);
      if (i % 2 == 0) {
        held.add(model.w1.value());
        held.add(model.b2.get("::-1"));
      }
      while (copies.size() < held.size()) {
        copies.add(held.get(copies.size()).toFloatArray());
      }
      for (int k = 0; k < held.size(); k++) {
        assertThat(held.get(k).toFloatArray()).isEqualTo(copies.get(k));
      }
    }
  }

  @Test
  void valuesFromOutsideAreConstantsAndReadsAreNot() {
    Variable scale = new Variable("scale", Tensor.of(2f));
    Tensor constant = scale.value();
    Program program =
        program(
            in -> List.of(in.getFirst().mul(scale), in.getFirst().mul(constant)),
            TensorType.of(DType.FLOAT32, 2));
    scale.assign(Tensor.of(5f));
    List<Tensor> results = program.run(List.of(Tensor.of(1f, 2f)));
    assertThat(results.get(0)).hasToString("[ 5. 10.]");
    assertThat(results.get(1)).hasToString("[2. 4.]");
  }

  @Test
  void readsWithinATraceSeeItsUpdates() {
    Variable v = new Variable("v", Tensor.of(1f));
    Program program =
        program(_ -> {
          Tensor before = v.value();
          v.assignAdd(Tensor.of(1f));
          Tensor between = v.value();
          v.assign(v.mul(10));
          return List.of(before, between, v.value());
        });
    assertThat(program.run(List.of())).extracting(Tensor::item).containsExactly(1.0, 2.0, 20.0);
    assertThat(program.run(List.of())).extracting(Tensor::item).containsExactly(20.0, 21.0, 210.0);
    assertThat(v.value().item()).isEqualTo(210);
  }

  @Test
  void variablesCanExchangeTheirValues() {
    Variable a = new Variable("a", Tensor.of(1f, 2f));
    Variable b = new Variable("b", Tensor.of(3f, 4f));
    Program swap =
        program(_ -> {
          Tensor old = a.value();
          a.assign(b);
          b.assign(old);
          return List.of();
        });
    for (int i = 0; i < 3; i++) {
      swap.run(List.of());
    }
    assertThat(a.value()).hasToString("[3. 4.]");
    assertThat(b.value()).hasToString("[1. 2.]");
    swap.run(List.of());
    assertThat(a.value()).hasToString("[1. 2.]");
  }

  @Test
  void whatAnUpdateCopiesAtTheEndIsStillThere() {
    Variable v = new Variable("v", Tensor.zeros(20, 20));
    Program program =
        program(
            in -> {
              Tensor x = in.getFirst();
              v.assign(x.matmul(x).transpose());
              return List.of(x.add(1).matmul(x).relu().sum());
            },
            TensorType.of(DType.FLOAT32, 20, 20));
    Tensor x = Tensor.randomUniform(Shape.of(20, 20), -1, 1, 5);
    program.run(List.of(x));
    assertThat(v.value()).hasToString(x.matmul(x).transpose().toString());
  }

  @Test
  void resultsMayBeInputsViewsConstantsAndTheSameTwice() {
    Variable v = new Variable("v", Tensor.of(7f, 8f));
    Tensor constant = Tensor.of(5f);
    Program program =
        program(
            in -> {
              Tensor x = in.getFirst();
              Tensor sum = x.add(1);
              v.assign(sum);
              return List.of(x, x.get("::-1"), constant, sum, sum, sum.get("0"));
            },
            TensorType.of(DType.FLOAT32, 2));
    Tensor x = Tensor.of(1f, 2f);
    List<Tensor> first = program.run(List.of(x));
    program.run(List.of(Tensor.of(100f, 200f)));
    assertThat(first.toString()).isEqualTo("[[1. 2.], [2. 1.], 5.0, [2. 3.], [2. 3.], 2.0]");
    assertThat(v.value()).hasToString("[101. 201.]");
  }

  @Test
  void aRunWritesItsResultsWhereThoseThatWereGivenBackLie() {
    TensorType type = TensorType.of(DType.FLOAT32, 3);
    Program program =
        new Program(
            Graph.trace(
                in -> List.of(in.getFirst().add(1), in.getFirst().mul(2).reshape(3, 1)),
                List.of(type)),
            Device.current());
    List<Tensor> first = program.run(List.of(Tensor.of(1f, 2f, 3f)));
    List<Tensor> kept = program.run(List.of(Tensor.of(4f, 5f, 6f)));
    float[] place = first.getFirst().strided().floats();
    program.giveBack(first);
    List<Tensor> next = program.run(List.of(Tensor.of(7f, 8f, 9f)));
    assertThat(next.getFirst().strided().floats()).isSameAs(place).containsExactly(8, 9, 10);
    assertThat(next.getLast().reshape(-1).toFloatArray()).containsExactly(14, 16, 18);
    List<Tensor> last = program.run(List.of(Tensor.of(0f, 0f, 0f)));
    assertThat(last.getFirst().strided().floats()).isNotSameAs(place);
    assertThat(next.getFirst().toFloatArray()).containsExactly(8, 9, 10);
    assertThat(kept.getFirst().toFloatArray()).containsExactly(5, 6, 7);
    assertThatThrownBy(() -> program.giveBack(List.of(Tensor.ones(3))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("program: gives results [float32[3], float32[3, 1]]; got [float32[3]]");
  }

  @Test
  void stridedInputsGiveTheSameBits() {
    Program program =
        program(
            in ->
                List.of(
                    in.getFirst().reshape(-1).mul(2).sum(), in.getFirst().transpose().reshape(6)),
            TensorType.of(DType.FLOAT32, 2, 3));
    Tensor dense = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
    Tensor view = Tensor.of(new float[][] {{1, 4}, {2, 5}, {3, 6}}).transpose();
    assertThat(program.run(List.of(view)).toString())
        .isEqualTo(program.run(List.of(dense)).toString());
  }

  @Test
  void aFailedRunUpdatesNothingAndTheNextOneWorks() {
    Variable v = new Variable("v", Tensor.of(1f, 2f));
    Program program =
        program(
            in -> {
              v.assignAdd(Tensor.of(1f));
              return List.of(v.gather(in.getFirst(), 0));
            },
            TensorType.of(DType.INT32, 1));
    assertThatThrownBy(() -> program.run(List.of(Tensor.of(new int[] {2}))))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(v.value()).hasToString("[1. 2.]");
    assertThat(program.run(List.of(Tensor.of(new int[] {1})))).hasToString("[[3.]]");
    assertThat(v.value()).hasToString("[2. 3.]");
  }

  /// An element-wise operation of a user's that fails where told.
  private record Picky() implements Elementwise.Unary {
    @Override
    public float apply(float x) {
      if (x < 0) {
        throw new IllegalStateException("picky");
      }
      return x;
    }

    @Override
    public double apply(double x) {
      return apply((float) x);
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient();
    }
  }

  @Test
  void aRunThatFailsAfterAnUpdateIsComputedUpdatesNothing() {
    Variable w = new Variable("w", Tensor.ones(100));
    Program program =
        program(
            in -> {
              w.assign(w.mul(0.5).add(1));
              return List.of(Tensor.apply(new Picky(), in.getFirst()).getFirst().add(1));
            },
            TensorType.of(DType.FLOAT32, 100));
    double expected = 1;
    for (int i = 0; i < 5; i++) {
      program.run(List.of(Tensor.ones(100)));
      expected = 0.5 * expected + 1;
    }
    assertThatThrownBy(() -> program.run(List.of(Tensor.ones(100).neg()))).hasMessage("picky");
    assertThat(w.value().toFloatArray()).containsOnly((float) expected);
    program.run(List.of(Tensor.ones(100)));
    assertThat(w.value().toFloatArray()).containsOnly((float) (0.5 * expected + 1));
  }

  @Test
  void whatNothingNeedsIsNotRun() {
    Program program =
        program(
            in -> {
              in.getFirst().exp().matmul(in.getFirst());
              return List.of(in.getFirst().add(1));
            },
            TensorType.of(DType.FLOAT32, 2, 2));
    assertThat(program.graph().steps()).hasSizeGreaterThan(2);
    assertThat(program.bytes()).isZero();
  }

  @Test
  void buffersAreSharedByValuesThatDoNotMeet() {
    Program program =
        program(
            in -> {
              Tensor x = in.getFirst();
              for (int i = 0; i < 20; i++) {
                x = x.square().add(1);
              }
              return List.of(x.sum());
            },
            TensorType.of(DType.FLOAT32, 1000));
    assertThat(program.bytes()).isLessThanOrEqualTo(2 * 1000 * Float.BYTES);
  }

  @Test
  void readingATracedValueNamesTheLine() {
    assertThatThrownBy(() ->
            program(
                in -> {
                  if (in.getFirst().item() > 0) {
                    return List.of();
                  }
                  return in;
                },
                TensorType.of(DType.FLOAT32)))
        .isInstanceOf(TracedValueException.class)
        .hasMessageStartingWith(
            "tensor: float32[] is symbolic, its elements are not known while a program is traced;"
                + " read at io.gradus.checks.tensor.ProgramTest.")
        .hasMessageMatching(".*\\(ProgramTest\\.java:\\d+\\)");
  }

  @Test
  void theTextListsOperationsAndUpdates() {
    Variable v = new Variable("v", Tensor.of(1f));
    Graph graph =
        Graph.trace(
            in -> {
              v.assign(in.getFirst().mul(in.getFirst()));
              return List.of(in.getFirst().neg());
            },
            List.of(TensorType.of(DType.FLOAT32)));
    assertThat(graph.toString())
        .isEqualToNormalizingNewlines(
            """
            program(%0: float32[])
              %1 = Mul[] %0, %0: float32[]
              %2 = Neg[] %0: float32[]
              v ← %1
              return %2\
            """);
  }

  /// One thread moves two variables from (k, k) to (k + 1, k + 1); two others read them together.
  @Test
  @Timeout(20)
  void readersSeeConsistentSetsWhileAnotherThreadUpdates() throws InterruptedException {
    Variable a = new Variable("a", Tensor.zeros(1000));
    Variable b = new Variable("b", Tensor.zeros(1000));
    Program update =
        program(_ -> {
          a.assignAdd(Tensor.of(1f));
          b.assignAdd(Tensor.of(1f));
          return List.of();
        });
    Program read =
        program(
            _ -> List.of(a.sub(b).square().sum(), a.max().sub(a.neg().max().neg()), a.get("0")));
    AtomicBoolean done = new AtomicBoolean();
    ConcurrentLinkedQueue<String> torn = new ConcurrentLinkedQueue<>();
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      readers.add(
          Thread.ofPlatform()
              .start(() -> {
                double last = 0;
                while (!done.get()) {
                  List<Tensor> seen = read.run(List.of());
                  double now = seen.get(2).item();
                  if (seen.get(0).item() != 0 || seen.get(1).item() != 0 || now < last) {
                    torn.add(seen + " after " + last);
                  }
                  last = now;
                }
              }));
    }
    for (int i = 0; i < 2000; i++) {
      update.run(List.of());
    }
    done.set(true);
    for (Thread reader : readers) {
      reader.join();
    }
    assertThat(torn).isEmpty();
    assertThat(a.get("0").item()).isEqualTo(2000);
  }

  @Test
  @Timeout(20)
  void manyThreadsMayRunOneProgram() throws InterruptedException {
    Classifier model = new Classifier();
    Program predict =
        program(in -> List.of(model.predict(in.getFirst())), TensorType.of(DType.FLOAT32, 4, 7));
    List<float[]> expected = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      expected.add(model.predict(batch(i)).toFloatArray());
    }
    ConcurrentLinkedQueue<Integer> wrong = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int first = t;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 200; i++) {
                  int number = (first + i) % 8;
                  float[] actual = predict.run(List.of(batch(number))).getFirst().toFloatArray();
                  if (!java.util.Arrays.equals(actual, expected.get(number))) {
                    wrong.add(number);
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong).isEmpty();
  }
}
