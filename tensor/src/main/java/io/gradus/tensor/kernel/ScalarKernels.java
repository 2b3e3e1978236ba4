package io.gradus.tensor.kernel;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// The kernels as plain loops: the specification that other backends are tested against, and the
/// backend that always works. Elements of types that are not computed in ([DType#computed]) are
/// widened: for element-wise operations block by block, else as a whole.
public class ScalarKernels implements Kernels {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private final Template<UnaryFunction, UnaryLoop> unary =
      new Template<>(LOOKUP, UnaryLoop.class, UnaryTemplate.class, UnaryTemplate::new);
  private final Template<BinaryFunction, BinaryLoop> binary =
      new Template<>(LOOKUP, BinaryLoop.class, BinaryTemplate.class, BinaryTemplate::new);
  private final Template<Relation, RelationLoop> relation =
      new Template<>(LOOKUP, RelationLoop.class, RelationTemplate.class, RelationTemplate::new);
  private final Workers workers;

  /// Kernels whose loops the given workers share.
  public ScalarKernels(Workers workers) {
    this.workers = workers;
  }

  @Override
  public String name() {
    return Backends.SCALAR;
  }

  @Override
  public String description() {
    return "scalar, plain Java loops";
  }

  @Override
  public final Workers workers() {
    return workers;
  }

  /// {@return the loop that computes the function; a backend may have a faster one for its class}
  protected UnaryLoop loop(UnaryFunction f) {
    return unary.loop(f);
  }

  @Override
  public void unary(UnaryFunction f, Strided out, Strided x) {
    if (!out.dtype().isComputed()) {
      UnaryFunction g = out.dtype() == DType.UINT64 ? new Unsigned.Unary(f) : f;
      DType computed = out.dtype().computed();
      inBlocks(computed, out, List.of(x), (o, in) -> unary(g, o, in.getFirst()));
      return;
    }
    RowLoops.unary(workers, loop(f), out, x);
  }

  /// {@return the loop that computes the function; a backend may have a faster one for its class}
  protected BinaryLoop loop(BinaryFunction f) {
    return binary.loop(f);
  }

  @Override
  public void binary(BinaryFunction f, Strided out, Strided x, Strided y) {
    if (!out.dtype().isComputed()) {
      BinaryFunction g = out.dtype() == DType.UINT64 ? new Unsigned.Binary(f) : f;
      DType computed = out.dtype().computed();
      inBlocks(computed, out, List.of(x, y), (o, in) -> binary(g, o, in.get(0), in.get(1)));
      return;
    }
    RowLoops.binary(workers, loop(f), out, x, y);
  }

  /// Runs a kernel on a result of the type that is computed in, and narrows that.
  private void narrowed(Strided out, Consumer<Strided> kernel) {
    Strided wide = temporary(out.dtype().computed(), out.shape());
    kernel.accept(wide);
    cast(out, wide);
  }

  /// {@return what a chain does with elements side by side; a backend may have a faster form}
  protected ChainSpan span(Chain chain) {
    return new ChainBlocks(chain, this::loop, this::loop, relation::loop);
  }

  @Override
  public int tileSamples() {
    return 1;
  }

  @Override
  public final ChainLoop fuse(Chain chain, int rows, int length) {
    return rows > 1 && length < NarrowRows.NARROW
        ? new NarrowRows(
            workers, chain.operands(), span(NarrowRows.even(chain)), rows, Math.max(1, length))
        : new ChainRows(workers, span(chain), rows, length);
  }

  @Override
  public final ChainLoop fuseProduct(Chain chain, int product, int length) {
    return new ProductRows(this, chain.operands(), span(chain), product, length);
  }

  @Override
  public final ChainLoop fuseSum(Chain chain, int summed, boolean isKept, int length, int n) {
    return new SummedRows(this, span(chain), summed, isKept, length, n);
  }

  /// The sums of rows that follow each other; a backend may have a faster form.
  protected void sumRows(
      float[] x, int from, int n, int count, float[] sums, int to, Scratch scratch) {
    for (int row = 0; row < count; row++) {
      sums[to + row] = Sums.sum(x, from + row * n, 1, n);
    }
  }

