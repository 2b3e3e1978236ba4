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
import io.gradus.tensor.Cumulative;
import io.gradus.tensor.Sorting;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.testkit.Grid;
import io.gradus.testkit.OpCase;
import io.gradus.testkit.Sample;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The rows of [OpTable] for operations in which the order of the elements counts: running sums and
/// products, and sorting.
final class OrderRows {
  private static final DType[] NUMBERS = {FLOAT32, FLOAT64, INT32, INT64, UINT8};
  private static final DType[] ALL = {FLOAT32, FLOAT64, INT32, INT64, UINT8, BOOL};

  private OrderRows() {}

  static Stream<OpCase> rows() {
    return Stream.concat(running(), sorting());
  }

  private static Stream<OpCase> running() {
    UnaryOperator<double[]> sums =
        row -> {
          double[] result = row.clone();
          Arrays.parallelPrefix(result, Double::sum);
          return result;
        };
    UnaryOperator<double[]> products =
        row -> {
          double[] result = row.clone();
          for (int i = 1; i < result.length; i++) {
            result[i] *= result[i - 1];
          }
          return result;
        };
    return Stream.of(
        OpCase.unary(Cumulative.CumSum.class, x -> x.cumSum(-1))
            .dtypes(ALL)
            .accumulating()
            .shapes("[1]", "[0]", "[5]", "[2,3]", "[3,0]", "[2,3,4]")
            .referenceOf(in -> along(in.getFirst(), -1, sums))
            .specials(-0.0, 1, POSITIVE_INFINITY, -1, NEGATIVE_INFINITY, 2)
            .rejects("[]", "cumSum: axis -1 is out of range for shape []"),
        OpCase.unary(Cumulative.CumSum.class, x -> x.cumSum(0))
            .named("cumSum along axis 0")
            .dtypes(NUMBERS)
            .accumulating()
            .shapes("[5]", "[3,2]", "[0,3]", "[2,3,4]")
            .sizes("[n,3]", "[3,n]")
            .referenceOf(in -> along(in.getFirst(), 0, sums)),
        OpCase.unary(Cumulative.CumProd.class, x -> x.cumProd(-1))
            .dtypes(ALL)
            .accumulating()
            .shapes("[1]", "[0]", "[5]", "[2,3]", "[3,0]", "[2,3,4]")
            .referenceOf(in -> along(in.getFirst(), -1, products))
            .specials(2, POSITIVE_INFINITY, -1, 0, 3)
            .rejects("[]", "cumProd: axis -1 is out of range for shape []"),
        OpCase.unary(Cumulative.CumProd.class, x -> x.cumProd(0))
            .named("cumProd along axis 0, with zeros")
            .inputs(Sample.whole(-1, 3))
            .dtypes(FLOAT32, FLOAT64, INT32)
            .accumulating()
            .shapes("[5]", "[6,2]", "[0,3]", "[4,3,4]")
            .sizes("[n,3]", "[3,n]")
            .referenceOf(in -> along(in.getFirst(), 0, products)),
        OpCase.of(
                Cumulative.Recurrence.class,
                in -> OpTable.applied(new Cumulative.Recurrence(), in.get(0), in.get(1)))
            .named("recurrence")
            .inputs(Sample.uniform(-1.2, 1.2))
            .accumulating()
            .shapes("[1] [1]", "[0] [0]", "[5] [5]", "[2,4] [2,4]", "[2,3,4] [2,3,4]")
            .sizes("[n] [n]", "[3,n] [3,n]")
            .referenceOf(in -> {
              Grid a = in.get(0);
              double[] y = in.get(1).values().clone();
              int n = a.dim(-1);
              for (int i = 0; i < y.length; i++) {
                y[i] += i % n == 0 ? 0 : a.values()[i] * y[i - 1];
              }
              return new Grid(a.shape(), y);
            })
            .rejects(
                "[3] float64[3]",
                "recurrence: needs one floating type; got a=float32[3], b=float64[3]")
            .rejects(
                "int32[3] int32[3]",
                "recurrence: needs one floating type; got a=int32[3], b=int32[3]")
            .rejects(
                "[3] [1]",
                "recurrence: needs one shape with at least one axis; got a=float32[3],"
                    + " b=float32[1]")
            .rejects(
                "[] []",
                "recurrence: needs one shape with at least one axis; got a=float32[],"
                    + " b=float32[]"));
  }

