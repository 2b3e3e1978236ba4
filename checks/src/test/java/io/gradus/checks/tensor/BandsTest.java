package io.gradus.checks.tensor;

import static io.gradus.checks.tensor.ProgramBits.hasTheSameBits;
import static io.gradus.checks.tensor.ProgramBits.program;
import static io.gradus.checks.tensor.ProgramBits.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.Backward;
import io.gradus.tensor.Conv;
import io.gradus.tensor.Elementwise;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Graph;
import io.gradus.tensor.Pool;
import io.gradus.tensor.Program;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.kernel.Device;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Units that programs run band by band of samples; on two threads, whatever the machine has,
/// unless a test says otherwise.
@ExtendWith(BandsTest.OnTwoThreads.class)
class BandsTest {
  /// Runs tests on a device of two threads.
  static final class OnTwoThreads implements InvocationInterceptor {
    @Override
    public void interceptTestMethod(
        Invocation<@Nullable Void> test,
        ReflectiveInvocationContext<Method> method,
        ExtensionContext context)
        throws Throwable {
      ScopedValue.where(Device.SCOPE, Cpu.with("vector", 2)).call(test::proceed);
    }
  }

  private static final String AT_A_TIME = " samples at a time";

  private static long bands(Program program) {
    return program.explain().lines().filter(line -> line.contains(AT_A_TIME)).count();
  }

  private static List<Tensor> gradients(List<Tensor> in, UnaryOperator<Tensor> layers) {
    try (var tape = new GradientTape()) {
      in.forEach(tape::watch);
      Tensor loss = layers.apply(in.getFirst()).square().sum();
      return tape.gradient(loss, in);
    }
  }

  /// Samples that fill bands, and some that do not.
  @ParameterizedTest
  @CsvSource({"vector, 1, 64", "vector, 2, 45", "vector, 8, 133", "scalar, 1, 37", "scalar, 8, 40"})
  void haveTheBitsOfUnitsOneByOne(String backend, int threads, int n) {
    ScopedValue.where(Device.SCOPE, Cpu.with(backend, threads))
        .run(() -> {
          Tensor x = random(1, n, 20, 20, 8);
          Tensor bias = random(2, 48);
          for (Conv settings :
              List.of(
                  Conv.VALID, Conv.SAME.strides(2), Conv.SAME.dilation(2), Conv.SAME.groups(4))) {
            Tensor kernel = random(3, 3, 3, 8 / settings.groups(), 48);
            Graph.Function layers =
                in ->
                    List.of(
                        in.get(0)
                            .conv(in.get(1), settings)
                            .add(in.get(2))
                            .relu()
                            .maxPool(Pool.of(2, 2)));
            Program program = program(layers, x, kernel, bias);
            hasTheSameBits(program, layers, x, kernel, bias);
            hasTheSameBits(in -> gradients(in, _ -> layers.apply(in).getFirst()), x, kernel, bias);
          }
          Tensor depthwise = random(4, 3, 3, 8, 6);
          Tensor pointwise = random(5, 1, 1, 48, 24);
          Graph.Function separable =
              in -> {
                Tensor y = in.get(0).depthwiseConv(in.get(1), Conv.SAME).mul(2);
                Tensor z = y.conv(in.get(2), Conv.VALID).sub(0.5);
                return List.of(y.averagePool(Pool.of(3, 3).strides(1).padded()), z.exp());
              };
          assertThat(bands(program(separable, x, depthwise, pointwise))).isPositive();
          hasTheSameBits(separable, x, depthwise, pointwise);
          hasTheSameBits(
              in -> gradients(in, _ -> separable.apply(in).getLast()), x, depthwise, pointwise);
        });
  }

  @Test
  void keepWhatOnlyTheyReadForABandAlone() {
    Tensor x = random(1, 64, 28, 28, 3);
    Tensor kernel = random(2, 3, 3, 3, 32);
    Tensor bias = random(3, 32);
    Graph.Function layers =
        in -> {
          Tensor y = in.get(0).conv(in.get(1), Conv.SAME).add(in.get(2)).relu();
          return List.of(y.maxPool(Pool.of(2, 2)));
        };
    Program program = program(layers, x, kernel, bias);
    assertThat(program.explain())
        .containsPattern("1  conv add relu maxPool, [68] of 64 samples at a time  ")
        .contains("4 of 5 recorded operations in 1 units; 86,704,128 FLOPs")
        .containsPattern("0 buffers, 0 bytes; [0-9,]+ bytes in each worker");
    // The samples of two workers' bands; the chain writes over the convolution.
    assertThat(program.bytes() / (2 * 28 * 28 * 32 * Float.BYTES)).isIn(6L, 8L);
    hasTheSameBits(program, layers, x, kernel, bias);
  }

