package io.gradus.tensor;

import io.gradus.tensor.kernel.Allowance;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A search for types: code runs on symbolic tensors, and what it makes of constants, such as masks
/// and tables of indices, becomes symbolic too where it is large. So looking for the types of huge
/// shapes takes neither memory nor time.
public final class Outlining {
  // Larger tensors are not computed.
  private static final long MOST = 1 << 12;

  // What a tensor takes beside its elements.
  private static final long ELEMENTS_OF_PART = 256;

  private static final ScopedValue<Outlining> ACTIVE = ScopedValue.newInstance();

  private final @Nullable Trace trace;

  private Outlining(@Nullable Trace trace) {
    this.trace = trace;
  }

  /// {@return what the code gives, in which large tensors are symbols of this trace}
  public static <T, X extends Throwable> T within(Trace trace, ScopedValue.CallableOp<T, X> code)
      throws X {
    return ScopedValue.where(ACTIVE, new Outlining(trace)).call(code);
  }

  /// {@return what the code gives, in which all tensors are computed}
  public static <T, X extends Throwable> T suspended(ScopedValue.CallableOp<T, X> code) throws X {
    return isActive() ? ScopedValue.where(ACTIVE, new Outlining(null)).call(code) : code.call();
  }

  /// {@return whether only types are looked for}
  static boolean isActive() {
    return ACTIVE.isBound() && ACTIVE.get().trace != null;
  }

  /// {@return a symbol of the type where only types are looked for and its elements are many, else
  /// null}
  ///
  /// @throws IllegalArgumentException if there is a bound on new tensors, and these are too many
  static @Nullable Tensor symbol(TensorType type) {
    Trace trace = ACTIVE.isBound() ? ACTIVE.get().trace : null;
    if (trace == null) {
      Allowance.take(type.shape().size());
    }
    return trace != null && type.shape().size() > MOST ? Tensor.symbolic(type, trace) : null;
  }

  /// Takes what so many parts of a tensor are, whatever is in them, where there is a bound on new
  /// tensors.
  ///
  /// @throws IllegalArgumentException if they are too many
  static void takeParts(long count) {
    Allowance.take(ELEMENTS_OF_PART * count);
  }

  /// {@return a table of integers on the device of a tensor, which is made only where its values
  /// are needed}
  static Tensor table(Tensor beside, long length, Supplier<int[]> values) {
    Tensor symbol = symbol(TensorType.of(DType.INT32, length));
    return symbol != null ? symbol : Apply.beside(beside, () -> Tensor.of(values.get()));
  }

  /// {@return symbols of the types, as [#symbol], or null}
  static @Nullable List<Tensor> symbols(List<TensorType> types) {
    Trace trace = ACTIVE.isBound() ? ACTIVE.get().trace : null;
    if (trace == null || types.stream().noneMatch(type -> type.shape().size() > MOST)) {
      return null;
    }
    return types.stream().map(type -> Tensor.symbolic(type, trace)).toList();
  }
}
