package io.gradus.bench;

import java.util.Arrays;

/// How long one call takes.
///
/// @param median the median in microseconds
/// @param best the shortest in microseconds
record Timing(double median, double best) {
  private static final long WARM_NANOS = 1_000_000_000L;
  // A training step runs some thousand times; in the first C2 compiles.
  private static final int WARM_CALLS = 200;
  private static final long SAMPLE_NANOS = 2_000_000_000L;
  private static final int FEWEST = 10;
  private static final int MOST = 1 << 20;

  /// {@return the times of `call`, taken call by call for two seconds after warming up, for one
  /// second and 200 calls}
  static Timing of(Runnable call) {
    return of(call, WARM_CALLS, WARM_NANOS, FEWEST, SAMPLE_NANOS);
  }

  /// {@return the times of `call`, at least `calls` of them and as many as fit into `sampleNanos`,
  /// after as many calls as both bounds of warming up ask for}
  static Timing of(Runnable call, int warmCalls, long warmNanos, int calls, long sampleNanos) {
    long begin = System.nanoTime();
    for (int i = 0; i < warmCalls || System.nanoTime() - begin < warmNanos; i++) {
      call.run();
    }
    double[] micros = new double[MOST];
    int n = 0;
    begin = System.nanoTime();
    while (n < calls || (System.nanoTime() - begin < sampleNanos && n < MOST)) {
      long start = System.nanoTime();
      call.run();
      micros[n++] = (System.nanoTime() - start) / 1e3;
    }
    Arrays.sort(micros, 0, n);
    return new Timing(micros[n / 2], micros[0]);
  }
}
