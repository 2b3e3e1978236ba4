package io.gradus.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RunQueueTest {
  private final List<String> order = Collections.synchronizedList(new ArrayList<>());

  /// Starts a thread that enters, notes its name and leaves; returns when it waits or is done.
  private Thread caller(RunQueue queue, RunQueue.Kind kind, String name) {
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              queue.enter(kind);
              order.add(name);
              queue.leave(kind);
            });
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TERMINATED) {
      Thread.onSpinWait();
    }
    return thread;
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void whoCameFirstGoesFirst() throws InterruptedException {
    RunQueue queue = new RunQueue(1);
    queue.enter(RunQueue.Kind.READ);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      threads.add(caller(queue, RunQueue.Kind.READ, "" + i));
    }
    assertThat(order).isEmpty();
    queue.leave(RunQueue.Kind.READ);
    join(threads);
    assertThat(order)
        .hasSize(20)
        .isSortedAccordingTo((a, b) -> Integer.parseInt(a) - Integer.parseInt(b));
  }

  @Test
  void aKindOfWhichNoneRunsGoesAtOnceOrFirst() throws InterruptedException {
    RunQueue queue = new RunQueue(1);
    queue.enter(RunQueue.Kind.READ);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      threads.add(caller(queue, RunQueue.Kind.READ, "read"));
    }
    threads.add(caller(queue, RunQueue.Kind.UPDATE, "update"));
    assertThat(order).containsExactly("update");
    queue.enter(RunQueue.Kind.UPDATE);
    threads.add(caller(queue, RunQueue.Kind.UPDATE, "second"));
    assertThat(order).containsExactly("update");
    queue.leave(RunQueue.Kind.UPDATE);
    threads.getLast().join();
    assertThat(order).containsExactly("update", "second");
    queue.leave(RunQueue.Kind.READ);
    join(threads);
    assertThat(order).hasSize(7);
    assertThat(queue.isCrowded()).isFalse();
  }

  @Test
  void aRunInsideARunDoesNotWait() throws InterruptedException {
    RunQueue queue = new RunQueue(1);
    queue.enter(RunQueue.Kind.READ);
    Thread other = caller(queue, RunQueue.Kind.READ, "other");
    queue.enter(RunQueue.Kind.READ);
    queue.leave(RunQueue.Kind.READ);
    assertThat(order).isEmpty();
    queue.leave(RunQueue.Kind.READ);
    other.join();
    assertThat(order).containsExactly("other");
  }

  @Test
  void aLongRunStepsBack() throws InterruptedException {
    RunQueue queue = new RunQueue(1);
    queue.enter(RunQueue.Kind.READ);
    long now = System.nanoTime();
    assertThat(queue.share(RunQueue.Kind.READ, now - 1_000_000_000)).isEqualTo(now - 1_000_000_000);
    Thread other = caller(queue, RunQueue.Kind.READ, "other");
    assertThat(queue.share(RunQueue.Kind.READ, System.nanoTime() + 1_000_000_000))
        .isGreaterThan(System.nanoTime());
    assertThat(order).isEmpty();
    queue.share(RunQueue.Kind.READ, now - 1_000_000_000);
    assertThat(order).containsExactly("other");
    queue.leave(RunQueue.Kind.READ);
    other.join();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noneIsForgottenAndNoMoreRunThanMay(boolean virtual) throws InterruptedException {
    RunQueue queue = new RunQueue(2);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      RunQueue.Kind kind = i % 10 == 0 ? RunQueue.Kind.UPDATE : RunQueue.Kind.READ;
      Runnable calls =
          () -> {
            for (int n = 0; n < 200; n++) {
              queue.enter(kind);
              if (n % 50 == 0) {
                queue.share(kind, System.nanoTime() - 1_000_000_000);
              }
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              running.decrementAndGet();
              queue.leave(kind);
              done.incrementAndGet();
            }
          };
      threads.add(virtual ? Thread.ofVirtual().start(calls) : Thread.ofPlatform().start(calls));
    }
    join(threads);
    assertThat(done.get()).isEqualTo(20_000);
    assertThat(queue.isCrowded()).isFalse();
    assertThat(most.get()).as("one more for a kind of which none ran").isLessThanOrEqualTo(3);
  }
}