  @Override
  public void compare(Relation r, Strided out, Strided x, Strided y) {
    if (!x.dtype().isComputed()) {
      Relation s = x.dtype() == DType.UINT64 ? new Unsigned.Compare(r) : r;
      inBlocks(DType.BOOL, out, List.of(x, y), (o, in) -> compare(s, o, in.get(0), in.get(1)));
      return;
    }
    RowLoops.compare(workers, relation.loop(r), out, x, y);
  }

  @Override
  public void select(Strided out, Strided condition, Strided x, Strided y) {
    RowLoops.select(workers, out, condition, x, y);
  }

  @Override
  public void cast(Strided out, Strided x) {
    Rows rows = Rows.of(out, x);
    int step = rows.step(1);
    rows.run(workers, (at, n, scratch) -> Casts.row(out, at[0], x, at[1], step, n, scratch));
  }

  @Override
  public void reinterpret(Strided out, Strided x) {
    Strided from = dense(x);
    MemorySegment bytes = segment(from);
    long start = from.offset() * from.dtype().bytes();
    MemorySegment.copy(
        bytes,
        start,
        segment(out),
        out.offset() * out.dtype().bytes(),
        out.size() * out.dtype().bytes());
  }

  private static MemorySegment segment(Strided x) {
    return switch (x.dtype()) {
      case BOOL, UINT8, INT8 -> MemorySegment.ofArray(x.bytes());
      case UINT16, INT16, FLOAT16, BFLOAT16 -> MemorySegment.ofArray(x.shorts());
      case UINT32, INT32 -> MemorySegment.ofArray(x.ints());
      case UINT64, INT64 -> MemorySegment.ofArray(x.longs());
      case FLOAT32 -> MemorySegment.ofArray(x.floats());
      case FLOAT64 -> MemorySegment.ofArray(x.doubles());
    };
  }

  @Override
  public void copy(Strided out, Strided x) {
    RowLoops.copy(workers, out, x);
  }

  @Override
  public void fill(Strided out, double value) {
    Strided number = temporary(DType.FLOAT64, Shape.SCALAR);
    number.doubles()[0] = value;
    Strided element = temporary(out.dtype(), Shape.SCALAR);
    cast(element, number);
    int from = Math.toIntExact(out.offset());
    int to = Math.toIntExact(out.offset() + out.size());
    switch (out.dtype()) {
      case BOOL, UINT8, INT8 -> Arrays.fill(out.bytes(), from, to, element.bytes()[0]);
      case UINT16, INT16, FLOAT16, BFLOAT16 ->
          Arrays.fill(out.shorts(), from, to, element.shorts()[0]);
      case UINT32, INT32 -> Arrays.fill(out.ints(), from, to, element.ints()[0]);
      case UINT64, INT64 -> Arrays.fill(out.longs(), from, to, element.longs()[0]);
      case FLOAT32 -> Arrays.fill(out.floats(), from, to, element.floats()[0]);
      case FLOAT64 -> Arrays.fill(out.doubles(), from, to, element.doubles()[0]);
    }
  }

  @Override
  public void reduce(Reduction reduction, Strided out, Strided x, int axes) {
    if (!out.dtype().isComputed() && !reduction.isOfTruths()) {
      boolean flipped = out.dtype() == DType.UINT64 && reduction.needsElements();
      Strided wide = temporary(out.dtype().computed(), out.shape());
      reduce(reduction, wide, flipped ? Unsigned.flip(widened(x)) : widened(x), axes);
      cast(out, flipped ? Unsigned.flip(wide) : wide);
      return;
    }
    Strided rows = asRows(x, axes);
    if (reduction.needsElements() && rows.dim(-1) == 0) {
      throw new IllegalArgumentException(
          "reduce: %s needs at least one element; got %s".formatted(reduction, x.type()));
    }
    eachRow(out, rows, Folds.of(reduction, out, rows));
  }

  @Override
  public void argReduce(Reduction reduction, Strided out, Strided x) {
    if (!x.dtype().isComputed()) {
      argReduce(reduction, out, x.dtype() == DType.UINT64 ? Unsigned.flip(widened(x)) : widened(x));
      return;
    }
    eachRow(out, x, Extremes.of(reduction == Reduction.MAX, out, x));
  }

  @Override
  public void cumulate(Reduction reduction, Strided out, Strided x) {
    if (!out.dtype().isComputed()) {
      narrowed(out, wide -> cumulate(reduction, wide, widened(x)));
      return;
    }
    eachRow(firsts(out), x, Scans.cumulated(reduction == Reduction.PROD, out, x));
  }

