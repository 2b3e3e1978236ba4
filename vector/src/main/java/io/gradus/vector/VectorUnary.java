package io.gradus.vector;

import io.gradus.tensor.kernel.Template;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// The loop of a function of one vector. Specialised by [Template]: in a hidden copy of this class
/// the function is a constant. With plain loops a whole training step took about twice as long: C2
/// does not vectorize them when operands start at different places of arrays that may be the same.
final class VectorUnary implements FloatLoop.Row {
  private static final VectorSpecies<Float> F = Lanes.FLOATS;
  private static final @Nullable Function CONSTANT =
      Template.constant(MethodHandles.lookup(), Function.class);

  private final Function f;

  /// A function of a vector, lane by lane, with the same bits in every JIT state.
  interface Function {
    FloatVector apply(FloatVector x);
  }

  /// The constructor of the specialised copies.
  VectorUnary() {
    this(Objects.requireNonNull(CONSTANT));
  }

  /// The shared loop.
  VectorUnary(Function f) {
    this.f = f;
  }

  private FloatVector apply(FloatVector x) {
    return (CONSTANT != null ? CONSTANT : f).apply(x);
  }

  @Override
  public Function function() {
    return f;
  }

  @Override
  public void run(float[] out, int o, float[] x, int i, int n) {
    int end = F.loopBound(n);
    for (int k = 0; k < end; k += F.length()) {
      apply(FloatVector.fromArray(F, x, i + k)).intoArray(out, o + k);
    }
    if (end < n) {
      VectorMask<Float> rest = F.indexInRange(end, n);
      apply(FloatVector.fromArray(F, x, i + end, rest)).intoArray(out, o + end, rest);
    }
  }
}
