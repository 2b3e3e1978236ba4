package io.gradus.tensor;

import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Joins chains and sums of what they compute, over all elements or over the last axes: a mean
/// square, the penalty of a weight, the norm of a gradient. What nothing but the sum reads then
/// takes no memory.
final class Summing {
  /// Over shorter rows a chain runs several together, which blocks of a sum do not offer.
  private static final int LEAST_LENGTH = 64;

  private final List<Unit> units;
  private final List<TensorType> types;
  private final Strided[] views;
  private final int[] roots;
  private final Set<Integer> kept;

  /// How often each value is read, itself or a view of it.
  private final Map<Integer, Integer> readers = new HashMap<>();

  /// @param units what runs, in order
  /// @param types the types of all values
  /// @param views a view for each value, of the strides it will have
  /// @param roots for each value the one whose storage it shows
  /// @param kept the values that are read after all units
  Summing(
      List<Unit> units, List<TensorType> types, Strided[] views, int[] roots, Set<Integer> kept) {
    this.units = units;
    this.types = types;
    this.views = views;
    this.roots = roots;
    this.kept = kept;
    for (Unit unit : units) {
      unit.inputs().forEach(input -> readers.merge(roots[input], 1, Integer::sum));
    }
  }

  /// {@return whether the operation sums `float32` elements that follow each other in the value}
  static boolean sums(Op op, Strided view, TensorType value) {
    return op instanceof Reductions.Sum
        && value.dtype() == DType.FLOAT32
        && view.isDense()
        && view.size() > 0;
  }

  /// {@return the units, a chain and its sum as one, where the chain was}
  List<Unit> joined() {
    List<Unit> joined = new ArrayList<>();
    Set<Unit> taken = new HashSet<>();
    for (Unit unit : units) {
      Unit.Single sum = unit instanceof Unit.Fused chain ? sum(chain) : null;
      if (sum == null) {
        joined.add(unit);
      } else {
        taken.add(sum);
        joined.add(joined((Unit.Fused) unit, sum));
      }
    }
    joined.removeAll(taken);
    return List.copyOf(joined);
  }

  /// {@return a sum of what the chain computes, of what nothing else reads if there is one}
  private Unit.@Nullable Single sum(Unit.Fused chain) {
    if (chain.rows() > 1 && chain.length() < LEAST_LENGTH) {
      return null;
    }
    Unit.Single found = null;
    for (Unit unit : units) {
      if (unit instanceof Unit.Single single && fits(single, chain)) {
        boolean isBetter = found == null || !isRead(single.inputs().getFirst());
        found = isBetter ? single : found;
      }
    }
    return found;
  }

  private boolean fits(Unit.Single unit, Unit.Fused chain) {
    if (unit.inputs().size() != 1) {
      return false;
    }
    int value = unit.inputs().getFirst();
    return chain.outputs().contains(roots[value])
        && sums(unit.op(), views[value], types.get(value))
        && views[value].size() == views[roots[value]].size();
  }

  /// {@return whether something besides one sum reads the value}
  private boolean isRead(int value) {
    return kept.contains(roots[value]) || readers.getOrDefault(roots[value], 0) > 1;
  }

  private Unit.Summed joined(Unit.Fused chain, Unit.Single sum) {
    int value = sum.inputs().getFirst();
    Shape shape = types.get(value).shape();
    int axes = ((Reductions.Sum) sum.op()).axes();
    int n = Math.toIntExact(shape.from(shape.rank() - axes).size());
    return new Unit.Summed(chain, roots[value], isRead(value), sum.outputs().getFirst(), n);
  }
}
