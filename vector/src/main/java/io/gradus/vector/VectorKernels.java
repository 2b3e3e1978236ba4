package io.gradus.vector;

import io.gradus.tensor.Elementwise;
import io.gradus.tensor.Magnitudes;
import io.gradus.tensor.Powers;
import io.gradus.tensor.Rounding;
import io.gradus.tensor.SpecialFunctions;
import io.gradus.tensor.Trigonometry;
import io.gradus.tensor.kernel.BinaryFunction;
import io.gradus.tensor.kernel.BinaryLoop;
import io.gradus.tensor.kernel.Chain;
import io.gradus.tensor.kernel.ChainSpan;
import io.gradus.tensor.kernel.Epilogue;
import io.gradus.tensor.kernel.Matrices;
import io.gradus.tensor.kernel.Reduction;
import io.gradus.tensor.kernel.Relation;
import io.gradus.tensor.kernel.ScalarKernels;
import io.gradus.tensor.kernel.Scratch;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Sums;
import io.gradus.tensor.kernel.Sweep;
import io.gradus.tensor.kernel.Taps;
import io.gradus.tensor.kernel.Template;
import io.gradus.tensor.kernel.UnaryFunction;
import io.gradus.tensor.kernel.UnaryLoop;
import io.gradus.tensor.kernel.Windows;
import io.gradus.tensor.kernel.Workers;
import io.gradus.tensor.type.DType;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Set;
import jdk.incubator.vector.FloatVector;

/// The kernels that pay on the Vector API; the others are the plain ones, whose simple loops the
/// compiler vectorizes itself.
final class VectorKernels extends ScalarKernels {
  // The scratch array of sums, which chains leave alone.
  private static final int SUM_LANES = 7;

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  // Multiply-adds of one core in some 60 µs.
  private static final long SMALL = 1 << 22;

  // The vector forms, by the record of the operation.
  private static final Map<Class<?>, FloatLoop.Row> UNARY =
      Map.ofEntries(
          Map.entry(Elementwise.Exp.class, unary(VectorExp::exp)),
          Map.entry(Elementwise.Log.class, unary(VectorLog::log)),
          Map.entry(Elementwise.Neg.class, unary(FloatVector::neg)),
          Map.entry(Elementwise.Relu.class, unary(x -> x.max(0))),
          Map.entry(Elementwise.Sqrt.class, unary(FloatVector::sqrt)),
          Map.entry(Elementwise.Square.class, unary(x -> x.mul(x))),
          Map.entry(Magnitudes.Abs.class, unary(FloatVector::abs)),
          Map.entry(Powers.Reciprocal.class, unary(VectorKernels::reciprocal)),
          Map.entry(Powers.Rsqrt.class, unary(x -> reciprocal(x.sqrt()))),
          Map.entry(Powers.Exp2.class, function(VectorExp2::exp2)),
          Map.entry(Powers.Expm1.class, function(VectorExpm1::expm1)),
          Map.entry(Powers.Log1p.class, function(VectorLog1p::log1p)),
          Map.entry(Rounding.Floor.class, unary(VectorRounding::floor)),
          Map.entry(Rounding.Ceil.class, unary(VectorRounding::ceil)),
          Map.entry(Rounding.Trunc.class, unary(VectorRounding::trunc)),
          Map.entry(Rounding.Round.class, unary(VectorRounding::round)),
          Map.entry(Trigonometry.Tanh.class, function(VectorTanh::tanh)),
          Map.entry(SpecialFunctions.Sigmoid.class, function(VectorSigmoid::sigmoid)),
          Map.entry(SpecialFunctions.LogSigmoid.class, function(VectorSoftplus::logSigmoid)),
          Map.entry(SpecialFunctions.Softplus.class, function(VectorSoftplus::softplus)),
          Map.entry(SpecialFunctions.Erf.class, function(VectorErf::erf)),
          Map.entry(SpecialFunctions.Gelu.class, function(VectorNormal::gelu)),
          Map.entry(SpecialFunctions.GeluSlope.class, function(VectorNormal::slope)));

