package io.gradus.tensor.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// A chain operation by operation, a span at a time, so that what lies between the operations stays
/// in the cache.
final class ChainBlocks implements ChainSpan {
  private final Step[] steps;
  private final int blocks;
  private final int truths;

  /// An operation on the elements of one span.
  private interface Step {
    void run(At at, int n);
  }

  /// Where the span lies: `element`, `row` and `column` of its first element.
  private record At(
      float[][] arrays,
      int[] offsets,
      float[] kept,
      byte[] truths,
      int element,
      int row,
      int column) {}

  /// Where a value is: in an array of the caller's, or, if `array` is −1, in a block of its own.
  private record Place(int array, int block, Chain.Spread spread) {
    float[] of(At at) {
      return array < 0 ? at.kept : at.arrays[array];
    }

    int position(At at) {
      return array < 0
          ? block * ChainRows.SPAN
          : at.offsets[array] + spread.at(at.element, at.row, at.column);
    }

    int step() {
      return spread.step();
    }
  }

  /// The chain on these loops of its functions.
  ChainBlocks(
      Chain chain,
      Function<UnaryFunction, UnaryLoop> unary,
      Function<BinaryFunction, BinaryLoop> binary,
      Function<Relation, RelationLoop> relation) {
    int operands = chain.operands().size();
    int[] lastRead = lastReads(chain);
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < operands; i++) {
      places.add(new Place(chain.results().size() + i, -1, chain.operands().get(i)));
    }
    List<Integer> free = new ArrayList<>();
    int taken = 0;
    int compared = 0;
    this.steps = new Step[chain.links().size()];
    for (int i = 0; i < steps.length; i++) {
      int value = operands + i;
      int array = chain.results().indexOf(value);
      int block = -1;
      if (chain.links().get(i) instanceof Link.Compare) {
        block = compared++;
      } else if (array < 0) {
        block = free.isEmpty() ? taken++ : free.removeLast();
      }
      Place out = new Place(array, block, Chain.Spread.EACH);
      places.add(out);
      steps[i] =
          switch (chain.links().get(i)) {
            case Link.Unary(UnaryFunction f, int x) -> step(unary.apply(f), out, places.get(x));
            case Link.Binary(BinaryFunction f, int x, int y) ->
                step(binary.apply(f), out, places.get(x), places.get(y));
            case Link.Compare(Relation r, int x, int y) ->
                step(relation.apply(r), out, places.get(x), places.get(y));
            case Link.Select(int condition, int x, int y) ->
                step(places.get(condition), out, places.get(x), places.get(y));
          };
      for (int earlier = operands; earlier <= value; earlier++) {
        boolean compares = chain.links().get(earlier - operands) instanceof Link.Compare;
        if (lastRead[earlier] == i && places.get(earlier).array < 0 && !compares) {
          free.add(places.get(earlier).block);
        }
      }
    }
    this.blocks = taken;
    this.truths = compared;
  }

  /// {@return for each value the last link that reads it; its own if none does}
  private static int[] lastReads(Chain chain) {
    int operands = chain.operands().size();
    int[] last = new int[operands + chain.links().size()];
    Arrays.setAll(last, value -> value - operands);
    for (int i = 0; i < chain.links().size(); i++) {
      for (int read : chain.links().get(i).reads()) {
        last[read] = i;
      }
    }
    return last;
  }

  private static Step step(UnaryLoop loop, Place out, Place x) {
    return (at, n) -> loop.row(out.of(at), out.position(at), x.of(at), x.position(at), x.step(), n);
  }

  private static Step step(BinaryLoop loop, Place out, Place x, Place y) {
    return (at, n) ->
        loop.row(
            out.of(at),
            out.position(at),
            x.of(at),
            x.position(at),
            x.step(),
            y.of(at),
            y.position(at),
            y.step(),
            n);
  }

  private static Step step(RelationLoop loop, Place out, Place x, Place y) {
    int to = out.block * ChainRows.SPAN;
    return (at, n) ->
        loop.row(
            at.truths,
            to,
            x.of(at),
            x.position(at),
            x.step(),
            y.of(at),
            y.position(at),
            y.step(),
            n);
  }

  private static Step step(Place condition, Place out, Place x, Place y) {
    int c = condition.block * ChainRows.SPAN;
    return (at, n) -> {
      float[] chosen = out.of(at);
      float[] first = x.of(at);
      float[] second = y.of(at);
      int o = out.position(at);
      int i = x.position(at);
      int j = y.position(at);
      for (int k = 0; k < n; k++) {
        boolean holds = at.truths[c + k] != 0;
        chosen[o + k] = holds ? first[i + k * x.step()] : second[j + k * y.step()];
      }
    };
  }

  @Override
  public void run(
      float[][] arrays, int[] offsets, int element, int row, int column, int n, Scratch scratch) {
    float[] kept = scratch.floats(0, blocks * ChainRows.SPAN);
    byte[] compared = scratch.bytes(truths * ChainRows.SPAN);
    At at = new At(arrays, offsets, kept, compared, element, row, column);
    for (Step step : steps) {
      step.run(at, n);
    }
  }
}
