package io.gradus.tensor.kernel;

import java.util.Locale;

/// A bound on the elements of new tensors, for code that only looks for types, or that follows a
/// file's instructions.
public final class Allowance {
  private static final ScopedValue<Allowance> ACTIVE = ScopedValue.newInstance();

  private final long most;
  private long left;

  private Allowance(long most) {
    this.most = most;
    this.left = most;
  }

  /// {@return what the code gives, whose new tensors have no more elements in all}
  public static <T, X extends Throwable> T within(long most, ScopedValue.CallableOp<T, X> code)
      throws X {
    return ScopedValue.where(ACTIVE, new Allowance(most)).call(code);
  }

  /// Takes elements for a new tensor.
  ///
  /// @throws IllegalArgumentException if there is a bound, and these are too many
  public static void take(long elements) {
    if (!ACTIVE.isBound()) {
      return;
    }
    Allowance active = ACTIVE.get();
    if (elements > active.left) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "storage: %,d elements are more than are left of the %,d allowed here",
              elements,
              active.most));
    }
    active.left -= elements;
  }
}
