package io.gradus.tensor;

import io.gradus.tensor.kernel.Chain;
import io.gradus.tensor.kernel.Link;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A chain in the making: takes element-wise steps on `float32` as long as they fit.
final class ChainBuilder {
  /// More operations would not be compiled as one.
  private static final int MOST_LINKS = 24;

  /// Who reads the values.
  ///
  /// @param last for each value the last step that reads it or a view of it
  /// @param kept the values that are read after all steps
  /// @param start the number of the step that the chain may begin with
  record Readers(Map<Integer, Integer> last, Set<Integer> kept, int start) {
    /// {@return whether something after so many steps of the chain reads the value}
    boolean isReadAfter(int steps, int value) {
      return kept.contains(value) || isReadByStepAfter(steps, value);
    }

    private boolean isReadByStepAfter(int steps, int value) {
      return last.getOrDefault(value, start) >= start + steps;
    }
  }

  private final Strided[] views;
  private final int[] roots;
  private final List<Graph.Step> steps = new ArrayList<>();
  private final List<Integer> inputs = new ArrayList<>();
  private final List<Chain.Spread> spreads = new ArrayList<>();
  private final long size;
  private long length;

  /// How an operand lies under the elements; `length` is that of a row, 0 where there are none.
  private record Lie(Chain.Spread spread, long length) {
    static final Lie EACH = new Lie(Chain.Spread.EACH, 0);
    static final Lie ONE = new Lie(Chain.Spread.ONE, 0);
  }

  private ChainBuilder(long size, Strided[] views, int[] roots) {
    this.size = size;
    this.views = views;
    this.roots = roots;
  }

  /// {@return the longest chain that the steps begin with, which may have none}
  ///
  /// @param steps what runs, in order
  /// @param types the types of all values
  /// @param views a view for each value, of the strides it will have
  /// @param roots for each value the one whose storage it shows
  static ChainBuilder of(
      List<Graph.Step> steps,
      List<TensorType> types,
      Strided[] views,
      int[] roots,
      Readers readers) {
    int most = steps.size();
    while (true) {
      long size = views[steps.getFirst().outputs().getFirst()].size();
      ChainBuilder chain = new ChainBuilder(size, views, roots);
      for (int i = 0; i < most && takes(steps.get(i), types) && chain.add(steps.get(i)); i++) {
        if (chain.isClosed(readers)) {
          break;
        }
      }
      int shown = chain.shownTruth(readers);
      if (shown < 0) {
        return chain;
      }
      most = shown;
    }
  }

  /// {@return whether no later step reads what the chain computes, so that it would gain nothing}
  /// Single numbers go on all the same: there a unit costs more than what it does.
  private boolean isClosed(Readers readers) {
    return size > 1
        && steps.stream()
            .noneMatch(step -> readers.isReadByStepAfter(steps.size(), step.outputs().getFirst()));
  }

  /// {@return the first comparison whose truths something besides the chain reads, or −1}
  private int shownTruth(Readers readers) {
    for (int i = 0; i < steps.size(); i++) {
      int output = steps.get(i).outputs().getFirst();
      if (steps.get(i).op() instanceof Comparison.Compare
          && readers.isReadAfter(steps.size(), output)) {
        return i;
      }
    }
    return -1;
  }

  /// {@return the number of steps}
  int size() {
    return steps.size();
  }

  /// {@return whether the step is an operation that a chain may have}
  private static boolean takes(Graph.Step step, List<TensorType> types) {
    TensorType type = types.get(step.outputs().getFirst());
    DType dtype =
        switch (step.op()) {
          case Elementwise.Unary _, Elementwise.Binary _, Comparison.Select _ -> type.dtype();
          case Comparison.Compare _ -> types.get(step.inputs().getFirst()).dtype();
          default -> null;
        };
    return dtype == DType.FLOAT32 && type.shape().size() <= Integer.MAX_VALUE;
  }