  @Override
  public void recurrence(Strided out, Strided a, Strided b) {
    Strided factors = dense(a);
    Strided terms = dense(b);
    eachRow(firsts(out), terms, Scans.recurrence(out, factors, terms));
  }

  @Override
  public void sort(Strided out, Strided positions, Strided x, boolean descending) {
    if (!out.dtype().isComputed()) {
      boolean flipped = out.dtype() == DType.UINT64;
      Strided wide = temporary(out.dtype().computed(), out.shape());
      sort(wide, positions, flipped ? Unsigned.flip(widened(x)) : widened(x), descending);
      cast(out, flipped ? Unsigned.flip(wide) : wide);
      return;
    }
    eachRow(firsts(out), x, Sorts.of(descending, out, positions, x));
  }

  @Override
  public void maxPool(Strided out, Strided x, Strided v, Windows windows) {
    int[] positions = Pools.maxima(workers, comparable(x), windows);
    new RowMoves(1).gather(workers, out, dense(v), positions);
  }

  @Override
  public void maxPoolGradient(Strided out, Strided x, Strided g, Windows windows) {
    if (!out.dtype().isComputed()) {
      narrowed(out, wide -> maxPoolGradient(wide, widened(x), widened(g), windows));
      return;
    }
    int[] positions = Pools.maxima(workers, dense(x), windows);
    fill(out, 0);
    new RowMoves(1).add(out, dense(g), positions);
  }

  /// {@return the elements in a computed type and dense, in their order}
  private Strided comparable(Strided x) {
    if (x.dtype().isComputed()) {
      return dense(x);
    }
    return x.dtype() == DType.UINT64 ? Unsigned.flip(widened(x)) : widened(x);
  }

  @Override
  public void averagePool(Strided out, Strided x, Windows windows) {
    if (!out.dtype().isComputed()) {
      narrowed(out, wide -> averagePool(wide, widened(x), windows));
      return;
    }
    Pools.average(workers, out, dense(x), windows);
  }

  @Override
  public void averagePoolGradient(Strided out, Strided g, Windows windows) {
    if (!out.dtype().isComputed()) {
      narrowed(out, wide -> averagePoolGradient(wide, widened(g), windows));
      return;
    }
    fill(out, 0);
    Pools.spread(out, dense(g), windows);
  }

  @Override
  public void matmul(Strided out, Strided a, Strided b) {
    if (!out.dtype().isComputed()) {
      narrowed(out, wide -> matmul(wide, widened(a), widened(b)));
      return;
    }
    boolean rows = b.stride(-1) == 1 || b.dim(-1) == 1;
    Matrices.multiply(workers, out, a, rows ? b : dense(b));
  }

  @Override
  public void matmul(Strided a, Strided b, Epilogue epilogue) {
    int m = Math.toIntExact(a.dim(-2));
    int n = Math.toIntExact(b.dim(-1));
    Strided out = temporary(DType.FLOAT32, Shape.of(m, n));
    matmul(out, a, b);
    workers.run(m, (row, scratch) -> epilogue.run(out.floats(), row * n, n, row, 1, 0, n, scratch));
  }

  @Override
  public void cholesky(Strided out, Strided x) {
    Equations.cholesky(out, dense(x));
  }

  @Override
  public void determinant(Strided out, Strided x) {
    Equations.determinant(out, dense(x));
  }

  @Override
  public void solve(Strided out, Strided a, Strided b) {
    Equations.solve(out, dense(a), dense(b));
  }

  @Override
  public void solveTriangular(Strided out, Strided a, Strided b, boolean lower) {
    Equations.solveTriangular(out, dense(a), dense(b), lower);
  }

  @Override
  public void convolve(Sweep sweep, Strided out, Strided x, Strided kernel) {
    if (!out.dtype().isComputed()) {
      narrowed(out, wide -> convolve(sweep, wide, widened(x), widened(kernel)));
      return;
    }
    Taps taps = sweep.over(x.shape(), kernel.shape());
    new Convolutions(workers, taps).forward(out, dense(x), dense(kernel));
  }

  @Override
  public void convolveTransposed(Sweep sweep, Strided out, Strided g, Strided kernel) {
    if (!out.dtype().isComputed()) {
      narrowed(out, wide -> convolveTransposed(sweep, wide, widened(g), widened(kernel)));
      return;
    }
    Taps taps = sweep.over(out.shape(), kernel.shape());
    new Convolutions(workers, taps).transposed(out, dense(g), dense(kernel));
  }

