package io.gradus.nn.layer;

import io.gradus.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Looks for NaN and infinite numbers in one step, and keeps what had some first (TensorFlow's
/// `enable_check_numerics`). It reads elements, so it sees nothing in recorded programs.
public final class Numerics {
  private @Nullable String first;
  private @Nullable String given;

  /// A step in which nothing bad was seen yet.
  public Numerics() {}

  /// {@return what was bad first, as in `the output of layer "dense": NaN at [3, 0]`, behind what
  /// was bad in the data, `the target: NaN at [3]`; or null. Bad data alone is nothing bad: a layer
  /// may fill it in}
  public @Nullable String first() {
    return first == null || given == null ? first : given + "; then " + first;
  }

  /// Looks at data that the model is given, unless some was bad before.
  ///
  /// @param what what it is, in the message
  public void given(String what, Tensor x) {
    String bad = given == null ? bad(x) : null;
    if (bad != null) {
      given = what + ": " + bad;
    }
  }

  /// Looks at a tensor, unless something was bad before.
  ///
  /// @param what what it is, in the message
  public void check(String what, Tensor x) {
    String bad = first == null ? bad(x) : null;
    if (bad != null) {
      first = what + ": " + bad;
    }
  }

  /// Looks at what a layer gives for its inputs.
  void checkOutputs(Call call, Values in, Values out) {
    if (first != null) {
      return;
    }
    out.all().forEach(y -> check("the output of " + call.place(), y));
    if (first != null && in.all().stream().anyMatch(x -> bad(x) != null)) {
      first += ", as in its input";
    }
  }

  private static @Nullable String bad(Tensor x) {
    if (x.isSymbolic() || !x.dtype().isFloating()) {
      return null;
    }
    double[] numbers = x.toDoubleArray();
    for (int i = 0; i < numbers.length; i++) {
      if (!Double.isFinite(numbers[i])) {
        return numbers[i] + (x.rank() == 0 ? "" : " at " + Arrays.toString(position(i, x)));
      }
    }
    return null;
  }

  private static long[] position(int i, Tensor x) {
    long[] at = new long[x.rank()];
    long rest = i;
    for (int axis = at.length - 1; axis >= 0; axis--) {
      at[axis] = rest % x.dim(axis);
      rest /= x.dim(axis);
    }
    return at;
  }
}
