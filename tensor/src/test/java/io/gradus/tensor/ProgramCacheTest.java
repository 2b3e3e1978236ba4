package io.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProgramCacheTest {
  private static final Device DEVICE = Device.current();

  private final AtomicInteger traced = new AtomicInteger();

  private Graph graph(int rows) {
    traced.incrementAndGet();
    return Graph.trace(
        in -> List.of(in.getFirst().sum(0).add(in.getFirst().square()).sum(1)),
        List.of(TensorType.of(DType.FLOAT32, rows, 64)));
  }

  private float[] run(ProgramCache<Integer> cache, int rows) {
    Program program = cache.get(rows, DEVICE, () -> graph(rows));
    return program.run(List.of(Tensor.ones(rows, 64))).getFirst().toFloatArray();
  }

  @Test
  void eachIsRecordedOnceWhileThereIsRoom() {
    ProgramCache<Integer> cache = new ProgramCache<>(100_000_000);
    for (int round = 0; round < 3; round++) {
      for (int rows = 1; rows <= 100; rows++) {
        assertThat(run(cache, rows)).hasSize(rows).containsOnly((rows + 1) * 64f);
      }
    }
    assertThat(traced).hasValue(100);
    assertThat(cache.explain()).startsWith("cache: 100 programs, ");
  }

  @Test
  void idleBuffersGoFirst() {
    ProgramCache<Integer> cache = new ProgramCache<>(4_000_000);
    for (int rows = 1000; rows < 1040; rows++) {
      run(cache, rows);
    }
    run(cache, 1000);
    assertThat(traced).hasValue(40);
    assertThat(bytes(cache, " bytes of idle")).isLessThanOrEqualTo(3_000_000);
  }

  @Test
  void programsStayWithinTheirShare() {
    ProgramCache<Integer> cache = new ProgramCache<>(100_000);
    for (int rows = 1; rows <= 200; rows++) {
      run(cache, rows);
    }
    assertThat(bytes(cache, " bytes, and")).isBetween(1L, 25_000L);
    run(cache, 200);
    assertThat(traced).hasValue(200);
    run(cache, 1);
    assertThat(traced).hasValue(201);
  }

  /// Training must not allocate its buffers anew in each step, however large they are.
  @Test
  void theLastProgramKeepsItsBuffers() {
    ProgramCache<Integer> cache = new ProgramCache<>(1);
    run(cache, 500);
    run(cache, 500);
    assertThat(traced).hasValue(1);
    assertThat(bytes(cache, " bytes of idle")).isPositive();
    cache.clear();
    assertThat(cache.explain())
        .isEqualTo("cache: 0 programs, 0 bytes, and 0 bytes of idle buffers; at most 1 bytes");
    assertThat(cache.find(500)).isNull();
  }

  @Test
  void codeThatFailsIsTriedAgain() {
    ProgramCache<Integer> cache = new ProgramCache<>();
    assertThatThrownBy(() ->
            cache.get(
                3,
                DEVICE,
                () -> {
                  throw new IllegalArgumentException("not now");
                }))
        .hasMessage("not now");
    assertThat(run(cache, 3)).hasSize(3);
  }

  @Test
  void manyThreadsWithManySizes() throws Exception {
    ProgramCache<Integer> cache = new ProgramCache<>(300_000);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<float[]>> results = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        int rows = 1 + i % 25;
        Callable<float[]> task = () -> run(cache, rows);
        results.add(threads.submit(task));
      }
      for (int i = 0; i < 500; i++) {
        assertThat(results.get(i).get()).containsOnly((2 + i % 25) * 64f);
      }
    }
  }

  // The number before these words.
  private static long bytes(ProgramCache<?> cache, String words) {
    String before = cache.explain().substring(0, cache.explain().indexOf(words));
    String number = before.substring(before.lastIndexOf(' ') + 1);
    return Long.parseLong(number.replaceAll("\\D", ""));
  }
}
