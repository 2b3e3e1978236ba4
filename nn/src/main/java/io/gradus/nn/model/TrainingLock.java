package io.gradus.nn.model;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Lets one call at a time change a model or what it has measured. Who comes second does not wait:
/// two trainings of one model, or a training inside another, are a mistake.
final class TrainingLock {
  private final AtomicReference<@Nullable Holder> holder = new AtomicReference<>();

  private record Holder(Thread thread, String operation) {}

  /// The lock as long as it is held.
  ///
  /// @param taken what is to be let go, or null if the thread held it before
  record Hold(@Nullable AtomicReference<@Nullable Holder> taken) implements AutoCloseable {
    @Override
    public void close() {
      if (taken != null) {
        taken.set(null);
      }
    }

    boolean isNested() {
      return taken == null;
    }
  }

  /// Takes the lock.
  ///
  /// @throws IllegalStateException if anybody has it, naming thread and method
  Hold take(Model model, String operation) {
    return take(model, operation, false);
  }

  /// Takes the lock, unless the thread has it, as inside a callback.
  ///
  /// @throws IllegalStateException if another thread has it, naming it and the method
  Hold join(Model model, String operation) {
    return take(model, operation, true);
  }

  private Hold take(Model model, String operation, boolean nests) {
    Thread self = Thread.currentThread();
    Holder taken = new Holder(self, operation);
    Holder other = holder.compareAndExchange(null, taken);
    if (other == null) {
      return new Hold(holder);
    }
    boolean own = other.thread.equals(self);
    if (own && nests) {
      return new Hold(null);
    }
    throw new IllegalStateException(
        own
            ? "%s: model \"%s\" is in use by %s of the same thread, as in a callback"
                .formatted(operation, model.name(), other.operation)
            : "%s: model \"%s\" is in use by %s in thread \"%s\"; one thread at a time may train it,"
                    .formatted(operation, model.name(), other.operation, name(other.thread))
                + " any number predict");
  }

  private static String name(Thread thread) {
    return thread.getName().isEmpty() ? "#" + thread.threadId() : thread.getName();
  }
}
