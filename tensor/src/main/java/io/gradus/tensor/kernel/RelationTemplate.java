package io.gradus.tensor.kernel;

import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/// The loops of comparisons. Specialised by [Template]: in a hidden copy of this class `CONSTANT`
/// is the function, which the compiler then inlines.
final class RelationTemplate implements RelationLoop {
  private static final @Nullable Relation CONSTANT =
      Template.constant(MethodHandles.lookup(), Relation.class);

  private final Relation f;

  /// The constructor of the specialised copies.
  RelationTemplate() {
    if (CONSTANT == null) {
      throw new IllegalStateException("the template itself has no function");
    }
    this.f = CONSTANT;
  }

  /// The shared loop.
  RelationTemplate(Relation f) {
    this.f = f;
  }

  private Relation f() {
    return CONSTANT != null ? CONSTANT : f;
  }

  @Override
  public void row(byte[] out, int o, float[] x, int i, int is, float[] y, int j, int js, int n) {
    Relation r = f();
    for (int k = 0; k < n; k++) {
      out[o + k] = (byte) (r.holds(x[i + k * is], y[j + k * js]) ? 1 : 0);
    }
  }

  @Override
  public void row(byte[] out, int o, double[] x, int i, int is, double[] y, int j, int js, int n) {
    Relation r = f();
    for (int k = 0; k < n; k++) {
      out[o + k] = (byte) (r.holds(x[i + k * is], y[j + k * js]) ? 1 : 0);
    }
  }

  @Override
  public void row(byte[] out, int o, int[] x, int i, int is, int[] y, int j, int js, int n) {
    Relation r = f();
    for (int k = 0; k < n; k++) {
      out[o + k] = (byte) (r.holds(x[i + k * is], y[j + k * js]) ? 1 : 0);
    }
  }

  @Override
  public void row(byte[] out, int o, long[] x, int i, int is, long[] y, int j, int js, int n) {
    Relation r = f();
    for (int k = 0; k < n; k++) {
      out[o + k] = (byte) (r.holds(x[i + k * is], y[j + k * js]) ? 1 : 0);
    }
  }
}
