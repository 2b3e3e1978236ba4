package io.gradus.tensor.kernel;

import java.util.concurrent.atomic.AtomicBoolean;

/// A lock for a few assignments at a time, in which nothing waits. Who has to wait for it stays
/// runnable: with a monitor, a virtual thread that is next in line but has no carrier, since others
/// compute on all of them, would hold up every thread behind it.
public final class SpinLock {
  // A critical section takes less than a microsecond; after that its thread has lost its processor.
  private static final int SPINS = 100;

  private final AtomicBoolean taken = new AtomicBoolean();

  /// A lock that nobody has.
  public SpinLock() {}

  /// Takes the lock; the same thread must not have it.
  @SuppressWarnings("ThreadPriorityCheck") // any order of threads will do
  public void lock() {
    for (int spins = 0; taken.get() || !taken.compareAndSet(false, true); spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  /// Lets the lock go.
  public void unlock() {
    taken.set(false);
  }
}
