package io.gradus.tensor.kernel;

import java.lang.ref.SoftReference;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A pool of daemon threads that share the blocks of one job at a time with its caller.
///
/// Blocks are numbered by the caller and depend on the problem only; which thread runs a block is
/// not defined. Each thread begins with a stretch of its own, so that it mostly finds in its cache
/// what it wrote in the job before, and helps with the others' when that is done. If another job is
/// running, or as many programs run as there are threads ([RunQueue]), or the caller is itself
/// inside a task, the caller runs all blocks alone, in order: no job is queued and nothing nests.
///
/// Threads that wait for a job may make something aside meanwhile ([#aside]).
///
/// Threads start with the first job that needs them, inherit neither context class loader nor
/// thread-locals, and end after two idle seconds. A job allocates nothing once they run.
public final class Workers {
  /// The work of one block. `scratch` belongs to the running thread until `run` returns.
  @FunctionalInterface
  public interface Task {
    /// Does one block.
    void run(int block, Scratch scratch);
  }

  private static final long IDLE_NANOS = 2_000_000_000L;

  // Waking a parked thread costs 30–80 µs on a virtual machine. Between the large products of a
  // training step lie some 300 µs of small operations (loss and metrics); with 150 µs of spinning
  // the operation after them took 80 to 90 µs, with 400 µs 30. Longer would take a busy neighbour's
  // core.
  private static final long SPIN_NANOS = 400_000;

  // A thread that has waited so long will mostly wait on: between the jobs of parallel work lie 5
  // to 10 µs.
  private static final long CALM_NANOS = 15_000;

  // Within a job kernels run alone, each with memory of its own: up to three for a thread.
  private static final int SPARES_EACH = 4;

  // Distance of the threads' counters, so that no two are on one cache line or on adjacent ones.
  private static final int APART = 32;

  // State: job number in the upper half, one bit saying that workers may join, workers inside.
  private static final long OPEN = 1L << 31;
  private static final long INSIDE = OPEN - 1;

  private final int threads;
  private final RunQueue runs;
  private final @Nullable Worker[] workers;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final AtomicLong state = new AtomicLong();
  private final AtomicIntegerArray next;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile @Nullable Thread waiter;
  private final AtomicReference<@Nullable Aside<?>> offered = new AtomicReference<>();
  // The thread that makes something aside: it runs the jobs in that alone.
  private volatile @Nullable Thread making;
  // Softly held as a whole: idle scratch goes when memory is short, and borrowing allocates
  // nothing.
  private volatile SoftReference<AtomicReferenceArray<@Nullable Scratch>> spares;

  // The job. Written before the state opens, read only by threads that joined it.
  private @Nullable Task task;
  private int blocks;
  private int stretches;

