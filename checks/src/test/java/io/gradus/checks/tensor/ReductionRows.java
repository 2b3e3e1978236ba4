package io.gradus.checks.tensor;

import static io.gradus.tensor.type.DType.BOOL;
import static io.gradus.tensor.type.DType.FLOAT32;
import static io.gradus.tensor.type.DType.FLOAT64;
import static io.gradus.tensor.type.DType.INT32;
import static io.gradus.tensor.type.DType.INT64;
import static io.gradus.tensor.type.DType.UINT8;
import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;

import io.gradus.tensor.Axes;
import io.gradus.tensor.Reductions;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.testkit.Grid;
import io.gradus.testkit.OpCase;
import io.gradus.testkit.Sample;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// The rows of [OpTable] for reductions and statistics. References are plain loops in `double`.
final class ReductionRows {
  private static final DType[] NUMBERS = {FLOAT32, FLOAT64, INT32, INT64, UINT8};
  private static final DType[] ALL = {FLOAT32, FLOAT64, INT32, INT64, UINT8, BOOL};

  private ReductionRows() {}

  static Stream<OpCase> rows() {
    return Stream.of(columns(), products(), extremes(), truths(), exponentials(), statistics())
        .flatMap(s -> s);
  }

  // Reductions of axes before the last, where vectors hold neighbouring columns.
  private static Stream<OpCase> columns() {
    ToDoubleFunction<double[]> sum = row -> Arrays.stream(row).sum();
    return Stream.of(
        OpCase.unary(Reductions.Sum.class, x -> x.sum(1))
            .named("sum over axis 1")
            .accumulating()
            .shapes("[3,2]", "[2,3,5]", "[2,3,4,5]", "[2,0,3]", "[2,3,0]")
            .sizes("[2,n,5]", "[3,7,n]", "[n,3,6]", "[2,n]", "[2,3,3,n]")
            .referenceOf(in -> OpTable.reduced(in.getFirst(), sum, false, 1)),
        OpCase.unary(Reductions.Sum.class, x -> x.sum(0, 1))
            .named("sum over axes 0 and 1")
            .accumulating()
            .shapes("[3,2]", "[2,3,5]", "[2,3,4,5]")
            .sizes("[2,n,5]", "[7,3,n]", "[n,6]")
            .referenceOf(in -> OpTable.reduced(in.getFirst(), sum, false, 0, 1)),
        OpCase.unary(Reductions.Max.class, x -> x.max(0))
            .named("max over axis 0")
            .inputs(Sample.distinct())
            .dtypes(ALL)
            .shapes("[3]", "[3,2]", "[2,3,5]")
            .sizes("[n,5]", "[5,n]", "[3,2,n]")
            .referenceOf(in -> OpTable.reduced(in.getFirst(), ReductionRows::greatest, false, 0)),
        OpCase.unary(Reductions.ArgMax.class, x -> x.argMax(1))
            .named("argMax over axis 1")
            .inputs(Sample.whole(-3, 4))
            .dtypes(ALL)
            .shapes("[5,2]", "[3,2,4]")
            .sizes("[2,n,5]", "[3,5,n]", "[2,n]")
            .nonDifferentiable()
            .referenceOf(in -> OpTable.reduced(in.getFirst(), OpTable::largest, false, 1))
            .gives(
                Tensor.of(new int[][] {{2, 1, 0, 0, 1}}),
                Tensor.of(
                    new float[][][] {
                      {
                        {1, 2, Float.NaN, -0f, 1},
                        {1, Float.NaN, 7, 0, Float.NaN},
                        {3, Float.NaN, Float.NaN, 0, 9}
                      }
                    })));
  }

