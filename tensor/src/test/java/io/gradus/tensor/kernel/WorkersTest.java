package io.gradus.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkersTest {
  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// Runs a job that all threads join, and gives the threads.
  private static Set<Thread> threadsOf(Workers workers) {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CyclicBarrier all = new CyclicBarrier(workers.threads());
    workers.run(
        workers.threads(),
        (_, _) -> {
          threads.add(Thread.currentThread());
          await(all);
        });
    return threads;
  }

  @Test
  void eachBlockRunsOnce() {
    for (int threads : new int[] {1, 2, 3, 8}) {
      Workers workers = new Workers(threads);
      for (int blocks : new int[] {0, 1, 2, 7, 1000}) {
        AtomicIntegerArray runs = new AtomicIntegerArray(blocks);
        workers.run(blocks, (block, _) -> runs.incrementAndGet(block));
        for (int block = 0; block < blocks; block++) {
          assertThat(runs.get(block)).isOne();
        }
      }
    }
  }

  @Test
  void theCallerAndItsHelpersShareAJob() {
    assertThat(threadsOf(new Workers(3))).hasSize(3).contains(Thread.currentThread());
  }

  @Test
  void manyShortJobsEndOnTheSameHelpers() {
    Workers workers = new Workers(3);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    for (int job = 0; job < 5000; job++) {
      AtomicInteger sum = new AtomicInteger();
      workers.run(
          4,
          (block, _) -> {
            threads.add(Thread.currentThread());
            sum.addAndGet(block);
          });
      assertThat(sum).hasValue(6);
    }
    assertThat(threads).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void whatABlockThrowsReachesTheCaller() {
    Workers workers = new Workers(2);
    assertThatThrownBy(() ->
            workers.run(
                100,
                (block, _) -> {
                  if (block == 57) {
                    throw new IndexOutOfBoundsException("block 57");
                  }
                }))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("block 57");
    assertThatThrownBy(() ->
            workers.run(
                1,
                (_, _) -> {
                  throw new StackOverflowError("deep");
                }))
        .isInstanceOf(StackOverflowError.class);
    assertThat(threadsOf(workers)).as("the workers still work").hasSize(2);
  }

  @Test
  void whatAHelperThrowsReachesTheCallerAfterAllHaveLeft() {
    Workers workers = new Workers(2);
    Thread caller = Thread.currentThread();
    CyclicBarrier both = new CyclicBarrier(2);
    assertThatThrownBy(() ->
            workers.run(
                2,
                (_, _) -> {
                  await(both);
                  if (Thread.currentThread() != caller) {
                    throw new IllegalStateException("helper");
                  }
                }))
        .hasMessage("helper");
    assertThat(threadsOf(workers)).hasSize(2);
  }

  @Test
  void aJobWithinAJobRunsOnItsOwnThread() {
    Workers workers = new Workers(2);
    AtomicInteger inner = new AtomicInteger();
    workers.run(
        8,
        (_, outerScratch) -> {
          Thread self = Thread.currentThread();
          workers.run(
              5,
              (_, innerScratch) -> {
                assertThat(Thread.currentThread()).isSameAs(self);
                assertThat(innerScratch).isNotSameAs(outerScratch);
                inner.incrementAndGet();
              });
        });
    assertThat(inner).hasValue(40);
  }

  @Test
  void aCallerWhoFindsTheWorkersBusyDoesAllItself() throws InterruptedException {
    Workers workers = new Workers(2);
    CountDownLatch started = new CountDownLatch(2);
    CountDownLatch release = new CountDownLatch(1);
    Thread other =
        Thread.ofPlatform()
            .start(() ->
                workers.run(
                    2,
                    (_, _) -> {
                      started.countDown();
                      try {
                        release.await();
                      } catch (InterruptedException e) {
                        throw new AssertionError(e);
                      }
                    }));
    started.await();
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    workers.run(20, (_, _) -> threads.add(Thread.currentThread()));
    assertThat(threads).containsExactly(Thread.currentThread());
    release.countDown();
    other.join();
  }

  @Test
  void anInterruptedCallerStaysInterrupted() {
    Workers workers = new Workers(2);
    AtomicInteger runs = new AtomicInteger();
    Thread.currentThread().interrupt();
    workers.run(50, (_, _) -> runs.incrementAndGet());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(runs).hasValue(50);
  }

  @Test
  void aVirtualThreadMayCall() throws InterruptedException {
    Workers workers = new Workers(2);
    AtomicInteger runs = new AtomicInteger();
    Thread.ofVirtual().start(() -> workers.run(100, (_, _) -> runs.incrementAndGet())).join();
    assertThat(runs).hasValue(100);
  }

  @Test
  void helpersAreDaemonsWithoutContextClassLoaderAndEndWhenIdle() throws InterruptedException {
    Workers workers = new Workers(2);
    InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
    inherited.set("caller's");
    AtomicReference<String> seen = new AtomicReference<>();
    CyclicBarrier both = new CyclicBarrier(2);
    AtomicReference<Thread> found = new AtomicReference<>();
    Thread caller = Thread.currentThread();
    workers.run(
        2,
        (_, _) -> {
          if (Thread.currentThread() != caller) {
            found.set(Thread.currentThread());
            seen.set(inherited.get());
          }
          await(both);
        });
    inherited.remove();
    Thread helper = found.get();
    assertThat(helper.isDaemon()).isTrue();
    assertThat(helper.getContextClassLoader()).isNull();
    assertThat(seen.get()).isNull();
    assertThat(helper.join(Duration.ofSeconds(10))).as("ended").isTrue();
    assertThat(threadsOf(workers))
        .as("a new helper takes its place")
        .hasSize(2)
        .doesNotContain(helper);
  }

  @Test
  void aHelperThatWaitsMakesSomethingAside() throws InterruptedException {
    Workers workers = new Workers(2);
    CountDownLatch made = new CountDownLatch(1);
    Aside<Thread> aside =
        workers.aside(() -> {
          made.countDown();
          return Thread.currentThread();
        });
    made.await();
    assertThat(aside.get()).isNotSameAs(Thread.currentThread());
    assertThat(aside.get()).as("made once").isSameAs(aside.get());
  }

  @Test
  void whatNobodyMadeIsMadeWhenItIsAskedFor() {
    assertThat(new Workers(1).aside(Thread::currentThread).get()).isSameAs(Thread.currentThread());
    AtomicInteger times = new AtomicInteger();
    Workers workers = new Workers(2);
    for (int i = 0; i < 1000; i++) {
      Aside<Integer> first = workers.aside(times::incrementAndGet);
      Aside<Integer> second = workers.aside(times::incrementAndGet);
      assertThat(first.get() + second.get()).isEqualTo(4 * i + 3);
    }
  }

  @Test
  void whatIsThrownAsideReachesTheOneWhoAsks() {
    for (int threads : new int[] {1, 2}) {
      Aside<String> aside =
          new Workers(threads)
              .aside(() -> {
                throw new IllegalStateException("no");
              });
      assertThatThrownBy(aside::get).isInstanceOf(IllegalStateException.class).hasMessage("no");
    }
  }

  @Test
  void jobsAsideRunOnTheirThreadAloneAndLeaveTheOthersTheirHelpers() throws InterruptedException {
    Workers workers = new Workers(3);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Aside<Set<Thread>> aside =
        workers.aside(() -> {
          Set<Thread> threads = ConcurrentHashMap.newKeySet();
          workers.run(100, (_, _) -> threads.add(Thread.currentThread()));
          begun.countDown();
          try {
            end.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return threads;
        });
    begun.await();
    CyclicBarrier two = new CyclicBarrier(2);
    workers.run(2, (_, _) -> await(two));
    end.countDown();
    assertThat(aside.get()).hasSize(1).doesNotContain(Thread.currentThread());
  }

  @Test
  void refusesNoThreads() {
    assertThatThrownBy(() -> new Workers(0)).hasMessage("threads: must be at least 1, got 0");
  }
}
