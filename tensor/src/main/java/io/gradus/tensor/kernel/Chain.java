package io.gradus.tensor.kernel;

import java.util.List;
import java.util.function.Function;

/// The work of a chain of element-wise operations: block by block, each block through all
/// operations.
final class Chain implements Workers.Task {
  // The operands of one block of a chain of ten operations then fill a first-level cache.
  private static final int BLOCK = 1024;

  // What a worker takes at a time.
  private static final int SHARE = 16 * BLOCK;

  private final Row[] rows;
  private final int size;

  /// An operation on the elements from `from` on.
  private interface Row {
    void run(int from, int count);
  }

  Chain(
      List<Link> links,
      Function<UnaryFunction, UnaryLoop> unary,
      Function<BinaryFunction, BinaryLoop> binary) {
    this.size = Math.toIntExact(links.getFirst().out().size());
    this.rows = new Row[links.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] =
          switch (links.get(i)) {
            case Link.Unary link -> row(unary.apply(link.f()), link);
            case Link.Binary link -> row(binary.apply(link.f()), link);
          };
    }
  }

  int blocks() {
    return Math.ceilDiv(size, SHARE);
  }

  @Override
  public void run(int block, Scratch scratch) {
    int end = Math.min(size, (block + 1) * SHARE);
    for (int from = block * SHARE; from < end; from += BLOCK) {
      int count = Math.min(BLOCK, end - from);
      for (Row row : rows) {
        row.run(from, count);
      }
    }
  }

  private static Row row(UnaryLoop loop, Link.Unary link) {
    float[] out = link.out().floats();
    float[] x = link.x().floats();
    int o = Math.toIntExact(link.out().offset());
    int i = Math.toIntExact(link.x().offset());
    int step = step(link.x());
    return (from, count) -> loop.row(out, o + from, x, i + from * step, step, count);
  }

  private static Row row(BinaryLoop loop, Link.Binary link) {
    float[] out = link.out().floats();
    float[] x = link.x().floats();
    float[] y = link.y().floats();
    int o = Math.toIntExact(link.out().offset());
    int i = Math.toIntExact(link.x().offset());
    int j = Math.toIntExact(link.y().offset());
    int is = step(link.x());
    int js = step(link.y());
    return (from, count) ->
        loop.row(out, o + from, x, i + from * is, is, y, j + from * js, js, count);
  }

  private static int step(Strided x) {
    return x.isDense() ? 1 : 0;
  }
}