  private static Stream<OpCase> products() {
    ToDoubleFunction<double[]> product = row -> Arrays.stream(row).reduce(1, (a, b) -> a * b);
    return Stream.of(
        OpCase.unary(Reductions.Prod.class, Tensor::prod)
            .named("prod")
            .dtypes(ALL)
            .accumulating()
            .specials(2, POSITIVE_INFINITY, -1)
            .referenceOf(in -> OpTable.reduced(in.getFirst(), product, false)),
        OpCase.unary(Reductions.Prod.class, x -> x.prod(1))
            .named("prod over axis 1, with zeros")
            .inputs(Sample.whole(-1, 3))
            .dtypes(NUMBERS)
            .shapes("[2,1]", "[4,2]", "[4,3]", "[2,0]", "[2,3,4]")
            .sizes("[3,n]", "[2,n,3]")
            .referenceOf(in -> OpTable.reduced(in.getFirst(), product, false, 1))
            .rejects("[3]", "prod: axis 1 is out of range for shape [3]"),
        OpCase.unary(Reductions.Prod.class, x -> x.prod(Axes.of(0, -1).keep()))
            .named("prod over axes 0 and −1, kept")
            .inputs(Sample.whole(-1, 3))
            .shapes("[3,2]", "[2,3,2]", "[3,0,2]")
            .sizes("[3,2,n]")
            .referenceOf(in -> {
              Grid x = in.getFirst();
              return OpTable.reduced(x, product, true, 0, x.shape().rank() - 1);
            })
            .rejects("[3]", "prod: axis 0 is given twice in [0, -1]"));
  }

  private static Stream<OpCase> extremes() {
    ToDoubleFunction<double[]> position =
        row -> OpTable.largest(Arrays.stream(row).map(x -> -x).toArray());
    return Stream.of(
        OpCase.unary(Reductions.Min.class, Tensor::min)
            .named("min")
            .inputs(Sample.distinct())
            .dtypes(ALL)
            .shapes("[]", "[1]", "[5]", "[2,3]", "[2,3,4]")
            .referenceOf(in -> OpTable.reduced(in.getFirst(), ReductionRows::least, false))
            .specials(1, NaN, NEGATIVE_INFINITY)
            .gives(Tensor.of(-0f), Tensor.of(0f, -0f, 3f))
            .rejects("[0]", "min: needs at least one element along the axes; got float32[0]")
            .rejects("[0,2]", "min: needs at least one element along the axes; got float32[0, 2]"),
        OpCase.unary(Reductions.Min.class, x -> x.min(Axes.of(0).keep()))
            .named("min over axis 0, kept")
            .inputs(Sample.distinct())
            .dtypes(ALL)
            .shapes("[2,3]", "[3,0]", "[2,3,4]")
            .sizes("[3,n]", "[n,5]", "[2,3,n]")
            .referenceOf(in -> OpTable.reduced(in.getFirst(), ReductionRows::least, true, 0))
            .rejects("[]", "min: axis 0 is out of range for shape []"),
        OpCase.unary(Reductions.ArgMin.class, x -> x.argMin(-1))
            .inputs(Sample.whole(-3, 4))
            .dtypes(ALL)
            .shapes("[5]", "[2,3]", "[0,3]", "[2,3,4]")
            .nonDifferentiable()
            .referenceOf(in -> {
              Grid x = in.getFirst();
              return OpTable.reduced(x, position, false, x.shape().rank() - 1);
            })
            .specials(1, NaN, NEGATIVE_INFINITY, NaN)
            .rejects("[]", "argMin: axis -1 is out of range for shape []")
            .rejects(
                "[2,0]", "argMin: needs at least one element along the axis; got float32[2, 0]"),
        OpCase.unary(Reductions.ArgMin.class, x -> x.argMin(0))
            .named("argMin over axis 0")
            .inputs(Sample.whole(-3, 4))
            .dtypes(ALL)
            .shapes("[5]", "[3,2]", "[3,0]", "[3,2,4]")
            .sizes("[n,3]", "[5,n]", "[n,6]")
            .nonDifferentiable()
            .referenceOf(in -> OpTable.reduced(in.getFirst(), position, false, 0)));
  }

