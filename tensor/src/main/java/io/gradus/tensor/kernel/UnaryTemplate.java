package io.gradus.tensor.kernel;

import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/// The loops of element-wise operations of one operand. Specialised by [Template]: in a hidden copy
/// of this class `CONSTANT` is the function, which the compiler then inlines.
final class UnaryTemplate implements UnaryLoop {
  private static final @Nullable UnaryFunction CONSTANT =
      Template.constant(MethodHandles.lookup(), UnaryFunction.class);

  private final UnaryFunction f;

  /// The constructor of the specialised copies.
  UnaryTemplate() {
    if (CONSTANT == null) {
      throw new IllegalStateException("the template itself has no function");
    }
    this.f = CONSTANT;
  }

  /// The shared loop.
  UnaryTemplate(UnaryFunction f) {
    this.f = f;
  }

  private UnaryFunction f() {
    return CONSTANT != null ? CONSTANT : f;
  }

  @Override
  public void row(float[] out, int o, float[] x, int i, int step, int n) {
    UnaryFunction f = f();
    if (step == 1) {
      for (int k = 0; k < n; k++) {
        out[o + k] = f.apply(x[i + k]);
      }
    } else {
      for (int k = 0; k < n; k++) {
        out[o + k] = f.apply(x[i + k * step]);
      }
    }
  }

  @Override
  public void row(double[] out, int o, double[] x, int i, int step, int n) {
    UnaryFunction f = f();
    if (step == 1) {
      for (int k = 0; k < n; k++) {
        out[o + k] = f.apply(x[i + k]);
      }
    } else {
      for (int k = 0; k < n; k++) {
        out[o + k] = f.apply(x[i + k * step]);
      }
    }
  }

  @Override
  public void row(int[] out, int o, int[] x, int i, int step, int n) {
    UnaryFunction f = f();
    if (step == 1) {
      for (int k = 0; k < n; k++) {
        out[o + k] = f.apply(x[i + k]);
      }
    } else {
      for (int k = 0; k < n; k++) {
        out[o + k] = f.apply(x[i + k * step]);
      }
    }
  }

  @Override
  public void row(long[] out, int o, long[] x, int i, int step, int n) {
    UnaryFunction f = f();
    if (step == 1) {
      for (int k = 0; k < n; k++) {
        out[o + k] = f.apply(x[i + k]);
      }
    } else {
      for (int k = 0; k < n; k++) {
        out[o + k] = f.apply(x[i + k * step]);
      }
    }
  }
}
