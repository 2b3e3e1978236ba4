package io.gradus.tensor.kernel;

import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/// The loops of element-wise operations of two operands. Specialised by [Template]: in a hidden
/// copy of this class `CONSTANT` is the function, which the compiler then inlines.
final class BinaryTemplate implements BinaryLoop {
  private static final @Nullable BinaryFunction CONSTANT =
      Template.constant(MethodHandles.lookup(), BinaryFunction.class);

  private final BinaryFunction f;

  /// The constructor of the specialised copies.
  BinaryTemplate() {
    if (CONSTANT == null) {
      throw new IllegalStateException("the template itself has no function");
    }
    this.f = CONSTANT;
  }

  /// The shared loop.
  BinaryTemplate(BinaryFunction f) {
    this.f = f;
  }

  private BinaryFunction f() {
    return CONSTANT != null ? CONSTANT : f;
  }

  @Override
  public void row(float[] out, int o, float[] x, int i, int is, float[] y, int j, int js, int n) {
    BinaryFunction f = f();
    if (is == 1 && js == 1) {
      for (int k = 0; k < n; k++) {
        out[o + k] = f.apply(x[i + k], y[j + k]);
      }
    } else if (is == 1 && js == 0) {
      float scalar = y[j];
      for (int k = 0; k < n; k++) {
        out[o + k] = f.apply(x[i + k], scalar);
      }
    } else {
      for (int k = 0; k < n; k++) {
        out[o + k] = f.apply(x[i + k * is], y[j + k * js]);
      }
    }
  }

  @Override
  public void row(
      double[] out, int o, double[] x, int i, int is, double[] y, int j, int js, int n) {
    BinaryFunction f = f();
    if (is == 1 && js == 1) {
      for (int k = 0; k < n; k++) {
        out[o + k] = f.apply(x[i + k], y[j + k]);
      }
    } else if (is == 1 && js == 0) {
      double scalar = y[j];
      for (int k = 0; k < n; k++) {
        out[o + k] = f.apply(x[i + k], scalar);
      }
    } else {
      for (int k = 0; k < n; k++) {
        out[o + k] = f.apply(x[i + k * is], y[j + k * js]);
      }
    }
  }

  @Override
  public void row(int[] out, int o, int[] x, int i, int is, int[] y, int j, int js, int n) {
    BinaryFunction f = f();
    if (is == 1 && js == 1) {
      for (int k = 0; k < n; k++) {
        out[o + k] = f.apply(x[i + k], y[j + k]);
      }
    } else if (is == 1 && js == 0) {
      int scalar = y[j];
      for (int k = 0; k < n; k++) {
        out[o + k] = f.apply(x[i + k], scalar);
      }
    } else {
      for (int k = 0; k < n; k++) {
        out[o + k] = f.apply(x[i + k * is], y[j + k * js]);
      }
    }
  }

  @Override
  public void row(long[] out, int o, long[] x, int i, int is, long[] y, int j, int js, int n) {
    BinaryFunction f = f();
    if (is == 1 && js == 1) {
      for (int k = 0; k < n; k++) {
        out[o + k] = f.apply(x[i + k], y[j + k]);
      }
    } else if (is == 1 && js == 0) {
      long scalar = y[j];
      for (int k = 0; k < n; k++) {
        out[o + k] = f.apply(x[i + k], scalar);
      }
    } else {
      for (int k = 0; k < n; k++) {
        out[o + k] = f.apply(x[i + k * is], y[j + k * js]);
      }
    }
  }
}