  /// Takes the step as the last of the chain, or returns false and changes nothing.
  private boolean add(Graph.Step step) {
    if (steps.size() == MOST_LINKS || views[step.outputs().getFirst()].size() != size) {
      return false;
    }
    if (step.op() instanceof Comparison.Select && !isComputed(roots[step.inputs().getFirst()])) {
      return false;
    }
    long rowLength = length;
    List<Integer> added = new ArrayList<>();
    List<Chain.Spread> lies = new ArrayList<>();
    for (int input : step.inputs()) {
      if (isComputed(roots[input])) {
        if (!isWhole(input)) {
          return false;
        }
      } else if (!inputs.contains(input) && !added.contains(input)) {
        Lie lie = lie(views[input]);
        if (lie == null || (lie.length != 0 && rowLength != 0 && lie.length != rowLength)) {
          return false;
        }
        rowLength = Math.max(rowLength, lie.length);
        added.add(input);
        lies.add(lie.spread);
      }
    }
    length = rowLength;
    inputs.addAll(added);
    spreads.addAll(lies);
    steps.add(step);
    return true;
  }

  private boolean isComputed(int value) {
    return steps.stream().anyMatch(step -> step.outputs().getFirst() == value);
  }

  /// {@return whether the value shows all elements of its root in order}
  private boolean isWhole(int value) {
    return views[value].isDense() && views[value].size() == size;
  }

  private static @Nullable Lie lie(Strided view) {
    if (view.isDense()) {
      return Lie.EACH;
    }
    if (view.isOneElement()) {
      return Lie.ONE;
    }
    // The last axes as far as they are all alike: side by side, or all the same.
    int axis = view.rank() - 1;
    while (view.dim(axis) == 1) {
      axis--;
    }
    boolean row = view.stride(axis) != 0;
    long length = 1;
    for (; axis >= 0 && (view.dim(axis) == 1 || view.stride(axis) == (row ? length : 0)); axis--) {
      length *= view.dim(axis);
    }
    // The other axes must be the opposite.
    long step = 1;
    for (; axis >= 0; axis--) {
      if (view.dim(axis) != 1 && view.stride(axis) != (row ? 0 : step)) {
        return null;
      }
      step *= view.dim(axis);
    }
    return new Lie(row ? Chain.Spread.ROW : Chain.Spread.COLUMN, length);
  }

  /// {@return what the program runs: a chain, or the only operation unless it is summed}
  Unit build(Readers readers, Set<Integer> summed) {
    int columns = Math.toIntExact(length == 0 ? size : length);
    int rows = columns == 0 ? 1 : Math.toIntExact(size / columns);
    // By itself an operation on short rows is slow.
    Graph.Step first = steps.getFirst();
    if (steps.size() == 1 && rows == 1 && !summed.contains(first.outputs().getFirst())) {
      return new Unit.Single(first.op(), first.inputs(), first.outputs());
    }
    List<Link> links = new ArrayList<>();
    List<Integer> results = new ArrayList<>();
    List<Integer> outputs = new ArrayList<>();
    for (Graph.Step step : steps) {
      int output = step.outputs().getFirst();
      int x = number(step.inputs().getFirst());
      int y = number(step.inputs().getLast());
      if (readers.isReadAfter(steps.size(), output)) {
        results.add(inputs.size() + links.size());
        outputs.add(output);
      }
      links.add(
          switch (step.op()) {
            case Elementwise.Unary f -> new Link.Unary(f, x);
            case Elementwise.Binary f -> new Link.Binary(f, x, y);
            case Comparison.Compare r -> new Link.Compare(r, x, y);
            case Comparison.Select _ -> new Link.Select(x, number(step.inputs().get(1)), y);
            default -> throw new AssertionError(step);
          });
    }
    return new Unit.Fused(new Chain(spreads, links, results), rows, columns, inputs, outputs);
  }

  /// {@return the number of a value in the chain}
  private int number(int value) {
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).outputs().getFirst() == roots[value]) {
        return inputs.size() + i;
      }
    }
    return inputs.indexOf(value);
  }
}
