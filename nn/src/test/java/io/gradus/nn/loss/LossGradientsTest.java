package io.gradus.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Gradients;
import io.gradus.tensor.Graph;
import io.gradus.tensor.Program;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.Shape;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every loss: its gradient and its second derivative beside differences, in `float64`.
class LossGradientsTest {
  /// A loss on data where it is smooth.
  record Example(Loss loss, Tensor yTrue, Tensor yPred) {
    @Override
    public String toString() {
      return loss.toString();
    }
  }

  private static final Shape SHAPE = Shape.of(4, 3);
  private static final Tensor NUMBERS = uniform(SHAPE, -2, 2, 1);
  private static final Tensor LOGITS = uniform(SHAPE, -3, 3, 2);
  private static final Tensor POSITIVE = uniform(SHAPE, 0.5, 3, 3);
  private static final Tensor RATES = uniform(SHAPE, 0.5, 3, 4);
  private static final Tensor SHARES = uniform(SHAPE, 0.1, 0.9, 5);
  private static final Tensor PROBABILITIES = uniform(SHAPE, 0.1, 0.9, 6);
  private static final Tensor BITS =
      Tensor.of(new double[] {0, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0}, SHAPE);
  private static final Tensor ONE_HOT =
      Tensor.of(new double[] {0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0}, SHAPE);
  private static final Tensor LABELS = Tensor.of(1, 0, 2, 1);

  private static Tensor uniform(Shape shape, double low, double high, long seed) {
    int n = Math.toIntExact(shape.size());
    return Tensor.of(new SplittableRandom(seed).doubles(n, low, high).toArray(), shape);
  }

