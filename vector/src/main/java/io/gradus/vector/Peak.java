package io.gradus.vector;

import static io.gradus.vector.Lanes.COUNT;
import static io.gradus.vector.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/// The multiply-add peak of one core: the yardstick of every speed in this module.
public final class Peak {
  private static final int CHAINS = 12;
  private static final int STEPS = 100_000;

  private Peak() {}

  /// {@return the best multiply-add rate in GFLOP/s seen in `rounds` rounds of about 0.2 ms}
  public static double gflops(int rounds) {
    float[] state = new float[CHAINS * COUNT];
    double best = 0;
    for (int r = 0; r < rounds; r++) {
      long begin = System.nanoTime();
      chains(STEPS, state);
      best = Math.max(best, 2.0 * CHAINS * COUNT * STEPS / (System.nanoTime() - begin));
    }
    if (Float.isNaN(state[0])) {
      throw new IllegalStateException("peak: the loop was not run");
    }
    return best;
  }

  /// Twelve independent chains: four cycles of latency on two ports need eight.
  private static void chains(int steps, float[] s) {
    FloatVector x = FloatVector.broadcast(FLOATS, 0.5f);
    FloatVector y = FloatVector.broadcast(FLOATS, 0.25f);
    FloatVector c0 = FloatVector.zero(FLOATS);
    FloatVector c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0;
    FloatVector c6 = c0, c7 = c0, c8 = c0, c9 = c0, c10 = c0, c11 = c0;
    for (int i = 0; i < steps; i++) {
      c0 = x.fma(y, c0);
      c1 = x.fma(y, c1);
      c2 = x.fma(y, c2);
      c3 = x.fma(y, c3);
      c4 = x.fma(y, c4);
      c5 = x.fma(y, c5);
      c6 = x.fma(y, c6);
      c7 = x.fma(y, c7);
      c8 = x.fma(y, c8);
      c9 = x.fma(y, c9);
      c10 = x.fma(y, c10);
      c11 = x.fma(y, c11);
    }
    c0.add(c1).add(c2).add(c3).add(c4).add(c5).intoArray(s, 0);
    c6.add(c7).add(c8).add(c9).add(c10).add(c11).intoArray(s, COUNT);
  }
}
