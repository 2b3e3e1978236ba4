package io.gradus.tensor.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The threads that share the loops of one backend. The caller works too. One job runs at a time: a
/// caller who finds the workers busy, or is one of them, does all blocks itself, so there is no
/// queue, no nesting and no deadlock. Blocks never depend on the number of threads, so neither do
/// results. Threads are daemons, start at the first job and end after two idle seconds, so that a
/// class loader can be unloaded.
public final class Workers {
  /// A job's share: one block.
  public interface Task {
    /// Does block `block`; `scratch` is this thread's alone meanwhile.
    void run(int block, Scratch scratch);
  }

  private static final long IDLE_NANOS = 2_000_000_000L;

  // Long enough to bridge the gap between two kernels of a training step, short enough to leave the
  // processor to a busy neighbour.
  private static final long SPIN_NANOS = 30_000L;

  private final int threads;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final Scratch callerScratch = new Scratch();
  private final @Nullable Worker[] helpers;

  /// Workers for up to `threads` threads, the caller among them.
  public Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: must be at least 1, got " + threads);
    }
    this.threads = threads;
    this.helpers = new Worker[threads - 1];
  }

  /// {@return the most threads that work on a job, the caller among them}
  public int threads() {
    return threads;
  }

  /// Runs blocks 0 to `blocks` − 1, each once, and returns when all are done. What a block throws
  /// reaches the caller, the first of several, after every thread has left the job.
  public void run(int blocks, Task task) {
    if (blocks == 0) {
      return;
    }
    if (!busy.compareAndSet(false, true)) {
      runAll(blocks, task, new Scratch());
      return;
    }
    try {
      if (blocks == 1 || threads == 1) {
        runAll(blocks, task, callerScratch);
      } else {
        share(new Job(blocks, task));
      }
    } finally {
      busy.set(false);
    }
  }

  private static void runAll(int blocks, Task task, Scratch scratch) {
    for (int block = 0; block < blocks; block++) {
      task.run(block, scratch);
    }
  }

  private void share(Job job) {
    int wanted = Math.min(helpers.length, job.blocks - 1);
    job.pending.set(wanted);
    for (int i = 0; i < wanted; i++) {
      Worker helper = helpers[i];
      if (helper == null || !helper.offer(job)) {
        Worker fresh = new Worker(job);
        helpers[i] = fresh;
        fresh.start(i);
      }
    }
    job.work(callerScratch);
    job.await();
  }

  /// The blocks of one call and how many of them are taken and done.
  private static final class Job {
    final int blocks;
    final Task task;
    final AtomicInteger next = new AtomicInteger();
    final AtomicInteger pending = new AtomicInteger();
    final Thread caller = Thread.currentThread();
    volatile @Nullable Throwable failure;

    Job(int blocks, Task task) {
      this.blocks = blocks;
      this.task = task;
    }

    void work(Scratch scratch) {
      try {
        for (int block = next.getAndIncrement(); block < blocks; block = next.getAndIncrement()) {
          task.run(block, scratch);
        }
      } catch (Throwable e) {
        synchronized (this) {
          if (failure == null) {
            failure = e;
          }
        }
        next.set(blocks);
      }
    }

    void leave() {
      if (pending.decrementAndGet() == 0) {
        LockSupport.unpark(caller);
      }
    }

    void await() {
      boolean interrupted = false;
      long spinUntil = caller.isVirtual() ? 0 : System.nanoTime() + SPIN_NANOS;
      while (pending.get() > 0) {
        if (spinUntil != 0 && System.nanoTime() < spinUntil) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
          interrupted |= Thread.interrupted();
        }
      }
      if (interrupted) {
        caller.interrupt();
      }
      switch (failure) {
        case null -> {}
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      }
    }
  }

  /// A helping thread and the job it was handed.
  private static final class Worker implements Runnable {
    private static final Object ENDED = new Object();

    // A Job, null while idle, or ENDED once the thread takes no more.
    private final java.util.concurrent.atomic.AtomicReference<@Nullable Object> slot;
    private final Scratch scratch = new Scratch();
    private volatile @Nullable Thread thread;

    Worker(Job first) {
      this.slot = new java.util.concurrent.atomic.AtomicReference<>(first);
    }

    void start(int number) {
      Thread started =
          Thread.ofPlatform()
              .daemon()
              .inheritInheritableThreadLocals(false)
              .name("gradus-worker-" + number)
              .unstarted(this);
      started.setContextClassLoader(null);
      thread = started;
      started.start();
    }

    boolean offer(Job job) {
      if (!slot.compareAndSet(null, job)) {
        return false;
      }
      LockSupport.unpark(thread);
      return true;
    }

    @Override
    public void run() {
      long idleSince = System.nanoTime();
      while (true) {
        if (slot.get() instanceof Job job) {
          job.work(scratch);
          // Free before leaving, so that the caller's next job finds this thread idle.
          slot.set(null);
          job.leave();
          idleSince = System.nanoTime();
          continue;
        }
        long idle = System.nanoTime() - idleSince;
        if (idle < SPIN_NANOS) {
          Thread.onSpinWait();
        } else if (idle < IDLE_NANOS) {
          LockSupport.parkNanos(this, IDLE_NANOS - idle);
        } else if (slot.compareAndSet(null, ENDED)) {
          return;
        }
      }
    }
  }
}
