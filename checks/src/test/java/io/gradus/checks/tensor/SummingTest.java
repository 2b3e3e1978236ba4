package io.gradus.checks.tensor;

import static io.gradus.checks.tensor.ProgramBits.hasTheSameBits;
import static io.gradus.checks.tensor.ProgramBits.program;
import static io.gradus.checks.tensor.ProgramBits.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.tensor.Axes;
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

/// Chains and the sums of what they compute, which programs run as one.
class SummingTest {
  /// One element, rows shorter and longer than a lane, a span, a block and a piece, and many.
  private static final long[][] SHAPES = {
    {1, 1},
    {3, 1},
    {5000, 3},
    {7, 100},
    {129, 1025},
    {3, 4096},
    {4, 4097},
    {2, 16384 + 4096 + 5},
    {1, 100_003},
    {40_000, 10}
  };

  @ParameterizedTest
  @CsvSource({"vector, 1", "vector, 2", "vector, 8", "scalar, 1", "scalar, 8"})
  void haveTheBitsOfChainAndSumOneByOne(String backend, int threads) {
    ScopedValue.where(Device.SCOPE, Cpu.with(backend, threads))
        .run(() -> {
          for (long[] shape : SHAPES) {
            Tensor x = random(1, shape);
            Tensor y = random(2, shape);
            Tensor row = random(3, shape[1]);
            Tensor column = random(4, shape[0], 1);
            // All elements, an operation alone; rows; what is kept; what is seen otherwise.
            hasTheSameBits(in -> List.of(in.get(0).mul(in.get(1)).sum()), x, y);
            hasTheSameBits(in -> List.of(in.get(0).sub(in.get(1)).square().mean(-1)), x, y);
            hasTheSameBits(
                in -> {
                  Tensor z = in.get(0).mul(in.get(2)).add(in.get(1)).relu();
                  return List.of(z.sum(Axes.of(-1).keep()), z.square().sum(), z);
                },
                x,
                row,
                column);
            hasTheSameBits(
                in -> {
                  Tensor z = in.get(0).mul(in.get(1)).tanh();
                  return List.of(z.reshape(-1).sum(), z.sum(0), z.swapAxes(0, 1).sum());
                },
                x,
                y);
          }
        });
  }

  @Test
  void keepNothingThatOnlyTheSumReads() {
    Tensor x = random(1, 300, 200);
    assertThat(program(in -> List.of(in.get(0).sub(in.get(0).exp()).square().sum()), x).bytes())
        .isZero();
    assertThat(program(in -> List.of(in.get(0).square().sum(1)), x).explain())
        .contains(" square sum ");
  }

  @Test
  void goOnInLaterChainsAndUpdateVariables() {
    Variable w = new Variable("w", random(1, 300, 30));
    Variable same = new Variable("same", random(1, 300, 30));
    Tensor g = random(2, 300, 30);
    Program step =
        program(
            in -> {
              Tensor next = w.value().sub(in.get(0).mul(1e-2));
              w.assign(next);
              return List.of(next.sum(), in.get(0).square().sum().sqrt());
            },
            g);
    for (int i = 0; i < 3; i++) {
      List<Tensor> results = step.run(List.of(g));
      same.assign(same.value().sub(g.mul(1e-2)));
      assertThat(results.get(0).item()).isEqualTo(same.value().sum().item());
      assertThat(results.get(1).item()).isEqualTo(g.square().sum().sqrt().item());
    }
    assertThat(w.value().toFloatArray()).isEqualTo(same.value().toFloatArray());
  }

  @Test
  void leaveOtherTypesAndNothingApart() {
    Tensor wide = random(1, 90, 80).cast(DType.FLOAT64);
    assertThat(
            program(in -> List.of(in.get(0).square().sum()), wide)
                .run(List.of(wide))
                .getFirst()
                .item())
        .isEqualTo(wide.square().sum().item());
    hasTheSameBits(in -> List.of(in.get(0).square().sum(1)), random(1, 3, 0));
    hasTheSameBits(in -> List.of(in.get(0).square().sum(1)), random(1, 0, 3));
  }
}