  private static Stream<OpCase> truths() {
    ToDoubleFunction<double[]> any = row -> Arrays.stream(row).anyMatch(x -> x != 0) ? 1 : 0;
    ToDoubleFunction<double[]> all = row -> Arrays.stream(row).allMatch(x -> x != 0) ? 1 : 0;
    ToDoubleFunction<double[]> count = row -> Arrays.stream(row).filter(x -> x != 0).count();
    return Stream.of(
        truth(OpCase.unary(Reductions.Any.class, Tensor::any))
            .referenceOf(in -> OpTable.reduced(in.getFirst(), any, false))
            .specials(0, NaN, -0.0),
        truth(OpCase.unary(Reductions.Any.class, x -> x.any(0)))
            .named("any over axis 0")
            .shapes("[3]", "[2,3]", "[0,3]", "[2,3,4]")
            .sizes("[n,2]", "[2,n]")
            .referenceOf(in -> OpTable.reduced(in.getFirst(), any, false, 0))
            .rejects("[]", "any: axis 0 is out of range for shape []"),
        truth(OpCase.unary(Reductions.All.class, Tensor::all))
            .referenceOf(in -> OpTable.reduced(in.getFirst(), all, false))
            .specials(1, NaN, -0.0),
        truth(OpCase.unary(Reductions.All.class, x -> x.all(Axes.of(-1).keep())))
            .named("all over the last axis, kept")
            .shapes("[3]", "[2,3]", "[3,0]", "[2,3,4]")
            .referenceOf(in -> {
              Grid x = in.getFirst();
              return OpTable.reduced(x, all, true, x.shape().rank() - 1);
            })
            .rejects("[]", "all: axis -1 is out of range for shape []"),
        rare(OpCase.unary(Reductions.Any.class, x -> x.any(1)), true)
            .named("any over axis 1, rarely")
            .shapes("[2,3]", "[3,0]", "[2,3,4]")
            .dtypes(BOOL)
            .referenceOf(in -> OpTable.reduced(in.getFirst(), any, false, 1)),
        rare(OpCase.unary(Reductions.All.class, x -> x.all(1)), false)
            .named("all over axis 1, mostly")
            .shapes("[2,3]", "[3,0]", "[2,3,4]")
            .dtypes(BOOL)
            .referenceOf(in -> OpTable.reduced(in.getFirst(), all, false, 1)),
        rare(OpCase.unary(Reductions.Any.class, Tensor::any), true)
            .named("any, rarely")
            .dtypes(BOOL)
            .referenceOf(in -> OpTable.reduced(in.getFirst(), any, false)),
        truth(OpCase.unary(Reductions.Sum.class, x -> x.countNonZero(0)))
            .named("countNonZero over axis 0")
            .shapes("[3]", "[2,3]", "[0,3]", "[2,3,4]")
            .referenceOf(in -> OpTable.reduced(in.getFirst(), count, false, 0))
            .sizes("[n]", "[n,6]")
            .rejects("[]", "countNonZero: axis 0 is out of range for shape []"));
  }

  // Truth values of which few decide, and in long columns none.
  private static OpCase rare(OpCase row, boolean deciding) {
    Sample input =
        new Sample(
            null,
            (random, n) -> random.doubles(n).map(x -> x < 0.001 == deciding ? 1 : 0).toArray());
    return truth(row).inputs(input).sizes("[3,n]", "[n,2]", "[2,5,n]", "[2,n,9]");
  }

  private static OpCase truth(OpCase row) {
    return row.inputs(Sample.whole(0, 2)).dtypes(ALL).nonDifferentiable();
  }

  private static Stream<OpCase> exponentials() {
    return Stream.of(
        OpCase.unary(Reductions.LogSumExp.class, Tensor::logSumExp)
            .shapes("[1]", "[5]", "[2,3]", "[2,3,4]")
            .referenceOf(in -> OpTable.reduced(in.getFirst(), ReductionRows::logSumExp, false))
            .dtypes(NUMBERS)
            .tolerance(4)
            .backendTolerance(8)
            .specials(1e4, 1e4 + 1, -1e4, NEGATIVE_INFINITY)
            .gives(Tensor.of(Float.POSITIVE_INFINITY), Tensor.of(1f, Float.POSITIVE_INFINITY))
            .gives(Tensor.of(Float.NEGATIVE_INFINITY), Tensor.zeros(0))
            .gives(
                Tensor.of(Float.NEGATIVE_INFINITY),
                Tensor.of(Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY))
            .gives(Tensor.of(Float.NaN), Tensor.of(1, Float.NaN)),
        OpCase.unary(Reductions.LogSumExp.class, x -> x.logSumExp(Axes.of(0).keep()))
            .named("logSumExp over axis 0, kept")
            .shapes("[3]", "[3,2]", "[3,0]", "[2,3,4]")
            .sizes("[n,3]", "[3,n]")
            .tolerance(4)
            .backendTolerance(8)
            .referenceOf(in -> OpTable.reduced(in.getFirst(), ReductionRows::logSumExp, true, 0))
            .rejects("[]", "logSumExp: axis 0 is out of range for shape []"));
  }

