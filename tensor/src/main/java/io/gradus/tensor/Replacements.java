package io.gradus.tensor;

import io.gradus.tensor.kernel.Chain;
import io.gradus.tensor.kernel.Link;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Which new values of variables may be written over the old ones, element by element: those that a
/// chain makes which is the last to read the old value. What runs afterwards must be unable to
/// fail, so that a run that fails has updated nothing.
final class Replacements {
  private final Graph graph;
  private final List<Unit> units;
  private final int[] roots;
  private final Map<Integer, Integer> lastUse;
  private final int calm;

  /// @param roots for each value the one whose storage it shows
  /// @param lastUse for each value the last unit that reads it or a view of it, and for what is
  ///   read after all units their number
  Replacements(Graph graph, List<Unit> units, int[] roots, Map<Integer, Integer> lastUse) {
    this.graph = graph;
    this.units = units;
    this.roots = roots;
    this.lastUse = lastUse;
    int from = units.size();
    while (from > 0 && isCalm(units.get(from - 1))) {
      from--;
    }
    this.calm = from;
  }

  // Only our own functions of single elements: one of a user's may throw.
  private static boolean isCalm(Unit unit) {
    return switch (unit) {
      case Unit.Single(Op op, var _, var _) ->
          (op instanceof Elementwise.Unary || op instanceof Elementwise.Binary) && isOurs(op);
      case Unit.Fused fused -> isCalm(fused.chain());
      case Unit.Multiplied multiplied -> isCalm(multiplied.then().chain());
      case Unit.Summed summed -> isCalm(summed.chain().chain());
      case Unit.Banded _ -> false;
    };
  }

  private static boolean isCalm(Chain chain) {
    return chain.links().stream()
        .allMatch(link ->
            switch (link) {
              case Link.Unary(var f, int _) -> isOurs(f);
              case Link.Binary(var f, int _, int _) -> isOurs(f);
              case Link.Compare(var relation, int _, int _) -> isOurs(relation);
              case Link.Select _ -> true;
            });
  }

  private static boolean isOurs(Object function) {
    return function.getClass().getPackage() == Op.class.getPackage();
  }

  /// {@return the number of the old value whose place the new one may take, if it may}
  ///
  /// @param unit the position of the unit that makes the new value
  OptionalInt replaced(int unit, int value, int update) {
    if (unit < calm || isSeenAgain(value)) {
      return OptionalInt.empty();
    }
    Variable variable = graph.updates().get(update).variable();
    for (Map.Entry<Integer, Variable> read : graph.variables().entrySet()) {
      int old = read.getKey();
      if (read.getValue() == variable
          && lastUse.getOrDefault(old, -1) == unit
          && graph.outputs().stream().noneMatch(output -> roots[output] == old)
          && isOverwritable(units.get(unit), old, value)) {
        return OptionalInt.of(old);
      }
    }
    return OptionalInt.empty();
  }

  private boolean isSeenAgain(int value) {
    boolean isRead =
        units.stream().anyMatch(unit -> unit.inputs().stream().anyMatch(in -> roots[in] == value));
    long updates = graph.updates().stream().filter(u -> roots[u.value()] == value).count();
    return isRead || updates > 1;
  }

  /// {@return whether the unit is a chain that has read an old value when it writes a new one}
  private boolean isOverwritable(Unit unit, int old, int value) {
    boolean alone = unit.inputs().stream().filter(input -> roots[input] == old).count() == 1;
    return alone
        && switch (unit) {
          case Unit.Single _, Unit.Banded _ -> false;
          case Unit.Fused fused -> isOverwritable(fused, old, value);
          case Unit.Multiplied multiplied -> isOverwritable(multiplied.then(), old, value);
          case Unit.Summed summed ->
              value != summed.sum() && isOverwritable(summed.chain(), old, value);
        };
  }

  /// {@return whether a chain may write one of its results over one of its operands}
  static boolean isOverwritable(Unit.Fused unit, int old, int value) {
    Chain chain = unit.chain();
    int operand = unit.inputs().indexOf(old);
    if (operand < 0 || chain.operands().get(operand) != Chain.Spread.EACH) {
      return false;
    }
    int result = chain.results().get(unit.outputs().indexOf(value));
    int writes = result - chain.operands().size();
    List<Link> later = chain.links().subList(writes + 1, chain.links().size());
    return later.stream().noneMatch(link -> link.reads().contains(operand));
  }
}
