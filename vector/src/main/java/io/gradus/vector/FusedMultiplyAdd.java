package io.gradus.vector;

/// Whether the processor's fused multiply-add is used. Where it is not, `Math.fma` and with it the
/// Vector API compute each one with big decimals, hundreds of times slower; the JVM does not tell
/// programs without asking its management, which takes longer than a small program.
final class FusedMultiplyAdd {
  private static final int CALLS = 8;
  private static final int ROUNDS = 5;

  /// Measured on all of HotSpot's compilers and its interpreter: at most 1 with the instruction, at
  /// least 300 without.
  private static final int LIMIT = 20;

  private FusedMultiplyAdd() {}

  /// {@return whether fused multiply-adds take about as long as products and sums: the best of
  /// several rounds of each, so that an interruption cannot change the answer}
  static boolean isInHardware() {
    long fused = Long.MAX_VALUE;
    long apart = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      fused = Math.min(fused, fused(round + 1.5));
      apart = Math.min(apart, apart(round + 1.5));
    }
    return fused < LIMIT * Math.max(apart, 1);
  }

  private static long fused(double x) {
    double sum = 0.5;
    long begin = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      sum = Math.fma(sum, x, 0.25);
    }
    return time(begin, sum);
  }

  private static long apart(double x) {
    double sum = 0.5;
    long begin = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      sum = Math.abs(sum * x + 0.25);
    }
    return time(begin, sum);
  }

  // Looks at the result, so that it is computed.
  private static long time(long begin, double result) {
    long time = System.nanoTime() - begin;
    return Double.isNaN(result) ? 0 : time;
  }
}