  static Stream<Example> examples() {
    return Stream.of(
        new Example(new MeanSquaredError(), NUMBERS, LOGITS),
        new Example(new MeanAbsoluteError(), NUMBERS, LOGITS),
        new Example(new MeanAbsolutePercentageError(), POSITIVE, RATES),
        new Example(new MeanSquaredLogarithmicError(), POSITIVE, RATES),
        new Example(new Huber(), NUMBERS, LOGITS),
        new Example(new Huber(0.3), NUMBERS, LOGITS),
        new Example(new LogCosh(), NUMBERS, LOGITS),
        new Example(new CosineSimilarity(), NUMBERS, LOGITS),
        new Example(new CosineSimilarity(0), NUMBERS, LOGITS),
        new Example(new Hinge(), BITS, LOGITS),
        new Example(new SquaredHinge(), BITS, LOGITS),
        new Example(new CategoricalHinge(), ONE_HOT, LOGITS),
        new Example(new KLDivergence(), SHARES, PROBABILITIES),
        new Example(new Poisson(), POSITIVE, RATES),
        new Example(new BinaryCrossentropy(), BITS, PROBABILITIES),
        new Example(new BinaryCrossentropy().labelSmoothing(0.2).axis(0), BITS, PROBABILITIES),
        new Example(new BinaryCrossentropy().fromLogits(true), BITS, LOGITS),
        new Example(new BinaryFocalCrossentropy().gamma(1.5), BITS, PROBABILITIES),
        new Example(new BinaryFocalCrossentropy().fromLogits(true).balanced(0.3), BITS, LOGITS),
        new Example(new CategoricalCrossentropy(), ONE_HOT, PROBABILITIES),
        new Example(new CategoricalCrossentropy().labelSmoothing(0.1), ONE_HOT, PROBABILITIES),
        new Example(new CategoricalCrossentropy().fromLogits(true), SHARES, LOGITS),
        new Example(new CategoricalCrossentropy().fromLogits(true).axis(0), SHARES, LOGITS),
        new Example(new CategoricalFocalCrossentropy(), ONE_HOT, PROBABILITIES),
        new Example(
            new CategoricalFocalCrossentropy().fromLogits(true).alpha(0.2, 0.3, 0.5),
            ONE_HOT,
            LOGITS),
        new Example(new SparseCategoricalCrossentropy(), LABELS, PROBABILITIES),
        new Example(
            new SparseCategoricalCrossentropy().fromLogits(true).ignoreClass(1), LABELS, LOGITS),
        new Example(new SparseCategoricalCrossentropy().axis(0), Tensor.of(3, 0, 2), PROBABILITIES),
        new Example(new CategoricalGeneralizedCrossEntropy(0.7), LABELS, PROBABILITIES),
        new Example(new Dice(), BITS, PROBABILITIES),
        new Example(new Dice().axis(1), BITS, PROBABILITIES),
        new Example(new Tversky(0.3, 0.7).axis(-1), BITS, PROBABILITIES),
        new Example(new Circle().gamma(3), Tensor.of(0, 1, 0, 1), SHARES.div(2)),
        new Example(
            new CTC(),
            Tensor.of(new int[] {1, 1, 0, 2, 1, 2}, Shape.of(2, 3)),
            uniform(Shape.of(2, 6, 3), -2, 2, 7)));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void gradientIsThatOfDifferences(Example example) {
    Gradients.check(p -> example.loss().reduced(example.yTrue(), p, null), example.yPred());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void secondDerivativeIsThatOfDifferences(Example example) {
    Gradients.check(
        q ->
            // Times the argument: the gradient alone may not depend on it.
            Gradients.gradient(p -> example.loss().reduced(example.yTrue(), p, null))
                .apply(q)
                .mul(q),
        example.yPred());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void recordedAndEagerAreTheSameBits(Example example) {
    Tensor yTrue = example.yTrue();
    Tensor yPred = example.yPred();
    Graph graph =
        Graph.trace(
            in -> List.of(example.loss().reduced(in.get(0), in.get(1), null)),
            List.of(yTrue.type(), yPred.type()));
    Program program = new Program(graph, Device.current());
    Tensor recorded = program.run(List.of(yTrue, yPred)).getFirst();
    Tensor eager = example.loss().reduced(yTrue, yPred, null);
    assertThat(recorded.toDoubleArray()).isEqualTo(eager.toDoubleArray());
  }

  @Test
  void ofBinaryLogitsOfZeroTheGradientIsSmooth() {
    Loss loss = new BinaryCrossentropy().fromLogits(true).reduction(Loss.Reduction.SUM);
    Tensor gradient = gradient(loss, Tensor.of(new float[][] {{1}, {0}}), Tensor.zeros(2, 1));
    assertThat(gradient.toFloatArray()).containsExactly(-0.5f, 0.5f);
  }

  @Test
  void gradientsAtTheEdgesAreFinite() {
    Tensor zeros = Tensor.zeros(1, 2);
    assertThat(gradient(new MeanAbsoluteError(), zeros, zeros).toFloatArray())
        .containsExactly(0, 0);
    Tensor cosine = gradient(new CosineSimilarity(), Tensor.ones(1, 2), zeros);
    assertThat(cosine.isFinite().all().item()).isOne();
    Tensor sharp = Tensor.of(new float[][] {{0, 1}});
    Tensor wrong = Tensor.of(new float[][] {{1, 0}});
    for (Loss loss :
        List.of(
            new BinaryCrossentropy(),
            new CategoricalCrossentropy(),
            new BinaryFocalCrossentropy(),
            new CategoricalFocalCrossentropy(),
            new KLDivergence())) {
      assertThat(gradient(loss, sharp, wrong).isFinite().all().item()).as("%s", loss).isOne();
    }
  }

  @Test
  void vectorsWithoutLikeOrUnlikeOnesHaveNoGradient() {
    Tensor x = Tensor.of(new float[][] {{1, 0}, {0, 1}, {0.6f, 0.8f}});
    Loss circle = new Circle();
    assertThat(gradient(circle, Tensor.of(0, 0, 0), x).toFloatArray()).containsOnly(0);
    assertThat(gradient(circle, Tensor.of(0, 1, 2), x).toFloatArray()).containsOnly(0);
    assertThat(circle.reduced(Tensor.of(0, 1, 2), x, null).item()).isZero();
  }

  private static Tensor gradient(Loss loss, Tensor yTrue, Tensor yPred) {
    try (var tape = new GradientTape()) {
      tape.watch(yPred);
      return tape.gradient(loss.reduced(yTrue, yPred, null), yPred);
    }
  }
}