  @Override
  public void convolveKernel(Sweep sweep, Strided out, Strided x, Strided g) {
    if (!out.dtype().isComputed()) {
      narrowed(out, wide -> convolveKernel(sweep, wide, widened(x), widened(g)));
      return;
    }
    Taps taps = sweep.over(x.shape(), out.shape());
    new Convolutions(workers, taps).kernel(out, dense(x), dense(g));
  }

  @Override
  public void gather(Strided out, Strided x, Strided indices, int axis) {
    int[] positions = Positions.along("gather", indices, x.dim(axis), axis);
    int outer = Math.toIntExact(x.shape().slice(0, axis).size());
    int inner = Math.toIntExact(x.shape().from(axis + 1).size());
    new RowMoves(inner)
        .gather(workers, out, dense(x), Positions.repeated(positions, outer, (int) x.dim(axis)));
  }

  @Override
  public void scatterAdd(Strided out, Strided indices, Strided updates, int axis) {
    if (!out.dtype().isComputed()) {
      narrowed(out, wide -> scatterAdd(wide, indices, widened(updates), axis));
      return;
    }
    int[] positions = Positions.along("scatterAdd", indices, out.dim(axis), axis);
    int outer = Math.toIntExact(out.shape().slice(0, axis).size());
    int inner = Math.toIntExact(out.shape().from(axis + 1).size());
    fill(out, 0);
    new RowMoves(inner)
        .add(out, dense(updates), Positions.repeated(positions, outer, (int) out.dim(axis)));
  }

  @Override
  public void gatherNd(Strided out, Strided x, Strided indices, int... axes) {
    int[] rows = Positions.rows(indices, x.shape(), axes);
    Strided source = dense(RowMoves.inFront(x, axes));
    new RowMoves(source, axes.length).gather(workers, out, source, rows);
  }

  @Override
  public void scatterNd(Strided out, Strided indices, Strided updates, boolean add, int... axes) {
    if (add && !out.dtype().isComputed()) {
      Strided wide = widened(out);
      scatterNd(wide, indices, widened(updates), true, axes);
      Strided narrow = temporary(out.dtype(), out.shape());
      cast(narrow, wide);
      copy(out, narrow);
      return;
    }
    int[] rows = Positions.rows(indices, out.shape(), axes);
    Strided front = RowMoves.inFront(out, axes);
    Strided target = dense(front);
    RowMoves moves = new RowMoves(target, axes.length);
    if (add) {
      moves.add(target, dense(updates), rows);
    } else {
      moves.scatter(target, dense(updates), rows);
    }
    if (target != front) {
      copy(front, target);
    }
  }

  @Override
  public void attention(
      Strided out, Strided query, Strided key, Strided value, AttentionOptions how) {
    if (!out.dtype().isComputed()) {
      narrowed(out, wide -> attention(wide, widened(query), widened(key), widened(value), how));
      return;
    }
    new AttentionTiles(this, query, key, value, how).forward(out);
  }

  @Override
  public void attentionGradient(List<Strided> outputs, List<Strided> inputs, AttentionOptions how) {
    DType dtype = inputs.getFirst().dtype();
    if (!dtype.isComputed()) {
      List<Strided> wide =
          outputs.stream().map(out -> temporary(dtype.computed(), out.shape())).toList();
      attentionGradient(wide, inputs.stream().map(this::widened).toList(), how);
      for (int i = 0; i < wide.size(); i++) {
        cast(outputs.get(i), wide.get(i));
      }
      return;
    }
    new AttentionTiles(this, inputs.get(0), inputs.get(1), inputs.get(2), how)
        .backward(outputs.get(0), outputs.get(1), outputs.get(2), inputs.get(3));
  }

  @Override
  public void softmax(Strided out, Strided x, boolean logarithm) {
    if (!out.dtype().isComputed()) {
      narrowed(out, wide -> softmax(wide, widened(x), logarithm));
      return;
    }
    if (out.size() > 0) {
      eachRow(firsts(out), x, Exponentials.softmax(out, x, logarithm));
    }
  }

