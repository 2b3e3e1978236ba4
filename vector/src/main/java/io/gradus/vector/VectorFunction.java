package io.gradus.vector;

import io.gradus.tensor.kernel.Template;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// The loop of a function of a vector that takes polynomials. Specialised by [Template] as
/// [VectorUnary] is; the tail stands apart, so that C2 spends its inlining on the loop.
final class VectorFunction implements FloatLoop.Row {
  private static final VectorSpecies<Float> F = Lanes.FLOATS;
  private static final @Nullable Function CONSTANT =
      Template.constant(MethodHandles.lookup(), Function.class);

  private final Function f;

  /// A function of a vector whose lanes do not depend on one another, nor on the vector's width.
  interface Function {
    FloatVector apply(FloatVector x);
  }

  /// The constructor of the specialised copies.
  VectorFunction() {
    this(Objects.requireNonNull(CONSTANT));
  }

  /// The shared loop.
  VectorFunction(Function f) {
    this.f = f;
  }

  private FloatVector apply(FloatVector x) {
    return (CONSTANT != null ? CONSTANT : f).apply(x);
  }

  @Override
  public void run(float[] out, int o, float[] x, int i, int n) {
    int end = F.loopBound(n);
    for (int k = 0; k < end; k += F.length()) {
      apply(FloatVector.fromArray(F, x, i + k)).intoArray(out, o + k);
    }
    if (end < n) {
      tail(out, o + end, x, i + end, n - end);
    }
  }

  private void tail(float[] out, int o, float[] x, int i, int n) {
    VectorMask<Float> lanes = F.indexInRange(0, n);
    apply(FloatVector.fromArray(F, x, i, lanes)).intoArray(out, o, lanes);
  }
}