  // Those whose plain form gives the same bits.
  private static final Set<Class<?>> EXACT =
      Set.of(
          Elementwise.Neg.class,
          Elementwise.Relu.class,
          Elementwise.Sqrt.class,
          Elementwise.Square.class,
          Magnitudes.Abs.class,
          Rounding.Floor.class,
          Rounding.Ceil.class,
          Rounding.Trunc.class,
          Rounding.Round.class);

  private static final Map<Class<?>, FloatPairLoop.Row> BINARY =
      Map.of(
          Elementwise.Add.class, binary((x, y) -> x.add(y)),
          Elementwise.Sub.class, binary((x, y) -> x.sub(y)),
          Elementwise.Mul.class, binary((x, y) -> x.mul(y)),
          Elementwise.Div.class, binary((x, y) -> x.div(y)),
          Magnitudes.Maximum.class, binary((x, y) -> x.max(y)),
          Magnitudes.Minimum.class, binary((x, y) -> x.min(y)));

  private final Gemm gemm;

  /// Kernels whose loops the given workers share.
  VectorKernels(Workers workers) {
    super(workers);
    this.gemm = new Gemm(workers);
  }

  private static FloatLoop.Row unary(VectorUnary.Function f) {
    return new Template<VectorUnary.Function, FloatLoop.Row>(
            LOOKUP, FloatLoop.Row.class, VectorUnary.class, VectorUnary::new)
        .loop(f);
  }

  private static FloatLoop.Row function(VectorFunction.Function f) {
    return new Template<VectorFunction.Function, FloatLoop.Row>(
            LOOKUP, FloatLoop.Row.class, VectorFunction.class, VectorFunction::new)
        .loop(f);
  }

  private static FloatVector reciprocal(FloatVector x) {
    return FloatVector.broadcast(Lanes.FLOATS, 1f).div(x);
  }