  @Override
  public void crossEntropy(Strided out, Strided logits, Strided labels) {
    if (!out.dtype().isComputed()) {
      narrowed(out, wide -> crossEntropy(wide, widened(logits), labels));
      return;
    }
    if (out.size() > 0) {
      eachRow(out, logits, CrossEntropies.losses(out, logits, dense(labels)));
    }
  }

  @Override
  public void crossEntropyGradient(Strided out, Strided logits, Strided labels, Strided g) {
    if (!out.dtype().isComputed()) {
      narrowed(out, wide -> crossEntropyGradient(wide, widened(logits), labels, widened(g)));
      return;
    }
    if (out.size() > 0) {
      eachRow(firsts(out), logits, CrossEntropies.gradient(out, logits, dense(labels), dense(g)));
    }
  }

  @Override
  public void probabilityCrossEntropy(Strided out, Strided p, Strided labels, double epsilon) {
    if (!out.dtype().isComputed()) {
      narrowed(out, wide -> probabilityCrossEntropy(wide, widened(p), labels, epsilon));
      return;
    }
    new LabelProbabilities(this, dense(p), dense(labels), epsilon).losses(out);
  }

  @Override
  public void probabilityCrossEntropyGradient(
      Strided out, Strided p, Strided labels, Strided g, double epsilon) {
    if (!out.dtype().isComputed()) {
      narrowed(
          out,
          wide -> probabilityCrossEntropyGradient(wide, widened(p), labels, widened(g), epsilon));
      return;
    }
    new LabelProbabilities(this, dense(p), dense(labels), epsilon).gradient(out, dense(g));
  }

  @Override
  public void standardize(Strided out, Strided x, double epsilon) {
    if (!out.dtype().isComputed()) {
      narrowed(out, wide -> standardize(wide, widened(x), epsilon));
      return;
    }
    if (out.size() > 0) {
      eachRow(firsts(out), x, Standardization.rows(out, x, epsilon));
    }
  }

  @Override
  public void standardizeGradient(Strided out, Strided x, Strided g, double epsilon) {
    if (!out.dtype().isComputed()) {
      narrowed(out, wide -> standardizeGradient(wide, widened(x), widened(g), epsilon));
      return;
    }
    if (out.size() > 0) {
      eachRow(firsts(out), x, Standardization.gradient(out, x, dense(g), epsilon));
    }
  }

  @Override
  public void batchStandardize(
      Strided out, Strided mean, Strided variance, Strided x, double epsilon) {
    if (out.dtype() != DType.FLOAT64) {
      Strided wide = temporary(DType.FLOAT64, out.shape());
      Strided wideMean = temporary(DType.FLOAT64, mean.shape());
      Strided wideVariance = temporary(DType.FLOAT64, mean.shape());
      BatchStandardization.run(wide, wideMean, wideVariance, asDoubles(x), epsilon, true);
      cast(out, wide);
      cast(mean, wideMean);
      cast(variance, wideVariance);
      return;
    }
    BatchStandardization.run(out, mean, variance, dense(x), epsilon, false);
  }

  @Override
  public void batchStandardizeGradient(
      Strided out, Strided x, Strided mean, Strided variance, Strided g, double epsilon) {
    if (out.dtype() != DType.FLOAT64) {
      Strided wide = temporary(DType.FLOAT64, out.shape());
      batchStandardizeGradient(
          wide, asDoubles(x), asDoubles(mean), asDoubles(variance), asDoubles(g), epsilon);
      cast(out, wide);
      return;
    }
    BatchStandardization.gradient(out, dense(x), dense(mean), dense(variance), dense(g), epsilon);
  }

  private Strided asDoubles(Strided x) {
    Strided wide = temporary(DType.FLOAT64, x.shape());
    cast(wide, x);
    return wide;
  }

  @Override
  public void uniform(Strided out, long key, long counter) {
    int n = Math.toIntExact(out.size());
    workers.run(
        Math.ceilDiv(n, Rows.GRAIN),
        (block, _) -> {
          int first = block * Rows.GRAIN;
          Uniforms.fill(out, first, Math.min(n, first + Rows.GRAIN), key, counter);
        });
  }

  @Override
  public void normal(Strided out, long key, long counter, boolean truncated) {
    int n = Math.toIntExact(out.size());
    int grain = Rows.GRAIN / 8;
    workers.run(
        Math.ceilDiv(n, grain),
        (block, _) -> {
          int first = block * grain;
          Normals.fill(out, first, Math.min(n, first + grain), key, counter, truncated);
        });
  }