  @Test
  void keepWhatOthersRead() {
    Tensor x = random(1, 64, 28, 28, 3);
    Tensor kernel = random(2, 3, 3, 3, 32);
    Graph.Function several =
        in -> {
          Tensor y = in.get(0).conv(in.get(1), Conv.SAME);
          Tensor z = y.relu();
          Tensor pooled = z.maxPool(Pool.of(2, 2));
          // z is a result, y is read by the chain, by the product and as a view.
          return List.of(z, pooled.mul(2), y.sum(0), z.reshape(64, 28 * 28 * 32).sum(1));
        };
    assertThat(bands(program(several, x, kernel))).isOne();
    hasTheSameBits(several, x, kernel);
  }

  @Test
  void readWholeRowsColumnsAndNumbers() {
    Tensor x = random(1, 50, 40, 200);
    Tensor row = random(2, 200);
    Tensor column = random(3, 50, 40, 1);
    Tensor perSample = random(4, 50, 1, 1);
    Graph.Function function =
        in -> {
          Tensor y = in.get(0).standardize(-1, 1e-3);
          return List.of(
              y.mul(in.get(1)).add(in.get(2)).maxPool(Pool.of(2)),
              in.get(0).standardize(-1, 1e-2).mul(in.get(3)).averagePool(Pool.of(3)));
        };
    assertThat(bands(program(function, x, row, column, perSample))).isEqualTo(2);
    hasTheSameBits(function, x, row, column, perSample);
  }

  @Test
  void readBatchesThatLieElsewhere() {
    Tensor x = random(1, 28, 28, 64, 3);
    Tensor kernel = random(2, 3, 3, 3, 32);
    Tensor mask = random(3, 28, 28, 32);
    Graph.Function function =
        in ->
            List.of(
                in.get(0)
                    .transpose(2, 0, 1, 3)
                    .conv(in.get(1), Conv.SAME)
                    .mul(in.get(2))
                    .maxPool(Pool.of(2, 2)));
    assertThat(bands(program(function, x, kernel, mask))).isOne();
    hasTheSameBits(function, x, kernel, mask);
  }

  @Test
  void sumWithinSamples() {
    Tensor x = random(1, 50, 40, 200);
    Graph.Function sums =
        in -> {
          Tensor y = in.getFirst().standardize(-1, 1e-3);
          return List.of(y, y.sum(1), y.transpose(0, 2, 1).exp().sum(2), y.get(":, :10").sum(1));
        };
    Program program = program(sums, x);
    assertThat(program.explain())
        .containsPattern("1  standardize sum exp sum sum, [0-9]+ of 50 samples");
    hasTheSameBits(program, sums, x);
    for (String part : List.of(":, 20:30", ":, ::-1", ":, :1", ":, :0", "::-1", "10:")) {
      hasTheSameBits(
          in -> {
            Tensor y = in.getFirst().standardize(-1, 1e-3);
            return List.of(y, y.get(part).sum(1));
          },
          x);
    }
  }

  /// A chain and its sum have no memory for what is between.
  @Test
  void leaveSumsToTheirChains() {
    Tensor x = random(1, 64, 100, 200);
    Graph.Function squares = in -> List.of(in.getFirst().sub(1).square().sum(-1));
    Program program = program(squares, x);
    assertThat(bands(program)).isZero();
    assertThat(program.bytes()).isZero();
    hasTheSameBits(program, squares, x);
  }

  /// A bias has as its gradient the sum of all that it was added to.
  @Test
  void sumGradientsOfBiases() {
    Tensor x = random(1, 64, 28, 28, 3);
    Tensor kernel = random(2, 3, 3, 3, 32);
    Tensor bias = random(3, 32);
    Graph.Function step =
        in ->
            gradients(
                in,
                images ->
                    images.conv(in.get(1), Conv.SAME).add(in.get(2)).relu().maxPool(Pool.of(2, 2)));
    Program program = program(step, x, kernel, bias);
    assertThat(program.explain()).containsPattern("maxPoolGradient .*sum, [0-9]+ of 64 samples");
    hasTheSameBits(program, step, x, kernel, bias);
  }

