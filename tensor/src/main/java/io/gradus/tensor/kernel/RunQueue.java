package io.gradus.tensor.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Which of the callers of a device compute: about as many as it has threads, so that none of them
/// loses its processor in the midst of a run. The others wait, first come, first served.
///
/// Runs that change variables, as training does, and those that only read them, as predictions do,
/// have a queue each. Where one kind waits and none of it runs, it goes first, so that neither can
/// starve the other: beside any number of predictions a training has a thread of its own, and
/// predictions go on beside any number of trainings. A long run steps back for those that wait
/// ([#share]).
@SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
public final class RunQueue {
  /// What a run does with variables.
  public enum Kind {
    /// It changes some.
    UPDATE,
    /// It only reads them.
    READ
  }

  // A run computes for so long before it steps back.
  private static final long SLICE_NANOS = 5_000_000;

  private final int most;
  private final SpinLock lock = new SpinLock();
  private final List<Deque<Waiter>> queues = List.of(new ArrayDeque<>(), new ArrayDeque<>());
  private final int[] running = new int[Kind.values().length];
  private final List<Thread> inside = new ArrayList<>();
  private long arrivals;
  private volatile int waiting;
  private volatile int total;

  /// A caller in a queue.
  private static final class Waiter {
    private final Thread thread = Thread.currentThread();
    private final long arrival;
    private volatile boolean admitted;

    Waiter(long arrival) {
      this.arrival = arrival;
    }
  }

  RunQueue(int most) {
    this.most = most;
  }

  /// {@return whether the callers alone keep all threads busy}
  boolean isCrowded() {
    return total >= most;
  }

  /// Waits until the caller may compute. A run inside a run does not wait.
  public void enter(Kind kind) {
    Thread self = Thread.currentThread();
    lock.lock();
    boolean free = waiting == 0 ? total < most : running[kind.ordinal()] == 0 && none(kind);
    if (free || (waiting == 0 && running[kind.ordinal()] == 0) || inside.contains(self)) {
      admit(kind, self);
      lock.unlock();
      return;
    }
    Waiter waiter = new Waiter(arrivals++);
    queues.get(kind.ordinal()).add(waiter);
    waiting++;
    lock.unlock();
    await(waiter);
  }

  private boolean none(Kind kind) {
    return queues.get(kind.ordinal()).isEmpty();
  }

  private void admit(Kind kind, Thread thread) {
    running[kind.ordinal()]++;
    total++;
    inside.add(thread);
  }

  private void await(Waiter waiter) {
    boolean interrupted = false;
    while (!waiter.admitted) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      waiter.thread.interrupt();
    }
  }

  /// Ends what [#enter] began.
  public void leave(Kind kind) {
    Thread self = Thread.currentThread();
    lock.lock();
    inside.remove(inside.lastIndexOf(self));
    running[kind.ordinal()]--;
    total--;
    Waiter next = waiting == 0 ? null : next();
    lock.unlock();
    if (next != null) {
      next.admitted = true;
      LockSupport.unpark(next.thread);
    }
  }

  private @Nullable Waiter next() {
    Kind chosen = null;
    long oldest = Long.MAX_VALUE;
    for (Kind kind : Kind.values()) {
      Waiter first = queues.get(kind.ordinal()).peek();
      if (first == null) {
        continue;
      }
      boolean starved = running[kind.ordinal()] == 0;
      if (starved || (total < most && first.arrival < oldest)) {
        chosen = kind;
        oldest = starved ? -1 : first.arrival;
      }
    }
    if (chosen == null) {
      return null;
    }
    Waiter waiter = queues.get(chosen.ordinal()).remove();
    waiting--;
    admit(chosen, waiter.thread);
    return waiter;
  }

  /// Steps back for callers that wait, if there are any and the run has computed for long.
  ///
  /// @param since when it began to, of [System#nanoTime]
  /// @return since when it computes
  public long share(Kind kind, long since) {
    if (waiting == 0 || System.nanoTime() - since < SLICE_NANOS) {
      return since;
    }
    leave(kind);
    enter(kind);
    return System.nanoTime();
  }
}