  /// What to do with the row of `x` that starts at `from` and belongs to the element `to` of `out`.
  protected interface RowToElement {
    /// Does it.
    void run(int to, int from);
  }

  /// Runs the action for each element of `out` and the row of `x`, which has one more axis.
  protected final void eachRow(Strided out, Strided x, RowToElement action) {
    Strided starts = firsts(x);
    int n = Math.toIntExact(Math.max(1, x.dim(-1)));
    int grain = Math.max(1, Rows.GRAIN / n);
    Rows rows = Rows.of(grain, out, starts);
    int os = rows.step(0);
    int is = rows.step(1);
    rows.run(
        workers,
        (at, count, _) -> {
          for (int i = 0; i < count; i++) {
            action.run(at[0] + i * os, at[1] + i * is);
          }
        });
  }

  /// {@return `x` with its last `axes` axes as one, copied if they are not evenly spaced}
  protected final Strided asRows(Strided x, int axes) {
    if (axes == 1) {
      return x;
    }
    Shape kept = x.shape().slice(0, x.rank() - axes);
    Shape merged = kept.concat(Shape.of(x.shape().from(kept.rank()).size()));
    Strided view = x.reshape(merged);
    if (view != null) {
      return view;
    }
    int rank = kept.rank();
    boolean columns = rank > 0 && x.stride(rank - 1) == 1;
    if (!columns) {
      return Objects.requireNonNull(dense(x).reshape(merged));
    }
    // Copied with the columns side by side as they are, whole lines at a time.
    Strided lines = dense(x.permute(rotated(x.rank(), rank)));
    Shape flat = Shape.of(merged.dim(-1)).concat(kept);
    return Objects.requireNonNull(lines.reshape(flat)).permute(rotated(rank + 1, 1));
  }

  /// {@return the axes in order, from `first` on and then those before it}
  private static int[] rotated(int rank, int first) {
    return IntStream.range(0, rank).map(axis -> (axis + first) % rank).toArray();
  }

  /// {@return `x` itself if dense, else a dense copy}
  protected final Strided dense(Strided x) {
    if (x.isDense()) {
      return x;
    }
    Strided copy = temporary(x.dtype(), x.shape());
    copy(copy, x);
    return copy;
  }

  /// {@return the first elements of the rows of `x`: a view without the last axis}
  private static Strided firsts(Strided x) {
    long[] strides = new long[x.rank() - 1];
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] = x.stride(axis);
    }
    return x.restride(x.shape().slice(0, strides.length), strides, 0);
  }

  /// What to do with operands of computed types.
  protected interface Element {
    /// Does it.
    void run(Strided out, List<Strided> inputs);
  }

  /// Runs an element-wise kernel on operands of types that are not computed in: a block of each is
  /// widened, and the block of results, of type `written`, narrowed.
  protected final void inBlocks(DType written, Strided out, List<Strided> inputs, Element kernel) {
    Strided[] views = new Strided[1 + inputs.size()];
    views[0] = out;
    for (int k = 1; k < views.length; k++) {
      views[k] = inputs.get(k - 1);
    }
    Rows rows = Rows.of(views);
    rows.run(
        workers,
        (at, n, scratch) -> {
          for (int from = 0; from < n; from += Casts.BLOCK) {
            int count = Math.min(Casts.BLOCK, n - from);
            Strided[] wide = new Strided[inputs.size()];
            for (int k = 0; k < wide.length; k++) {
              int step = rows.step(k + 1);
              wide[k] = temporary(inputs.get(k).dtype().computed(), Shape.of(count));
              Casts.row(wide[k], 0, inputs.get(k), at[k + 1] + from * step, step, count, scratch);
            }
            Strided results = temporary(written, Shape.of(count));
            kernel.run(results, List.of(wide));
            Casts.row(out, at[0] + from, results, 0, 1, count, scratch);
          }
        });
  }

  /// {@return a dense copy in the type that kernels compute in}
  protected final Strided widened(Strided x) {
    Strided wide = temporary(x.dtype().computed(), x.shape());
    cast(wide, x);
    return wide;
  }

  /// {@return a dense view of fresh zeroed storage that is not handed out}
  protected static Strided temporary(DType dtype, Shape shape) {
    return Strided.allocate(Heap.DEVICE, new TensorType(dtype, shape));
  }
}