  /// A pool in which at most `threads` threads, callers included, work on one job.
  public Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: must be at least 1, got " + threads);
    }
    this.threads = threads;
    this.runs = new RunQueue(threads);
    this.workers = new Worker[threads - 1];
    this.next = new AtomicIntegerArray(threads * APART);
    this.spares = emptySpares();
  }

  /// {@return how many threads work on one job, the caller included}
  public int threads() {
    return threads;
  }

  /// {@return the queue of the programs that run here}
  public RunQueue runs() {
    return runs;
  }

  /// Runs `task` for each block in `[0, blocks)` and returns when all are done. What a task throws
  /// reaches the caller once every thread has left the job: the first failure wins, and blocks not
  /// yet begun are dropped.
  public void run(int blocks, Task task) {
    start(blocks, task);
  }

  /// Offers something to be made by a thread that waits for a job. Jobs in that have no helpers. If
  /// no thread finds time, or another offer is still open, it is made when it is asked for.
  public <T> Aside<T> aside(Supplier<T> maker) {
    Aside<T> aside = new Aside<>(maker);
    if (threads > 1 && offered.compareAndSet(null, aside)) {
      wake(1);
    }
    return aside;
  }

  private void makeOffered() {
    Aside<?> aside = making == null ? offered.getAndSet(null) : null;
    if (aside != null) {
      making = Thread.currentThread();
      aside.make();
      making = null;
    }
  }

  /// Lends working memory that outlives a job. Use it in a `try` statement.
  public Scratch borrow() {
    AtomicReferenceArray<@Nullable Scratch> kept = spares.get();
    for (int i = 0; kept != null && i < kept.length(); i++) {
      if (kept.getPlain(i) != null) {
        Scratch scratch = kept.getAndSet(i, null);
        if (scratch != null) {
          return scratch;
        }
      }
    }
    return new Scratch(this);
  }

  void giveBack(Scratch scratch) {
    AtomicReferenceArray<@Nullable Scratch> kept = spares.get();
    if (kept == null) {
      spares = emptySpares();
      return;
    }
    for (int i = 0; i < kept.length(); i++) {
      if (kept.getPlain(i) == null && kept.compareAndSet(i, null, scratch)) {
        return;
      }
    }
  }

  private SoftReference<AtomicReferenceArray<@Nullable Scratch>> emptySpares() {
    return new SoftReference<>(new AtomicReferenceArray<>(SPARES_EACH * Math.max(4, threads)));
  }

  private void start(int count, Task task) {
    if (count <= 0) {
      return;
    }
    try (Scratch scratch = borrow()) {
      boolean alone =
          count == 1 || threads == 1 || runs.isCrowded() || Thread.currentThread().equals(making);
      if (alone || !busy.compareAndSet(false, true)) {
        for (int block = 0; block < count; block++) {
          task.run(block, scratch);
        }
        return;
      }
      share(count, task, scratch);
    }
  }

  private void share(int count, Task task, Scratch scratch) {
    @Nullable Throwable thrown;
    try {
      this.blocks = count;
      this.task = task;
      this.stretches = Math.min(threads, count);
      for (int stretch = 0; stretch < stretches; stretch++) {
        next.setPlain(stretch * APART, from(stretch));
      }
      state.set((((state.get() >>> 32) + 1) << 32) | OPEN);
      wake(stretches - 1);
      work(0, scratch);
      awaitWorkers();
    } finally {
      thrown = failure.getAndSet(null);
      this.task = null;
      busy.set(false);
    }
    Failures.rethrow(thrown);
  }

  private void wake(int wanted) {
    try {
      int left = wanted;
      for (int i = 0; i < workers.length && left > 0; i++) {
        Worker worker = workers[i];
        if (worker != null && worker.thread.equals(making)) {
          continue; // it comes when it is done
        }
        left--;
        if (worker == null || !worker.wake()) {
          worker = new Worker(this, i);
          workers[i] = worker;
          worker.start();
        }
      }
    } catch (OutOfMemoryError noMoreThreads) {
      // The caller does the work alone; the next job tries again.
    }
  }

  /// Runs blocks until none is left, those of the thread's own stretch first. Throws nothing.
  private void work(int first, Scratch scratch) {
    try {
      Task job = Objects.requireNonNull(task);
      for (int i = 0; i < stretches; i++) {
        int stretch = (first + i) % stretches;
        int end = from(stretch + 1);
        int counter = stretch * APART;
        while (next.getOpaque(counter) < end) {
          int block = next.getAndIncrement(counter);
          if (block < end) {
            job.run(block, scratch);
          }
        }
      }
    } catch (Throwable thrown) {
      failure.compareAndSet(null, thrown);
      for (int stretch = 0; stretch < stretches; stretch++) {
        next.set(stretch * APART, blocks);
      }
    }
  }

  private int from(int stretch) {
    return (int) ((long) blocks * stretch / stretches);
  }

  private void awaitWorkers() {
    long seen = state.get();
    while (!state.compareAndSet(seen, seen & ~OPEN)) {
      seen = state.get();
    }
    if ((state.get() & INSIDE) == 0) {
      return;
    }
    Thread self = Thread.currentThread();
    if (!self.isVirtual() && spinWhileInside()) {
      return;
    }
    boolean interrupted = false;
    waiter = self;
    while ((state.get() & INSIDE) != 0) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    waiter = null;
    if (interrupted) {
      self.interrupt();
    }
  }

  private boolean spinWhileInside() {
    long end = System.nanoTime() + SPIN_NANOS;
    do {
      if ((state.get() & INSIDE) == 0) {
        return true;
      }
      Thread.onSpinWait();
    } while (System.nanoTime() - end < 0);
    return false;
  }

  /// Enters the open job unless its number is `last`. Returns its number, or `last`.
  private long join(long last) {
    for (long seen; ((seen = state.get()) & OPEN) != 0 && seen >>> 32 != last; ) {
      if (state.compareAndSet(seen, seen + 1)) {
        return seen >>> 32;
      }
    }
    return last;
  }

  private void leave() {
    if ((state.decrementAndGet() & (OPEN | INSIDE)) == 0) {
      Thread sleeper = waiter;
      if (sleeper != null) {
        LockSupport.unpark(sleeper);
      }
    }
  }

  /// One helping thread.
  private static final class Worker implements Runnable {
    private static final int AWAKE = 0;
    private static final int PARKED = 1;
    private static final int ENDED = 2;

    private final Workers pool;
    private final int number;
    private final Scratch scratch;
    private final AtomicInteger mood = new AtomicInteger(AWAKE);
    private final Thread thread;

    Worker(Workers pool, int index) {
      this.pool = pool;
      this.number = index + 1;
      this.scratch = new Scratch(pool);
      this.thread =
          Thread.ofPlatform()
              .daemon()
              .name("gradus-worker-" + number)
              .inheritInheritableThreadLocals(false)
              .unstarted(this);
      thread.setContextClassLoader(null);
    }

    void start() {
      try {
        thread.start();
      } catch (Throwable failed) {
        mood.set(ENDED);
        throw failed;
      }
    }

    /// {@return false if the thread has ended}
    boolean wake() {
      if (mood.get() == PARKED && mood.compareAndSet(PARKED, AWAKE)) {
        LockSupport.unpark(thread);
      }
      return mood.get() != ENDED;
    }

    @Override
    public void run() {
      long last = 0;
      long job;
      while ((job = await(last)) != last) {
        pool.work(number, scratch);
        pool.leave();
        last = job;
      }
    }

    /// Waits for a job other than `last` and joins it. Returns its number, or `last` to end.
    private long await(long last) {
      long since = System.nanoTime();
      while (true) {
        long start = System.nanoTime();
        long waited;
        do {
          long job = pool.join(last);
          if (job != last) {
            return job;
          }
          Thread.onSpinWait();
          waited = System.nanoTime() - start;
          if (waited > CALM_NANOS && pool.offered.getOpaque() != null) {
            pool.makeOffered();
          }
        } while (waited < SPIN_NANOS && !pool.runs.isCrowded());
        // The caller opens the job, then looks at the mood; here the other way round. One of the
        // two sees the other.
        mood.set(PARKED);
        long job = pool.join(last);
        if (job != last) {
          mood.set(AWAKE);
          return job;
        }
        if (!sleep(since + IDLE_NANOS)) {
          return last;
        }
      }
    }

    /// {@return false if the thread slept until `deadline` and is to end}
    private boolean sleep(long deadline) {
      while (mood.get() == PARKED) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return !mood.compareAndSet(PARKED, ENDED);
        }
        LockSupport.parkNanos(pool, left);
        Thread.interrupted();
      }
      return true;
    }
  }
}