  private static Stream<OpCase> sorting() {
    UnaryOperator<double[]> sorted = row -> picked(row, order(row, false));
    UnaryOperator<double[]> order =
        row -> Arrays.stream(order(row, false)).asDoubleStream().toArray();
    return Stream.of(
        OpCase.unary(Sorting.Sort.class, x -> x.sort(-1))
            .inputs(Sample.distinct())
            .dtypes(ALL)
            .shapes("[1]", "[0]", "[5]", "[2,3]", "[3,0]", "[2,3,4]")
            .referenceOf(in -> along(in.getFirst(), -1, sorted))
            .specials(1, NaN, 0, -0.0, POSITIVE_INFINITY, NEGATIVE_INFINITY, -1)
            .rejects("[]", "sort: axis -1 is out of range for shape []"),
        OpCase.unary(Sorting.Sort.class, x -> x.sort(0))
            .named("sort along axis 0")
            .inputs(Sample.distinct())
            .shapes("[5]", "[4,2]", "[0,3]", "[3,2,4]")
            .sizes("[n,3]", "[3,n]")
            .referenceOf(in -> along(in.getFirst(), 0, sorted)),
        OpCase.unary(Sorting.Sort.class, x -> x.argSort(-1))
            .named("argSort")
            .inputs(Sample.whole(-3, 4))
            .dtypes(ALL)
            .shapes("[1]", "[0]", "[5]", "[4,7]", "[3,0]", "[2,3,9]")
            .nonDifferentiable()
            .referenceOf(in -> along(in.getFirst(), -1, order))
            .specials(1, NaN, 0, -0.0, POSITIVE_INFINITY, NaN, NEGATIVE_INFINITY, -1)
            .rejects("[]", "argSort: axis -1 is out of range for shape []"),
        OpCase.unary(Sorting.Sort.class, x -> x.topK(2).values())
            .named("values of topK")
            .inputs(Sample.distinct())
            .dtypes(ALL)
            .shapes("[2]", "[5]", "[3,4]", "[0,3]", "[2,3,4]")
            .sizes("[3,5]", "[4,33]")
            .referenceOf(in -> top(in.getFirst(), false))
            .specials(1, NaN, POSITIVE_INFINITY, -1)
            .rejects(
                "[3,1]",
                "topK: k must be from 0 to the length of the last axis; got k=2 for float32[3, 1]")
            .rejects(
                "[]",
                "topK: k must be from 0 to the length of the last axis; got k=2 for float32[]"),
        OpCase.unary(Sorting.Sort.class, x -> x.topK(2).indices())
            .named("indices of topK")
            .inputs(Sample.whole(0, 3))
            .shapes("[2]", "[5]", "[3,9]", "[2,3,4]")
            .sizes("[3,5]", "[4,33]")
            .nonDifferentiable()
            .gives(Tensor.of(1L, 2L), Tensor.of(3, 7, 7))
            .referenceOf(in -> top(in.getFirst(), true)),
        OpCase.unary(Sorting.Sort.class, Tensor::median)
            .named("median")
            .inputs(Sample.distinct())
            .dtypes(NUMBERS)
            .shapes("[]", "[1]", "[5]", "[2,3]", "[2,2,3]")
            .sizes("[n]", "[3,n]")
            .referenceOf(in -> quantile(in.getFirst(), 0.5))
            .specials(1, 2, POSITIVE_INFINITY)
            .gives(Tensor.of(Float.NaN), Tensor.of(1, 2, Float.NaN))
            .rejects("[0]", "median: needs at least one element along the axes; got float32[0]"),
        OpCase.unary(Sorting.Sort.class, x -> x.quantile(0.3, Axes.of()))
            .named("quantile")
            .inputs(Sample.distinct())
            .shapes("[1]", "[5]", "[2,3]")
            .referenceOf(in -> quantile(in.getFirst(), 0.3))
            .rejects(
                "[2,0]", "quantile: needs at least one element along the axes; got float32[2, 0]"));
  }

  // −0 and 0 are equal, NaN is the largest; equals keep their order.
  private static int[] order(double[] row, boolean descending) {
    Comparator<Integer> rising = Comparator.comparingDouble(i -> row[i] + 0.0);
    return IntStream.range(0, row.length)
        .boxed()
        .sorted(descending ? rising.reversed() : rising)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double[] picked(double[] row, int[] order) {
    return Arrays.stream(order).mapToDouble(i -> row[i]).toArray();
  }

  private static Grid top(Grid x, boolean positions) {
    int last = x.shape().rank() - 1;
    Grid all =
        along(
            x,
            -1,
            row -> {
              int[] order = order(row, true);
              return positions
                  ? Arrays.stream(order).asDoubleStream().toArray()
                  : picked(row, order);
            });
    return Grid.of(x.shape().withDim(last, 2), all::at);
  }

  private static Grid quantile(Grid x, double q) {
    double[] sorted = x.values().clone();
    Arrays.sort(sorted);
    double position = q * (sorted.length - 1);
    int below = (int) Math.floor(position);
    int above = (int) Math.ceil(position);
    double part = position - below;
    double value = part == 0 ? sorted[below] : sorted[below] * (1 - part) + sorted[above] * part;
    return new Grid(Shape.SCALAR, new double[] {value});
  }

  /// Replaces each row along an axis.
  private static Grid along(Grid x, int axis, UnaryOperator<double[]> f) {
    int place = axis < 0 ? axis + x.shape().rank() : axis;
    return Grid.of(
        x.shape(),
        at -> {
          int[] other = at.clone();
          double[] row = new double[x.dim(place)];
          for (int i = 0; i < row.length; i++) {
            other[place] = i;
            row[i] = x.at(other);
          }
          return f.apply(row)[at[place]];
        });
  }
}
