package io.gradus.tensor.kernel;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Something that is made aside: by a thread of [Workers] that would otherwise wait, or by the one
/// that asks for it, whichever comes first.
///
/// @param <T> what is made
public final class Aside<T> {
  private final Supplier<T> maker;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);
  private @Nullable T made;
  private @Nullable Throwable thrown;

  Aside(Supplier<T> maker) {
    this.maker = maker;
  }

  /// Makes it, unless somebody else has begun to. Throws nothing.
  void make() {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    try {
      made = maker.get();
    } catch (Throwable failure) {
      thrown = failure;
    }
    done.countDown();
  }

  /// {@return what is made; waits for it where another thread has begun to make it} What the maker
  /// threw is thrown here.
  public T get() {
    make();
    boolean interrupted = false;
    while (true) {
      try {
        done.await();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Failures.rethrow(thrown);
    return result();
  }

  @SuppressWarnings("NullAway") // what was made is there, be it null
  private T result() {
    return made;
  }
}
