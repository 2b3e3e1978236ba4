package io.gradus.tensor;

import io.gradus.tensor.kernel.Chain;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Joins matrix products and the chains that alone read them: bias and activation after a layer's
/// product, an optimizer's rule after that of a gradient. The product then takes no memory of its
/// own, and its elements are in the cache when the chain reads them.
final class Epilogues {
  /// Over shorter rows a chain runs several together, which a part of a product does not offer.
  private static final long LEAST_COLUMNS = 64;

  /// With so small an inner dimension all columns of the second matrix are soon packed, so some
  /// rows suffice for the workers to divide.
  private static final long SHALLOW = 64;

  private static final long SOME_ROWS = 64;

  private final List<Unit> units;
  private final List<TensorType> types;
  private final Strided[] views;
  private final int[] roots;

  /// The products that one unit reads and nothing else.
  private final Map<Integer, Unit.Single> products = new HashMap<>();

  /// @param units what runs, in order
  /// @param types the types of all values
  /// @param views a view for each value, of the strides it will have
  /// @param roots for each value the one whose storage it shows
  /// @param kept the values that are read after all units
  Epilogues(
      List<Unit> units, List<TensorType> types, Strided[] views, int[] roots, Set<Integer> kept) {
    this.units = units;
    this.types = types;
    this.views = views;
    this.roots = roots;
    Map<Integer, Integer> readers = new HashMap<>();
    for (Unit unit : units) {
      unit.inputs().forEach(input -> readers.merge(roots[input], 1, Integer::sum));
      if (unit instanceof Unit.Single single && isProduct(single)) {
        products.put(single.outputs().getFirst(), single);
      }
    }
    products.keySet().removeIf(value -> kept.contains(value) || readers.getOrDefault(value, 0) > 1);
  }

  /// {@return the units, a product and its chain as one, where the chain was}
  List<Unit> joined() {
    List<Unit> joined = new ArrayList<>();
    Set<Unit> taken = new HashSet<>();
    for (Unit unit : units) {
      joined.add(unit instanceof Unit.Fused chain ? joined(chain, taken) : unit);
    }
    joined.removeAll(taken);
    return List.copyOf(joined);
  }

  /// {@return the chain with the last of its operands that may be joined, or alone}
  private Unit joined(Unit.Fused chain, Set<Unit> taken) {
    for (int i = chain.inputs().size() - 1; i >= 0; i--) {
      Unit.Single product = products.get(roots[chain.inputs().get(i)]);
      if (product != null && fits(product, chain, i)) {
        taken.add(product);
        List<Integer> matrices = product.inputs();
        return new Unit.Multiplied(
            matrices.getFirst(), matrices.getLast(), i, columns(product), chain);
      }
    }
    return chain;
  }

  private boolean fits(Unit.Single product, Unit.Fused chain, int operand) {
    return chain.chain().operands().get(operand) == Chain.Spread.EACH
        && views[chain.inputs().get(operand)].size() == views[product.outputs().getFirst()].size()
        && (chain.rows() == 1 || chain.length() == columns(product));
  }

  private boolean isProduct(Unit.Single unit) {
    TensorType type = types.get(unit.outputs().getFirst());
    return unit.op() instanceof Linear.MatMul
        && type.dtype() == DType.FLOAT32
        && type.shape().rank() == 2
        && columns(unit) >= LEAST_COLUMNS
        && hasRowsForParts(unit, type.shape().dim(0));
  }

  // Parts are rows, whole ones up to 1024 columns.
  private boolean hasRowsForParts(Unit.Single product, long rows) {
    return rows >= columns(product) || (rows >= SOME_ROWS && inner(product) <= SHALLOW);
  }

  private long inner(Unit.Single product) {
    return views[product.inputs().getFirst()].dim(-1);
  }

  private int columns(Unit.Single product) {
    return Math.toIntExact(views[product.outputs().getFirst()].dim(-1));
  }
}
