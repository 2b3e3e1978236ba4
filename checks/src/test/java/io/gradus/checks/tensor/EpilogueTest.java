package io.gradus.checks.tensor;

import static io.gradus.checks.tensor.ProgramBits.hasTheSameBits;
import static io.gradus.checks.tensor.ProgramBits.program;
import static io.gradus.checks.tensor.ProgramBits.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.tensor.Graph;
import io.gradus.tensor.Program;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.DType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Matrix products and the chains that alone read them, which programs run as one.
class EpilogueTest {
  /// Lengths `m, n, k`: wide products, which stay apart, and tall ones; parts of tiles, one row,
  /// small ones, several blocks of depth, operands too large to be shared at once, and nothing to
  /// add up.
  private static final int[][] LENGTHS = {
    {128, 512, 784},
    {784, 512, 128},
    {1, 100, 70},
    {3, 65, 2},
    {90, 70, 2},
    {70, 64, 0},
    {131, 77, 530},
    {600, 333, 2100},
    {333, 601, 1700},
    {1100, 1050, 300},
    {0, 70, 5},
    // Shallow: also with fewer rows than columns.
    {100, 600, 10},
    {64, 3000, 64},
  };

  @ParameterizedTest
  @CsvSource({"vector, 1", "vector, 2", "vector, 8", "scalar, 1", "scalar, 8"})
  void haveTheBitsOfProductAndChainOneByOne(String backend, int threads) {
    ScopedValue.where(Device.SCOPE, Cpu.with(backend, threads))
        .run(() -> {
          for (int[] length : LENGTHS) {
            int m = length[0];
            int n = length[1];
            int k = length[2];
            Tensor a = random(1, m, k);
            Tensor b = random(2, k, n);
            Tensor row = random(3, n);
            Tensor column = random(4, m, 1);
            Tensor each = random(5, m, n);
            hasTheSameBits(in -> List.of(in.get(0).matmul(in.get(1)).relu()), a, b);
            hasTheSameBits(
                in -> {
                  Tensor y = in.get(0).matmul(in.get(1)).add(in.get(2)).relu();
                  return List.of(y, y.mul(in.get(3)).sub(in.get(4)).square());
                },
                a,
                b,
                row,
                column,
                each);
            // A function without a vector form: the chain runs operation by operation.
            hasTheSameBits(
                in -> List.of(in.get(2).sub(in.get(0).matmul(in.get(1)).sin().tanh())), a, b, each);
            hasTheSameBits(
                in -> List.of(in.get(0).swapAxes(0, 1).matmul(in.get(1).swapAxes(0, 1)).mul(2)),
                random(1, k, m),
                random(2, n, k));
          }
        });
  }

  @Test
  void keepNoProduct() {
    Program program =
        program(
            in -> List.of(in.get(0).matmul(in.get(1)).add(in.get(2)).relu()),
            random(1, 300, 200),
            random(2, 200, 100),
            random(3, 100));
    assertThat(program.bytes()).isZero();
  }

  @Test
  void mayLieUnderAnotherShape() {
    Graph.Function function =
        in -> List.of(in.get(0).matmul(in.get(1)).add(in.get(2)).reshape(10, 30, 100).relu());
    assertThat(
            program(function, random(1, 10, 30, 200), random(2, 200, 100), random(3, 100)).bytes())
        .isZero();
    hasTheSameBits(function, random(1, 10, 30, 200), random(2, 200, 100), random(3, 100));
  }

  @Test
  void keepProductsThatSomethingElseReads() {
    Tensor a = random(1, 300, 200);
    Tensor b = random(2, 200, 100);
    hasTheSameBits(
        in -> {
          Tensor product = in.get(0).matmul(in.get(1));
          return List.of(product.relu(), product);
        },
        a,
        b);
    hasTheSameBits(
        in -> {
          Tensor product = in.get(0).matmul(in.get(1));
          return List.of(product.add(1).relu().matmul(product.swapAxes(0, 1)));
        },
        a,
        b);
    hasTheSameBits(
        in -> {
          Tensor product = in.get(0).matmul(in.get(1));
          return List.of(product.relu().add(product.sum(0)));
        },
        a,
        b);
  }

  @Test
  void takeOneProductOfSeveral() {
    Graph.Function function =
        in -> List.of(in.get(0).matmul(in.get(1)).mul(in.get(1).matmul(in.get(0))).relu());
    Tensor a = random(1, 100, 100);
    Tensor b = random(2, 100, 100);
    assertThat(program(function, a, b).bytes()).isEqualTo(100 * 100 * Float.BYTES);
    hasTheSameBits(function, a, b);
  }

  @Test
  void updateVariablesInPlaceUnlessTheProductReadsThem() {
    for (boolean reads : new boolean[] {false, true}) {
      Variable w = new Variable("w", random(1, 300, 300));
      Variable same = new Variable("same", random(1, 300, 300));
      Tensor x = random(2, 300, 300);
      Tensor g = random(3, 300, 300);
      Program step =
          program(
              in -> {
                Tensor left = reads ? w.value() : in.get(0);
                w.assignSub(left.matmul(in.get(1)).mul(1e-3));
                return List.of();
              },
              x,
              g);
      for (int i = 0; i < 5; i++) {
        step.run(List.of(x, g));
        Tensor left = reads ? same.value() : x;
        same.assignSub(left.matmul(g).mul(1e-3));
      }
      assertThat(w.value().toFloatArray())
          .as("reads %s", reads)
          .isEqualTo(same.value().toFloatArray());
    }
  }

  @Test
  void holdOtherTypesAndShortRowsApart() {
    hasTheSameBits(
        in -> List.of(in.get(0).matmul(in.get(1)).add(1).relu()),
        random(1, 90, 80),
        random(2, 80, 10));
    hasTheSameBits(
        in -> List.of(in.get(0).matmul(in.get(1)).add(1).relu()),
        random(1, 3, 20, 30),
        random(2, 3, 30, 70));
    Tensor a = random(1, 90, 80).cast(DType.FLOAT64);
    Tensor b = random(2, 80, 70).cast(DType.FLOAT64);
    assertThat(
            program(in -> List.of(in.get(0).matmul(in.get(1)).add(1).relu()), a, b)
                .run(List.of(a, b))
                .getFirst()
                .toDoubleArray())
        .isEqualTo(a.matmul(b).add(1).relu().toDoubleArray());
  }
}
