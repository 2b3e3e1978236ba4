package io.gradus.conformance;

import io.gradus.tensor.type.Shape;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How far a number may be from the expected one: `|got − want| ≤ atol + rtol·|want|`. NaN equals
/// NaN, and infinities equal themselves.
///
/// @param rtol the relative part
/// @param atol the absolute part
record Tolerance(double rtol, double atol) {
  private double excess(double got, double want) {
    if (got == want || (Double.isNaN(got) && Double.isNaN(want))) {
      return 0;
    }
    double distance = Math.abs(got - want);
    double allowed = atol + rtol * Math.abs(want);
    return distance <= allowed && Double.isFinite(want)
        ? 0
        : Double.isFinite(distance) ? distance - allowed : Double.POSITIVE_INFINITY;
  }

  /// {@return the number of elements that differ and the worst of them, or null if none does}
  @Nullable String difference(double[] got, double[] want, Shape shape) {
    int wrong = 0;
    int worst = -1;
    double worstExcess = 0;
    for (int i = 0; i < want.length; i++) {
      double excess = excess(got[i], want[i]);
      if (excess > 0) {
        wrong++;
        if (excess > worstExcess) {
          worstExcess = excess;
          worst = i;
        }
      }
    }
    if (wrong == 0) {
      return null;
    }
    return String.format(
        Locale.ROOT,
        "%d of %d elements differ; worst element %s: got %s, want %s ± %.2g",
        wrong,
        want.length,
        index(worst, shape),
        text(got[worst]),
        text(want[worst]),
        atol + rtol * Math.abs(want[worst]));
  }

  private static String index(int position, Shape shape) {
    long[] index = new long[shape.rank()];
    long rest = position;
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis] = rest % shape.dim(axis);
      rest /= shape.dim(axis);
    }
    return Arrays.toString(index);
  }

  private static String text(double value) {
    return Float.toString((float) value);
  }
}
