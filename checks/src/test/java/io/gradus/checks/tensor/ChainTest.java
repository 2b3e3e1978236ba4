package io.gradus.checks.tensor;

import static io.gradus.checks.launch.Java.LIB;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.gradus.checks.launch.Java;
import io.gradus.tensor.Graph;
import io.gradus.tensor.Program;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Chains of element-wise operations, which programs run as one loop.
class ChainTest {
  private static final class Reference {
    static final long ALL = RandomChains.hash(Cpu.with("vector", 2), RandomChains.ALL);
    static final long LITTLE = RandomChains.hash(Cpu.with("vector", 2), RandomChains.LITTLE);
  }

  @ParameterizedTest
  @CsvSource({"vector, 1", "vector, 2", "vector, 8", "scalar, 1", "scalar, 8"})
  void haveTheBitsOfTheirOperationsOneByOne(String backend, int threads) {
    ScopedValue.where(Device.SCOPE, Cpu.with(backend, threads))
        .run(() -> {
          for (RandomChains.Case c : RandomChains.all(RandomChains.ALL)) {
            assertThat(c.program()).as(c.name()).isEqualTo(c.eager());
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Dgradus.vector.bits=128",
        "-Dgradus.vector.bits=256",
        "-Dgradus.vector.bits=512",
      })
  void haveTheSameBitsInAProcessWith(String option) {
    assertThat(inAProcess(option, RandomChains.ALL)).isEqualTo("vector " + Reference.ALL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:TieredStopAtLevel=1", "-Xint"})
  void haveTheSameBitsUncompiledWith(String option) {
    assertThat(inAProcess(option, RandomChains.LITTLE)).isEqualTo("vector " + Reference.LITTLE);
  }

  private static String inAProcess(String option, int most) {
    Java.Result result =
        Java.run(
            option,
            "-Dgradus.backend=vector",
            "-p",
            LIB,
            "--add-modules",
            "io.gradus",
            "-cp",
            Java.location(ChainProgram.class),
            ChainProgram.class.getName(),
            most);
    assertThat(result.status()).as(result.err()).isZero();
    return result.out().strip();
  }

  @Test
  void haveTheSameBitsWhenHot() {
    for (int i = 0; i < 10; i++) {
      assertThat(RandomChains.hash(Cpu.with("vector", 2), RandomChains.ALL))
          .isEqualTo(Reference.ALL);
    }
  }

  private static Program program(Graph.Function function, TensorType... inputs) {
    return new Program(Graph.trace(function, List.of(inputs)), Device.current());
  }

  @Test
  void keepNothingOfWhatOnlyTheyRead() {
    Program program =
        program(
            in -> List.of(in.getFirst().mul(2).add(1).square().relu().sum()),
            TensorType.of(DType.FLOAT32, 1000));
    assertThat(program.bytes()).isZero();
  }

  @Test
  void takeRowsAndColumns() {
    Program program =
        program(
            in -> List.of(in.get(0).add(in.get(1)).relu().mul(in.get(2)).sum()),
            TensorType.of(DType.FLOAT32, 30, 40),
            TensorType.of(DType.FLOAT32, 40),
            TensorType.of(DType.FLOAT32, 30, 1));
    assertThat(program.bytes()).isLessThan(2 * 30 * 40 * Float.BYTES);
  }

  @Test
  void takeComparisonsWhoseTruthsNothingElseReads() {
    TensorType type = TensorType.of(DType.FLOAT32, 1000);
    Program choosing =
        program(
            in -> List.of(in.getFirst().greater(0).where(in.getFirst().mul(2), 1).exp().sum()),
            type);
    assertThat(choosing.bytes()).isZero();
    Program showing =
        program(
            in -> {
              Tensor truth = in.getFirst().greater(0);
              return List.of(truth.where(in.getFirst(), 1).exp(), truth);
            },
            type);
    List<Tensor> results = showing.run(List.of(Tensor.arange(1000).cast(DType.FLOAT32).sub(500)));
    assertThat(results.getLast().get("499:502").toBooleanArray())
        .containsExactly(false, false, true);
    assertThat((float) results.getFirst().item(501)).isEqualTo((float) Math.exp(1));
  }

  @Test
  void mayReadOneElementOfAnEarlierResult() {
    Program program =
        program(
            in -> {
              Tensor doubled = in.getFirst().mul(2);
              return List.of(doubled.sub(doubled.get("5")).relu());
            },
            TensorType.of(DType.FLOAT32, 100_000));
    Tensor x = Tensor.randomUniform(Shape.of(100_000), -1, 1, 3);
    Tensor doubled = x.mul(2);
    for (int i = 0; i < 20; i++) {
      assertThat(program.run(List.of(x)).getFirst().toFloatArray())
          .isEqualTo(doubled.sub(doubled.get("5")).relu().toFloatArray());
    }
  }

  @Test
  void ofAnOptimizerAllocateNextToNothing() {
    Variable w = new Variable("w", Tensor.randomUniform(Shape.of(300, 100), -1, 1, 1));
    Variable v = new Variable("v", Tensor.zeros(300, 100));
    Program program =
        program(
            in -> {
              Tensor g = in.getFirst();
              Tensor next = v.mul(0.9).add(g.square().mul(0.1));
              v.assign(next);
              w.assignSub(g.mul(1e-3).div(next.add(1e-7).sqrt()));
              return List.of();
            },
            TensorType.of(DType.FLOAT32, 300, 100));
    List<Tensor> gradient = List.of(Tensor.randomUniform(Shape.of(300, 100), -1, 1, 2));
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    // Until C2 has compiled the loop every vector is an object.
    long end = System.nanoTime() + 30_000_000_000L;
    while (least > 1024 && System.nanoTime() < end) {
      long before = bean.getTotalThreadAllocatedBytes();
      for (int i = 0; i < 50; i++) {
        program.run(gradient);
      }
      least = Math.min(least, (bean.getTotalThreadAllocatedBytes() - before) / 50);
    }
    assertThat(least).isLessThan(1024);
  }
}