  private static FloatPairLoop.Row binary(VectorBinary.Function f) {
    return new Template<VectorBinary.Function, FloatPairLoop.Row>(
            LOOKUP, FloatPairLoop.Row.class, VectorBinary.class, VectorBinary::new)
        .loop(f);
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public String description() {
    return "vector, " + Lanes.BITS + " bits";
  }

  @Override
  protected UnaryLoop loop(UnaryFunction f) {
    FloatLoop.Row row = UNARY.get(f.getClass());
    return row == null
        ? super.loop(f)
        : new FloatLoop(row, super.loop(f), EXACT.contains(f.getClass()));
  }

  @Override
  protected BinaryLoop loop(BinaryFunction f) {
    FloatPairLoop.Row row = BINARY.get(f.getClass());
    return row == null ? super.loop(f) : new FloatPairLoop(row, super.loop(f));
  }

  @Override
  protected ChainSpan span(Chain chain) {
    ChainSpan rest = super.span(chain);
    ChainSpan vectors = FusedChains.span(chain, UNARY, BINARY);
    return vectors == null ? rest : new VectorSpan(vectors, rest);
  }

  @Override
  protected void sumRows(
      float[] x, int from, int n, int count, float[] sums, int to, Scratch scratch) {
    float[] lanes = scratch.floats(SUM_LANES, VectorSums.WORK);
    if (n <= Sums.BLOCK) {
      VectorSums.shortRows(x, from, n, count, sums, to, lanes);
    } else {
      for (int row = 0; row < count; row++) {
        sums[to + row] = VectorSums.sum(x, from + row * n, n, lanes);
      }
    }
  }

  @Override
  public void matmul(Strided out, Strided a, Strided b) {
    if (out.dtype() != DType.FLOAT32 && out.dtype() != DType.FLOAT64) {
      super.matmul(out, a, b);
      return;
    }
    Matrices.Action product =
        out.dtype() == DType.FLOAT32
            ? product(out, a, b)
            : (o, i, j) -> new DoubleProduct(out, o, a, i, b, j).run(workers());
    // Of many small matrices each is one worker's.
    if (out.dim(-2) * out.dim(-1) * a.dim(-1) < SMALL) {
      Matrices.share(workers(), out, a, b, product);
    } else {
      Matrices.each(out, a, b, product);
    }
  }

  private Matrices.Action product(Strided out, Strided a, Strided b) {
    int m = Math.toIntExact(a.dim(-2));
    int k = Math.toIntExact(a.dim(-1));
    int n = Math.toIntExact(b.dim(-1));
    int aRow = Math.toIntExact(a.stride(-2));
    int aColumn = Math.toIntExact(a.stride(-1));
    int bRow = Math.toIntExact(b.stride(-2));
    int bColumn = Math.toIntExact(b.stride(-1));
    int ldc = Math.toIntExact(out.stride(-2));
    float[] x = a.floats();
    float[] y = b.floats();
    float[] z = out.floats();
    return (o, i, j) -> gemm.multiply(m, n, k, x, i, aRow, aColumn, y, j, bRow, bColumn, z, o, ldc);
  }

  @Override
  public void matmul(Strided a, Strided b, Epilogue epilogue) {
    gemm.multiply(
        Math.toIntExact(a.dim(-2)),
        Math.toIntExact(b.dim(-1)),
        Math.toIntExact(a.dim(-1)),
        a.floats(),
        Math.toIntExact(a.offset()),
        Math.toIntExact(a.stride(-2)),
        Math.toIntExact(a.stride(-1)),
        b.floats(),
        Math.toIntExact(b.offset()),
        Math.toIntExact(b.stride(-2)),
        Math.toIntExact(b.stride(-1)),
        epilogue);
  }

  @Override
  public int tileSamples() {
    return MicroKernel.ROWS;
  }

  @Override
  public void maxPool(Strided out, Strided x, Strided v, Windows windows) {
    if (x == v && VectorPools.fit(x)) {
      VectorPools.max(workers(), out, dense(x), windows);
    } else {
      super.maxPool(out, x, v, windows);
    }
  }

  @Override
  public void maxPoolGradient(Strided out, Strided x, Strided g, Windows windows) {
    if (VectorPools.fit(x, windows)) {
      VectorPools.maxGradient(workers(), out, dense(x), dense(g), windows);
    } else {
      super.maxPoolGradient(out, x, g, windows);
    }
  }

  @Override
  public void averagePool(Strided out, Strided x, Windows windows) {
    if (VectorPools.fit(x)) {
      VectorPools.average(workers(), out, dense(x), windows);
    } else {
      super.averagePool(out, x, windows);
    }
  }

  @Override
  public void averagePoolGradient(Strided out, Strided g, Windows windows) {
    if (VectorPools.fit(g)) {
      VectorPools.averageGradient(workers(), out, dense(g), windows);
    } else {
      super.averagePoolGradient(out, g, windows);
    }
  }

  @Override
  public void convolve(Sweep sweep, Strided out, Strided x, Strided kernel) {
    Taps taps = sweep.over(x.shape(), kernel.shape());
    if (isVectorized(taps, out)) {
      onArrays(
          out, dense(x), dense(kernel), new VectorConvolutions(workers(), gemm, taps)::forward);
    } else {
      super.convolve(sweep, out, x, kernel);
    }
  }

  @Override
  public void convolveTransposed(Sweep sweep, Strided out, Strided g, Strided kernel) {
    Taps taps = sweep.over(out.shape(), kernel.shape());
    if (isVectorized(taps, out)) {
      onArrays(
          out, dense(g), dense(kernel), new VectorConvolutions(workers(), gemm, taps)::transposed);
    } else {
      super.convolveTransposed(sweep, out, g, kernel);
    }
  }

  @Override
  public void convolveKernel(Sweep sweep, Strided out, Strided x, Strided g) {
    Taps taps = sweep.over(x.shape(), out.shape());
    if (isVectorized(taps, out)) {
      onArrays(out, dense(x), dense(g), new VectorConvolutions(workers(), gemm, taps)::kernel);
    } else {
      super.convolveKernel(sweep, out, x, g);
    }
  }

  /// What to do with three arrays, from these positions on.
  private interface OnArrays {
    void run(float[] out, int o, float[] x, int i, float[] y, int j);
  }

  private static void onArrays(Strided out, Strided x, Strided y, OnArrays kernel) {
    kernel.run(
        out.floats(),
        Math.toIntExact(out.offset()),
        x.floats(),
        Math.toIntExact(x.offset()),
        y.floats(),
        Math.toIntExact(y.offset()));
  }

  private static boolean isVectorized(Taps taps, Strided out) {
    boolean empty =
        out.size() == 0 || taps.samples() == 0 || taps.channels() == 0 || taps.filters() == 0;
    return out.dtype() == DType.FLOAT32 && !empty;
  }

  @Override
  public void compare(Relation r, Strided out, Strided x, Strided y) {
    boolean floats = x.dtype() == DType.FLOAT32;
    if (!floats || !VectorCompare.run(workers(), r.getClass(), out, x, y)) {
      super.compare(r, out, x, y);
    }
  }

  @Override
  public void cast(Strided out, Strided x) {
    boolean pixels = x.dtype() == DType.UINT8 && out.dtype() == DType.FLOAT32;
    if (!pixels || !VectorPixels.run(workers(), out, x)) {
      super.cast(out, x);
    }
  }

  @Override
  public void select(Strided out, Strided condition, Strided x, Strided y) {
    if (out.dtype() != DType.FLOAT32 || !VectorSelect.run(workers(), out, condition, x, y)) {
      super.select(out, condition, x, y);
    }
  }

  @Override
  public void reduce(Reduction reduction, Strided out, Strided x, int axes) {
    boolean floats = out.dtype() == DType.FLOAT32 && x.size() > 0;
    boolean truths = reduction.isOfTruths() && x.size() > 0;
    if (floats && reduceFloats(reduction, out, asRows(x, axes))) {
      return;
    }
    if (truths && reduceTruths(reduction, out, asRows(x, axes))) {
      return;
    }
    super.reduce(reduction, out, x, axes);
  }

  private boolean reduceTruths(Reduction reduction, Strided out, Strided rows) {
    int n = Math.toIntExact(rows.dim(-1));
    if (rows.stride(-1) == 1 && out.size() == 1) {
      VectorTruths.whole(workers(), reduction, out, rows);
      return true;
    }
    if (rows.stride(-1) == 1) {
      byte[] o = out.bytes();
      byte[] v = rows.bytes();
      eachRow(out, rows, (to, from) -> o[to] = VectorTruths.row(reduction, v, from, n));
      return true;
    }
    if (Columns.fit(rows)) {
      VectorTruths.columns(workers(), reduction, out, rows);
      return true;
    }
    return false;
  }

  private boolean reduceFloats(Reduction reduction, Strided out, Strided rows) {
    boolean sideBySide = rows.stride(-1) == 1;
    boolean columns = !sideBySide && Columns.fit(rows);
    return switch (reduction) {
      case SUM -> {
        if (sideBySide) {
          VectorSums.rows(this, out, rows);
        } else if (columns) {
          VectorSums.columns(workers(), out, rows);
        }
        yield sideBySide || columns;
      }
      case MAX, MIN -> {
        float sign = VectorExtremes.sign(reduction);
        if (sideBySide && out.size() == 1) {
          VectorExtremes.whole(workers(), out, rows, sign);
        } else if (sideBySide) {
          eachExtreme(out, rows, sign);
        } else if (columns) {
          VectorExtremes.columns(workers(), out, rows, sign);
        }
        yield sideBySide || columns;
      }
      case LOG_SUM_EXP -> {
        VectorSoftmax.logSumExp(workers(), out, dense(rows));
        yield true;
      }
      case PROD, ANY, ALL -> false;
    };
  }

  @Override
  public void argReduce(Reduction reduction, Strided out, Strided x) {
    boolean floats = x.dtype() == DType.FLOAT32 && x.size() > 0;
    float sign = VectorExtremes.sign(reduction);
    if (floats && x.stride(-1) == 1) {
      int[] o = out.ints();
      float[] v = x.floats();
      int n = Math.toIntExact(x.dim(-1));
      eachRow(out, x, (to, from) -> o[to] = VectorExtremes.position(v, from, n, sign));
    } else if (floats && Columns.fit(x)) {
      VectorExtremes.positions(workers(), out, x, sign);
    } else {
      super.argReduce(reduction, out, x);
    }
  }

  @Override
  public void softmax(Strided out, Strided x, boolean logarithm) {
    boolean rows = out.dtype() == DType.FLOAT32 && out.size() > 0;
    if (!rows) {
      super.softmax(out, x, logarithm);
      return;
    }
    VectorSoftmax.run(workers(), out, dense(x), logarithm);
  }

  @Override
  public void crossEntropy(Strided out, Strided logits, Strided labels) {
    if (out.dtype() == DType.FLOAT32 && logits.size() > 0) {
      VectorCrossEntropy.losses(workers(), out, dense(logits), dense(labels));
    } else {
      super.crossEntropy(out, logits, labels);
    }
  }

  @Override
  public void crossEntropyGradient(Strided out, Strided logits, Strided labels, Strided g) {
    if (out.dtype() == DType.FLOAT32 && out.size() > 0) {
      VectorCrossEntropy.gradient(workers(), out, dense(logits), dense(labels), dense(g));
    } else {
      super.crossEntropyGradient(out, logits, labels, g);
    }
  }

  @Override
  public void standardize(Strided out, Strided x, double epsilon) {
    if (out.dtype() == DType.FLOAT32 && out.size() > 0) {
      VectorStandardization.run(workers(), out, dense(x), (float) epsilon);
    } else {
      super.standardize(out, x, epsilon);
    }
  }

  @Override
  public void standardizeGradient(Strided out, Strided x, Strided g, double epsilon) {
    if (out.dtype() == DType.FLOAT32 && out.size() > 0) {
      VectorStandardization.gradient(workers(), out, dense(x), dense(g), (float) epsilon);
    } else {
      super.standardizeGradient(out, x, g, epsilon);
    }
  }

  @Override
  public void batchStandardize(
      Strided out, Strided mean, Strided variance, Strided x, double epsilon) {
    if (out.dtype() != DType.FLOAT32
        || out.size() == 0
        || !VectorBatchStandardization.run(
            workers(), out, mean, variance, dense(x), (float) epsilon)) {
      super.batchStandardize(out, mean, variance, x, epsilon);
    }
  }

  @Override
  public void batchStandardizeGradient(
      Strided out, Strided x, Strided mean, Strided variance, Strided g, double epsilon) {
    if (out.dtype() != DType.FLOAT32
        || out.size() == 0
        || !VectorBatchStandardization.gradient(
            workers(), out, dense(x), dense(mean), dense(variance), dense(g), (float) epsilon)) {
      super.batchStandardizeGradient(out, x, mean, variance, g, epsilon);
    }
  }

  @Override
  public void uniform(Strided out, long key, long counter) {
    if (out.dtype() == DType.FLOAT32 && VectorUniforms.pay(out.size())) {
      VectorUniforms.fill(workers(), out, key, counter);
    } else {
      super.uniform(out, key, counter);
    }
  }

  /// Sums over the last axis, whose elements lie side by side, see [VectorSums].
  void eachSum(Strided out, Strided rows) {
    float[] o = out.floats();
    float[] v = rows.floats();
    int n = Math.toIntExact(rows.dim(-1));
    int work = n <= Sums.BLOCK ? Sums.LANES : VectorSums.WORK;
    eachRow(out, rows, (to, from) -> o[to] = VectorSums.sum(v, from, n, new float[work]));
  }

  private void eachExtreme(Strided out, Strided rows, float sign) {
    float[] o = out.floats();
    float[] v = rows.floats();
    int n = Math.toIntExact(rows.dim(-1));
    eachRow(out, rows, (to, from) -> o[to] = VectorExtremes.extreme(v, from, n, sign));
  }
}