  @Test
  void mixNoSamples() {
    Tensor square = random(1, 64, 64, 100);
    // Transposed, the second axis is in the place of the samples, and as long.
    Graph.Function turned =
        in ->
            List.of(in.get(0).standardize(-1, 1e-3).transpose(1, 0, 2).maxPool(Pool.of(2)).relu());
    hasTheSameBits(turned, square);
    Graph.Function regrouped =
        in -> List.of(in.get(0).standardize(-1, 1e-3).reshape(64, 100, 64).maxPool(Pool.of(2)));
    hasTheSameBits(regrouped, square);
    Graph.Function flat =
        in -> List.of(in.get(0).standardize(-1, 1e-3).reshape(32, 128, 100).maxPool(Pool.of(2)));
    hasTheSameBits(flat, square);
    Graph.Function across =
        in -> {
          Tensor y = in.get(0).standardize(-1, 1e-3);
          return List.of(y.mul(y.sum(0)).maxPool(Pool.of(2)));
        };
    hasTheSameBits(across, square);
    // A part of the samples lies as if it were all samples of half the length.
    Graph.Function part =
        in -> {
          Tensor y = in.get(0).standardize(-1, 1e-3);
          return List.of(y.get("32:").reshape(64, 32, 100).mul(2).relu());
        };
    hasTheSameBits(part, square);
  }

  @Test
  void holdSmallAndFewSamplesApart() {
    Graph.Function layers =
        in -> List.of(in.get(0).conv(in.get(1), Conv.SAME).relu().maxPool(Pool.of(2, 2)));
    Tensor kernel = random(2, 3, 3, 3, 32);
    assertThat(bands(program(layers, random(1, 64, 7, 7, 3), kernel))).isZero();
    assertThat(bands(program(layers, random(1, 20, 40, 40, 3), kernel))).isZero();
    assertThat(bands(program(layers, random(1, 32, 200, 200, 3), kernel))).isZero();
    assertThat(bands(program(layers, random(1, 32, 40, 40, 3), kernel))).isOne();
  }

  @Test
  void leaveVariablesToTheirUpdates() {
    Variable w = new Variable("w", random(1, 64, 60, 100));
    Variable same = new Variable("same", w.value());
    Tensor x = random(2, 64, 60, 100);
    Graph.Function step =
        in -> {
          w.assignSub(in.getFirst().standardize(-1, 1e-3).mul(0.1));
          return List.of();
        };
    Program program = program(step, x);
    for (int i = 0; i < 3; i++) {
      program.run(List.of(x));
      same.assignSub(x.standardize(-1, 1e-3).mul(0.1));
    }
    assertThat(w.value().toFloatArray()).isEqualTo(same.value().toFloatArray());
  }

  @Test
  void runForSeveralThreadsAtOnce() {
    Tensor x = random(1, 45, 28, 28, 3);
    Tensor kernel = random(2, 3, 3, 3, 32);
    Graph.Function layers =
        in -> List.of(in.get(0).conv(in.get(1), Conv.SAME).relu().maxPool(Pool.of(2, 2)));
    Program program = program(layers, x, kernel);
    assertThat(bands(program)).isOne();
    float[] expected = layers.apply(List.of(x, kernel)).getFirst().toFloatArray();
    List<CompletableFuture<float[]>> runs =
        Stream.generate(() ->
                CompletableFuture.supplyAsync(
                    () -> program.run(List.of(x, kernel)).getFirst().toFloatArray()))
            .limit(12)
            .toList();
    assertThat(runs).allSatisfy(run -> assertThat(run.join()).isEqualTo(expected));
  }

  /// A function that large numbers make fail.
  private record Careful() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      if (x > 1) {
        throw new IllegalStateException("careful: too large: " + x);
      }
      return x;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient();
    }
  }

  @Test
  void passFailuresOnAndRunAgain() {
    Tensor x = random(1, 64, 28, 28, 24);
    Graph.Function function =
        in -> {
          Tensor y = in.getFirst().averagePool(Pool.of(2, 2).strides(1));
          return List.of(Tensor.apply(new Careful(), y).getFirst().maxPool(Pool.of(2, 2)));
        };
    Program program = program(function, x);
    assertThat(bands(program)).isOne();
    assertThatThrownBy(() -> program.run(List.of(x.add(3))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("careful: too large: ");
    hasTheSameBits(program, function, x);
  }
}
