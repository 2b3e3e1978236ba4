package io.gradus.vector;

import io.gradus.tensor.kernel.Template;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// The loop of an exactly rounded function of two vectors; see [VectorUnary].
final class VectorBinary implements FloatPairLoop.Row {
  private static final VectorSpecies<Float> F = Lanes.FLOATS;
  private static final @Nullable Function CONSTANT =
      Template.constant(MethodHandles.lookup(), Function.class);

  private final Function f;

  /// A function of two vectors, exactly rounded in each lane.
  interface Function {
    FloatVector apply(FloatVector x, FloatVector y);
  }

  /// The constructor of the specialised copies.
  VectorBinary() {
    this(Objects.requireNonNull(CONSTANT));
  }

  /// The shared loop.
  VectorBinary(Function f) {
    this.f = f;
  }

  private FloatVector apply(FloatVector x, FloatVector y) {
    return (CONSTANT != null ? CONSTANT : f).apply(x, y);
  }

  @Override
  public Function function() {
    return f;
  }

  @Override
  public void run(float[] out, int o, float[] x, int i, int is, float[] y, int j, int js, int n) {
    if (is == 0) {
      scalarFirst(out, o, x[i], y, j, n);
    } else if (js == 0) {
      scalarSecond(out, o, x, i, y[j], n);
    } else {
      both(out, o, x, i, y, j, n);
    }
  }

  private void both(float[] out, int o, float[] x, int i, float[] y, int j, int n) {
    for (int k = 0; k < n; k += F.length()) {
      apply(FloatVector.fromArray(F, x, i + k), FloatVector.fromArray(F, y, j + k))
          .intoArray(out, o + k);
    }
  }

  private void scalarFirst(float[] out, int o, float x, float[] y, int j, int n) {
    FloatVector all = FloatVector.broadcast(F, x);
    for (int k = 0; k < n; k += F.length()) {
      apply(all, FloatVector.fromArray(F, y, j + k)).intoArray(out, o + k);
    }
  }

  private void scalarSecond(float[] out, int o, float[] x, int i, float y, int n) {
    FloatVector all = FloatVector.broadcast(F, y);
    for (int k = 0; k < n; k += F.length()) {
      apply(FloatVector.fromArray(F, x, i + k), all).intoArray(out, o + k);
    }
  }
}