  private static Stream<OpCase> statistics() {
    ToDoubleFunction<double[]> length = row -> Math.sqrt(Arrays.stream(row).map(x -> x * x).sum());
    return Stream.of(
        summed("var", Tensor::var)
            .shapes("[]", "[5]", "[2,3]", "[2,3,4]")
            .gives(Tensor.of(Float.NaN), Tensor.zeros(0))
            .gives(Tensor.of(1.25f), Tensor.of(1, 2, 3, 4))
            .referenceOf(in -> OpTable.reduced(in.getFirst(), ReductionRows::variance, false)),
        summed("var over axis 0, kept", x -> x.var(Axes.of(0).keep()))
            .shapes("[3]", "[3,2]", "[2,3,4]")
            .referenceOf(in -> OpTable.reduced(in.getFirst(), ReductionRows::variance, true, 0))
            .rejects("[]", "var: axis 0 is out of range for shape []"),
        summed("std over the last axis", x -> x.std(-1))
            .shapes("[3]", "[4,2]", "[2,3,4]")
            .referenceOf(in -> {
              Grid x = in.getFirst();
              ToDoubleFunction<double[]> std = row -> Math.sqrt(variance(row));
              return OpTable.reduced(x, std, false, x.shape().rank() - 1);
            })
            .rejects("[]", "std: axis -1 is out of range for shape []"),
        summed("norm", Tensor::norm)
            .shapes("[3]", "[4,2]", "[2,3,4]", "[]")
            .referenceOf(in -> OpTable.reduced(in.getFirst(), length, false)),
        summed("norm of order 3 over axis 0", x -> x.norm(3, Axes.of(0)))
            .inputs(Sample.awayFromZero(2, 0.1))
            .shapes("[3]", "[4,2]")
            .tolerance(4)
            .backendTolerance(8)
            .referenceOf(in -> OpTable.reduced(in.getFirst(), row -> norm(row, 3), false, 0)),
        summed("norm of order 1 over the last axis", x -> x.norm(1, Axes.of(-1).keep()))
            .inputs(Sample.awayFromZero(2, 0.1))
            .shapes("[3]", "[4,2]")
            .referenceOf(in -> {
              Grid x = in.getFirst();
              return OpTable.reduced(x, row -> norm(row, 1), true, x.shape().rank() - 1);
            }));
  }

  private static OpCase summed(String name, UnaryOperator<Tensor> call) {
    return OpCase.unary(Reductions.Sum.class, call).named(name).dtypes(NUMBERS).accumulating();
  }

  private static double greatest(double[] row) {
    return Arrays.stream(row).reduce(NEGATIVE_INFINITY, Math::max);
  }

  private static double least(double[] row) {
    return Arrays.stream(row).reduce(POSITIVE_INFINITY, Math::min);
  }

  private static double logSumExp(double[] row) {
    double max = greatest(row);
    return Math.log(Arrays.stream(row).map(x -> Math.exp(x - max)).sum()) + max;
  }

  private static double variance(double[] row) {
    double mean = Arrays.stream(row).sum() / row.length;
    return Arrays.stream(row).map(x -> (x - mean) * (x - mean)).sum() / row.length;
  }

  private static double norm(double[] row, double order) {
    DoubleStream powers = Arrays.stream(row).map(x -> Math.pow(Math.abs(x), order));
    return Math.pow(powers.sum(), 1 / order);
  }
}
