package io.gradus.checks.training;

import java.lang.management.ManagementFactory;

/// The heap that is in use after collections of garbage.
final class HeapInUse {
  private HeapInUse() {}

  /// {@return the least of three looks, in bytes}
  static long bytes() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(10);
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
