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
import io.gradus.tensor.Comparison;
import io.gradus.tensor.Elementwise;
import io.gradus.tensor.Index;
import io.gradus.tensor.Indexing;
import io.gradus.tensor.Linear;
import io.gradus.tensor.Movement;
import io.gradus.tensor.Op;
import io.gradus.tensor.Reductions;
import io.gradus.tensor.Sampling;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Philox;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import io.gradus.testkit.Grid;
import io.gradus.testkit.OpCase;
import io.gradus.testkit.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The table of operations: at least a row for each record. References are plain loops in `double`.
final class OpTable {
  private static final DType[] NUMBERS = {FLOAT32, FLOAT64, INT32, INT64, UINT8};
  private static final DType[] ALL = {FLOAT32, FLOAT64, INT32, INT64, UINT8, BOOL};
  private static final double[] SPECIALS = {
    0, -0.0, 1, -1, POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN
  };

  private OpTable() {}

  static Stream<OpCase> rows() {
    return Stream.of(
            arithmetic(),
            functions(),
            comparisons(),
            reductions(),
            products(),
            movements(),
            indexing(),
            random(),
            ElementwiseRows.rows(),
            ReductionRows.rows(),
            OrderRows.rows(),
            NormalRows.rows(),
            ArrangingRows.rows(),
            PoolingRows.rows(),
            ProductRows.rows(),
            ConvolutionRows.rows(),
            DTypeRows.rows(),
            MatrixRows.rows(),
            DecompositionRows.rows(),
            FourierRows.rows(),
            ScanRows.rows(),
            AttentionRows.rows(),
            StandardizeRows.rows(),
            CrossEntropyRows.rows(),
            BatchStandardizeRows.rows())
        .flatMap(s -> s);
  }

  private static Stream<OpCase> arithmetic() {
    return Stream.of(
        OpCase.binary(Elementwise.Add.class, Tensor::add)
            .reference((x, y) -> x + y)
            .dtypes(NUMBERS)
            .specials(SPECIALS)
            .rejects(
                "[2,3] [4]",
                "add: shapes do not broadcast: float32[2, 3] with float32[4], 3 ≠ 4 at axis -1")
            .rejects(
                "[2,1,3] [4,3,2]",
                "add: shapes do not broadcast: float32[2, 1, 3] with float32[4, 3, 2], 3 ≠ 2 at"
                    + " axis -1")
            .gives(Tensor.of(true, true), Tensor.of(true, false), Tensor.of(true, true)),
        OpCase.binary(Elementwise.Sub.class, Tensor::sub)
            .reference((x, y) -> x - y)
            .dtypes(NUMBERS)
            .specials(SPECIALS)
            .rejects(
                "[2,3] [2]",
                "sub: shapes do not broadcast: float32[2, 3] with float32[2], 3 ≠ 2 at axis -1"),
        OpCase.binary(Elementwise.Mul.class, Tensor::mul)
            .reference((x, y) -> x * y)
            .dtypes(NUMBERS)
            .specials(SPECIALS)
            .rejects(
                "int32[3] float64[0]",
                "mul: shapes do not broadcast: int32[3] with float64[0], 3 ≠ 0 at axis -1")
            .gives(Tensor.of(true, false), Tensor.of(true, false), Tensor.of(true, true)),
        OpCase.binary(Elementwise.Div.class, Tensor::div)
            .reference((x, y) -> x / y)
            .inputs(Sample.awayFromZero(4, 0.5))
            .dtypes(NUMBERS)
            .specials(SPECIALS)
            .rejects(
                "[2,3] [4]",
                "div: shapes do not broadcast: float32[2, 3] with float32[4], 3 ≠ 4 at axis -1")
            .gives(Tensor.of(1f, 0f), Tensor.of(true, false), Tensor.of(true, true)));
  }

  private static Stream<OpCase> functions() {
    return Stream.of(
        OpCase.unary(Elementwise.Neg.class, Tensor::neg)
            .reference(x -> -x)
            .dtypes(NUMBERS)
            .specials(SPECIALS)
            .rejects("bool[2]", "neg: needs numbers; got bool[2]"),
        OpCase.unary(Elementwise.Exp.class, Tensor::exp)
            .reference(StrictMath::exp)
            .dtypes(NUMBERS)
            .specials(0, -0.0, POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN, 88.7, -87.3, 1e-9)
            .backendTolerance(4)
            .gives(Tensor.of(1f), Tensor.of(false)),
        OpCase.unary(Elementwise.Log.class, Tensor::log)
            .reference(StrictMath::log)
            .inputs(Sample.uniform(0.1, 4))
            .dtypes(NUMBERS)
            .specials(0, -0.0, 1, -1, POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN, 1e30)
            .backendTolerance(4)
            .gives(Tensor.of(0f), Tensor.of(true)),
        OpCase.unary(Elementwise.Sqrt.class, Tensor::sqrt)
            .reference(Math::sqrt)
            .inputs(Sample.uniform(0.1, 4))
            .dtypes(NUMBERS)
            .specials(0, -0.0, 4, -1, POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN)
            .gives(Tensor.of(1f, 0f), Tensor.of(true, false)),
        OpCase.unary(Elementwise.Square.class, Tensor::square)
            .reference(x -> x * x)
            .dtypes(NUMBERS)
            .specials(SPECIALS)
            .gives(Tensor.of(1, 0), Tensor.of(true, false)),
        OpCase.unary(Elementwise.Relu.class, Tensor::relu)
            .reference(x -> Math.max(x, 0))
            .inputs(Sample.awayFromZero(2, 0.1))
            .dtypes(NUMBERS)
            .specials(SPECIALS)
            .gives(Tensor.of(true, false), Tensor.of(true, false)));
  }

  private static Stream<OpCase> comparisons() {
    return Stream.of(
        comparison(Comparison.Equal.class, Tensor::equal, (x, y) -> x == y ? 1 : 0),
        comparison(Comparison.NotEqual.class, Tensor::notEqual, (x, y) -> x != y ? 1 : 0),
        comparison(Comparison.Less.class, Tensor::less, (x, y) -> x < y ? 1 : 0),
        comparison(Comparison.LessEqual.class, Tensor::lessEqual, (x, y) -> x <= y ? 1 : 0),
        comparison(Comparison.Greater.class, Tensor::greater, (x, y) -> x > y ? 1 : 0),
        comparison(Comparison.GreaterEqual.class, Tensor::greaterEqual, (x, y) -> x >= y ? 1 : 0),
        OpCase.of(Comparison.Select.class, in -> in.get(0).where(in.get(1), in.get(2)))
            .named("select")
            .inputs(Sample.truths(), Sample.uniform(-2, 2))
            .dtypes(ALL)
            .shapes(
                "[] [] []", "[2,3] [2,3] [2,3]", "[3] [2,1] []", "[4,1] [3] [4,3]", "[0] [1] []")
            .sizes("[n] [n] [n]", "[n] [3,n] [3,1]")
            .referenceOf(in ->
                Grid.of(
                    broadcast(in),
                    at -> in.get(in.get(0).stretched(at) != 0 ? 1 : 2).stretched(at)))
            .rejects("int32[2] [2] [2]", "where: the condition must be bool; got int32[2]")
            .rejects(
                "bool[2] [2] [3]",
                "where: shapes do not broadcast: float32[2] with float32[3], 2 ≠ 3 at axis -1")
            .rejects(
                "bool[4] [3] [3]",
                "where: shapes do not broadcast: bool[4] with float32[3], 4 ≠ 3 at axis -1"));
  }

  private static OpCase comparison(
      Class<? extends Op> op, BinaryOperator<Tensor> call, DoubleBinaryOperator reference) {
    String simple = op.getSimpleName();
    String name = Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
    return OpCase.binary(op, call)
        .reference(reference)
        .inputs(Sample.whole(-2, 3))
        .dtypes(ALL)
        .specials(SPECIALS)
        .nonDifferentiable()
        .rejects(
            "[2,3] [4]",
            name + ": shapes do not broadcast: float32[2, 3] with float32[4], 3 ≠ 4 at axis -1");
  }

  private static Stream<OpCase> reductions() {
    ToDoubleFunction<double[]> sum = row -> Arrays.stream(row).sum();
    ToDoubleFunction<double[]> mean = row -> Arrays.stream(row).sum() / row.length;
    ToDoubleFunction<double[]> max = row -> Arrays.stream(row).reduce(NEGATIVE_INFINITY, Math::max);
    OpCase sums =
        OpCase.unary(Reductions.Sum.class, Tensor::sum).dtypes(ALL).accumulating().tolerance(1);
    return Stream.of(
        sums.named("sum")
            .referenceOf(in -> reduced(in.getFirst(), sum, false))
            .specials(1, POSITIVE_INFINITY, -1),
        OpCase.unary(Reductions.Sum.class, x -> x.sum(0))
            .named("sum over axis 0")
            .dtypes(ALL)
            .accumulating()
            .shapes("[3]", "[0]", "[3,2]", "[4,0]", "[0,4]", "[3,2,5]")
            .sizes("[n,3]", "[3,n]")
            .referenceOf(in -> reduced(in.getFirst(), sum, false, 0))
            .rejects("[]", "sum: axis 0 is out of range for shape []"),
        OpCase.unary(Reductions.Sum.class, x -> x.sum(Axes.of(-1, 0).keep()))
            .named("sum over axes −1 and 0, kept")
            .dtypes(NUMBERS)
            .accumulating()
            .shapes("[3,2]", "[3,0]", "[3,2,5]")
            .sizes("[3,n]", "[3,2,n]", "[n,2,3]")
            .referenceOf(
                in -> reduced(in.getFirst(), sum, true, 0, in.getFirst().shape().rank() - 1))
            .rejects("[3]", "sum: axis 0 is given twice in [-1, 0]"),
        OpCase.unary(Reductions.Sum.class, x -> x.mean(-1))
            .named("mean over the last axis")
            .dtypes(NUMBERS)
            .accumulating()
            .shapes("[3]", "[2,3]", "[0,3]", "[4,2,3]")
            .referenceOf(
                in -> reduced(in.getFirst(), mean, false, in.getFirst().shape().rank() - 1))
            .rejects("[]", "mean: axis -1 is out of range for shape []"),
        OpCase.unary(Reductions.Max.class, Tensor::max)
            .named("max")
            .inputs(Sample.distinct())
            .dtypes(ALL)
            .shapes("[]", "[1]", "[5]", "[2,3]", "[2,3,4]")
            .referenceOf(in -> reduced(in.getFirst(), max, false))
            .specials(1, NaN, POSITIVE_INFINITY)
            .rejects("[0]", "max: needs at least one element along the axes; got float32[0]"),
        OpCase.unary(Reductions.Max.class, x -> x.max(Axes.of(1).keep()))
            .named("max over axis 1, kept")
            .inputs(Sample.distinct())
            .dtypes(ALL)
            .shapes("[2,3]", "[0,3]", "[2,3,4]")
            .sizes("[3,n]", "[2,3,n]")
            .referenceOf(in -> reduced(in.getFirst(), max, true, 1))
            .rejects("[2,0]", "max: needs at least one element along the axes; got float32[2, 0]")
            .rejects("[2]", "max: axis 1 is out of range for shape [2]"),
        OpCase.unary(Reductions.ArgMax.class, x -> x.argMax(-1))
            .inputs(Sample.whole(-3, 4))
            .dtypes(ALL)
            .shapes("[5]", "[2,3]", "[0,3]", "[2,3,4]")
            .nonDifferentiable()
            .referenceOf(in ->
                reduced(in.getFirst(), OpTable::largest, false, in.getFirst().shape().rank() - 1))
            .specials(1, NaN, POSITIVE_INFINITY, NaN)
            .rejects("[]", "argMax: axis -1 is out of range for shape []")
            .rejects(
                "[2,0]", "argMax: needs at least one element along the axis; got float32[2, 0]"),
        OpCase.unary(Reductions.ArgMax.class, x -> x.argMax(0))
            .named("argMax over axis 0")
            .inputs(Sample.whole(-3, 4))
            .dtypes(ALL)
            .shapes("[5]", "[3,2]", "[3,0]", "[3,2,4]")
            .sizes("[n,3]", "[5,n]")
            .nonDifferentiable()
            .referenceOf(in -> reduced(in.getFirst(), OpTable::largest, false, 0)),
        OpCase.unary(Reductions.Softmax.class, x -> x.softmax(-1))
            .shapes("[5]", "[1]", "[0]", "[2,3]", "[0,3]", "[2,3,4]")
            .referenceOf(in -> softmax(in.getFirst(), in.getFirst().shape().rank() - 1, false))
            .tolerance(4)
            .backendTolerance(8)
            .specials(1e4, 1e4 + 1, -1e4, NEGATIVE_INFINITY)
            .rejects("[]", "softmax: needs at least one axis; got float32[]")
            .gives(Tensor.of(0.25f, 0.25f, 0.25f, 0.25f), Tensor.of(7, 7, 7, 7)),
        OpCase.unary(Reductions.Softmax.class, x -> x.softmax(0))
            .named("softmax over axis 0")
            .shapes("[5]", "[3,2]", "[3,2,4]")
            .sizes("[n,3]")
            .referenceOf(in -> softmax(in.getFirst(), 0, false))
            .tolerance(4)
            .backendTolerance(8),
        OpCase.unary(Reductions.LogSoftmax.class, x -> x.logSoftmax(-1))
            .shapes("[5]", "[1]", "[0]", "[2,3]", "[0,3]", "[2,3,4]")
            .referenceOf(in -> softmax(in.getFirst(), in.getFirst().shape().rank() - 1, true))
            .tolerance(8)
            .backendTolerance(16)
            .specials(1e4, 1e4 + 1, -1e4, NEGATIVE_INFINITY)
            .rejects("[]", "logSoftmax: needs at least one axis; got float32[]"));
  }

  private static Stream<OpCase> products() {
    return Stream.of(
        OpCase.binary(Linear.MatMul.class, Tensor::matmul)
            .named("matmul")
            .dtypes(FLOAT32, FLOAT64, INT32, INT64)
            .shapes(
                "[3] [3]",
                "[2,3] [3]",
                "[3] [3,4]",
                "[2,3] [3,4]",
                "[5,2,3] [3,4]",
                "[2,3] [5,3,4]",
                "[5,2,3] [5,3,4]",
                "[6,1,2,3] [5,3,4]",
                "[2,5,2,3] [2,1,3,4]",
                "[3] [5,3,4]",
                "[5,2,3] [3]",
                "[0,3] [3,4]",
                "[2,0] [0,4]",
                "[2,3] [3,0]",
                "[2,3,0] [0,4]",
                "[0,2,3] [3,4]",
                "[2,2,3] [2,3,0]",
                "[1,1] [1,1]")
            .sizes(
                "[2,2,3] [2,3,0]",
                "[3,n] [n,5]",
                "[n,4] [4,3]",
                "[3,4] [4,n]",
                "[m,m] [m,m]",
                "[2,m,7] [7,m]",
                "[2,m,7] [2,7,m]",
                "[n] [n]")
            .accumulating()
            .tolerance(1)
            .backendTolerance(1)
            .referenceOf(OpTable::product)
            .rejects(
                "[2,3] [4,5]",
                "matmul: inner dimensions differ: float32[2, 3] · float32[4, 5], 3 ≠ 4")
            .rejects(
                "[128,784] [512,10]",
                "matmul: inner dimensions differ: float32[128, 784] · float32[512, 10], 784 ≠ 512")
            .rejects(
                "[3] [4,5]", "matmul: inner dimensions differ: float32[3] · float32[4, 5], 3 ≠ 4")
            .rejects(
                "[2,3] [4]", "matmul: inner dimensions differ: float32[2, 3] · float32[4], 3 ≠ 4")
            .rejects(
                "[] [3,4]", "matmul: needs at least one axis each; got float32[] · float32[3, 4]")
            .rejects(
                "[2,2,3] [3,3,4]",
                "matmul: shapes do not broadcast: float32[2, 2, 3] · float32[3, 3, 4], 2 ≠ 3 at"
                    + " axis -3")
            .gives(
                Tensor.of(true).reshape(1),
                Tensor.of(true, false).reshape(1, 2),
                Tensor.of(true, true)));
  }

  private static Stream<OpCase> movements() {
    return Stream.concat(
        casts(),
        Stream.of(
            OpCase.unary(Movement.Reshape.class, x -> x.reshape(-1))
                .named("reshape to a vector")
                .dtypes(ALL)
                .referenceOf(in ->
                    new Grid(Shape.of(in.getFirst().values().length), in.getFirst().values())),
            OpCase.unary(Movement.Reshape.class, x -> x.reshape(3, 2, -1))
                .named("reshape to [3, 2, −1]")
                .shapes("[6]", "[2,3]", "[12]", "[2,3,4]", "[4,6]", "[1,6,1]")
                .sizes("[6,n]", "[n,6]")
                .referenceOf(in ->
                    new Grid(
                        Shape.of(3, 2, in.getFirst().values().length / 6), in.getFirst().values()))
                .rejects("[4]", "reshape: float32[4] has 4 elements, which do not fill [3, 2, -1]"),
            OpCase.unary(Movement.Transpose.class, Tensor::transpose)
                .named("transpose")
                .dtypes(ALL)
                .referenceOf(in -> transposed(in.getFirst())),
            OpCase.unary(Movement.Transpose.class, x -> x.transpose(2, 0, 1))
                .named("transpose to (2, 0, 1)")
                .shapes("[2,3,4]", "[0,3,2]")
                .sizes("[2,3,n]", "[n,3,2]")
                .referenceOf(in -> {
                  Grid x = in.getFirst();
                  return Grid.of(
                      Shape.of(x.dim(2), x.dim(0), x.dim(1)), at -> x.at(at[1], at[2], at[0]));
                })
                .rejects("[2,3]", "transpose: axis 2 is out of range for shape [2, 3]")
                .rejects(
                    "[2,3,4,5]",
                    "transpose: axes must name each axis once; got [2, 0, 1] for float32[2, 3, 4,"
                        + " 5]"),
            OpCase.unary(Movement.BroadcastTo.class, x -> x.broadcastTo(Shape.of(2, 3, 4)))
                .named("broadcastTo [2, 3, 4]")
                .dtypes(ALL)
                .shapes("[]", "[4]", "[1]", "[3,1]", "[3,4]", "[2,1,4]", "[1,3,1]", "[2,3,4]")
                .sizes("[3,1]", "[4]")
                .referenceOf(in -> Grid.of(Shape.of(2, 3, 4), in.getFirst()::stretched))
                .rejects("[3]", "broadcastTo: float32[3] does not stretch to [2, 3, 4]")
                .rejects(
                    "[5,2,3,4]",
                    "broadcastTo: float32[5, 2, 3, 4] does not stretch to [2, 3, 4]")));
  }

  private static Stream<OpCase> casts() {
    return Arrays.stream(DType.values())
        .map(to -> {
          OpCase row =
              OpCase.unary(Movement.Cast.class, x -> x.cast(to))
                  .named("cast to " + to)
                  .dtypes(ALL)
                  .inputs(Sample.uniform(-700, 700))
                  .tolerance(0)
                  // Steps far longer than the distance of neighbouring halves.
                  .differences(to.bytes() == 2 ? 200 : 10, to.bytes() == 2 ? 0.05 : 1e-4)
                  .reference(x -> x);
          return to.isFloating() ? row : row.nonDifferentiable();
        });
  }

  private static Stream<OpCase> indexing() {
    return Stream.of(
        OpCase.unary(Movement.Bitcast.class, x -> x.view(DType.INT32))
            .shapes()
            .sizes()
            .nonDifferentiable()
            .gives(Tensor.of(0x3F800000, 0x80000000), Tensor.of(1f, -0f))
            .gives(
                Tensor.of(new int[][] {{0, 0x3FF00000}}), Tensor.of(new double[] {1}).reshape(1, 1))
            .gives(Tensor.of(new int[] {0x00020001}), Tensor.of((short) 1, (short) 2))
            .rejects(
                "float16[3]",
                "view: the last axis must hold whole elements of int32; got float16[3]")
            .rejects(
                "float64[]",
                "view: the last axis must hold whole elements of int32; got float64[]"),
        OpCase.unary(Movement.Bitcast.class, x -> x.view(BOOL))
            .named("view of numbers as bool")
            .shapes()
            .sizes()
            .nonDifferentiable()
            .gives(Tensor.of(true), Tensor.of(true))
            .rejects("uint8[3]", "view: the bytes of numbers are no bool; got uint8[3]"),
        OpCase.unary(Indexing.Slice.class, x -> x.get("1:4, ::-2, newaxis, -1"))
            .named("slice")
            .dtypes(ALL)
            .shapes("[5,4,3]", "[3,1,2]", "[1,3,3]", "[4,0,3]")
            .sizes("[5,n,3]", "[n,2,3]")
            .referenceOf(in -> {
              Grid x = in.getFirst();
              int rows = Math.max(0, Math.min(4, x.dim(0)) - 1);
              int columns = Math.ceilDiv(x.dim(1), 2);
              return Grid.of(
                  Shape.of(rows, columns, 1),
                  at -> x.at(at[0] + 1, x.dim(1) - 1 - 2 * at[1], x.dim(2) - 1));
            })
            .rejects("[5,4]", "index: too many indices: 3 for float32[5, 4]")
            .rejects(
                "[5,4,0]", "index: position -1 is out of range for axis 2 of float32[5, 4, 0]"),
        embed(),
        gather(0)
            .shapes("[4,3] [5]", "[4] []", "[4,2,3] [2,2]", "[4,0] [3]", "[4,3] [0]")
            .sizes("[4,n] [3]", "[4,2] [n]", "[4] [n]"),
        gather(1)
            .shapes("[2,4,3] [5]", "[2,4] []", "[2,4,3] [2,2]")
            .sizes("[3,4,n] [3]", "[n,4] [2]"),
        OpCase.of(Indexing.Gather.class, in -> in.get(0).gather(in.get(1), 0))
            .named("gather of wrong indices")
            .gives(Tensor.of(3, 1), Tensor.of(1, 2, 3), Tensor.of(-1L, 0L))
            .rejects("[3] float32[2]", "gather: indices must be integers; got float32[2]")
            .rejects("[] int32[2]", "gather: axis 0 is out of range for shape []"),
        scatterAdd(0)
            .shapes("[5] [5,3]", "[2,2] [2,2,3]", "[0] [0,3]", "[] [3]")
            .sizes("[3] [3,n]", "[n] [n,2]"),
        scatterAdd(1).shapes("[5] [2,5,3]", "[2,2] [3,2,2]").sizes("[3] [2,3,n]", "[n] [2,n]"),
        OpCase.of(
                Indexing.ScatterAdd.class,
                in -> applied(new Indexing.ScatterAdd(0, 4), in.toArray(Tensor[]::new)))
            .named("scatterAdd of wrong operands")
            .gives(Tensor.of(0, 11, 0, 2), Tensor.of(1, 3, 1), Tensor.of(1, 2, 10))
            .rejects(
                "int32[3] [4]",
                "scatterAdd: updates must have the indices' shape from axis 0 on; got"
                    + " indices=int32[3], updates=float32[4]")
            .rejects("[3] [3]", "scatterAdd: indices must be integers; got float32[3]"));
  }

  private static OpCase embed() {
    Indexing.Slice place =
        new Indexing.Slice(List.of(Index.range(1, 3), Index.range(null, null, -2)));
    return OpCase.unary(
            Indexing.Embed.class, x -> applied(new Indexing.Embed(place, Shape.of(4, 5)), x))
        .named("embed")
        .dtypes(ALL)
        .shapes("[2,3]")
        .sizes("[2,3]")
        .referenceOf(in ->
            Grid.of(
                Shape.of(4, 5),
                at -> {
                  boolean inside = at[0] >= 1 && at[0] < 3 && at[1] % 2 == 0;
                  return inside ? in.getFirst().at(at[0] - 1, 2 - at[1] / 2) : 0;
                }));
  }

  private static OpCase gather(int axis) {
    return OpCase.of(Indexing.Gather.class, in -> in.get(0).gather(in.get(1), axis))
        .named("gather along axis " + axis)
        .inputs(Sample.uniform(-2, 2), Sample.indices(-4, 4))
        .dtypes(ALL)
        .referenceOf(in -> {
          Grid x = in.get(0);
          Grid indices = in.get(1);
          int rank = indices.shape().rank();
          Shape before = x.shape().slice(0, axis);
          return Grid.of(
              before.concat(indices.shape()).concat(x.shape().from(axis + 1)),
              at -> x.at(source(at, axis, rank, indices, x.dim(axis))));
        });
  }

  private static OpCase scatterAdd(int axis) {
    int length = 4;
    return OpCase.of(
            Indexing.ScatterAdd.class,
            in -> applied(new Indexing.ScatterAdd(axis, length), in.get(0), in.get(1)))
        .named("scatterAdd along axis " + axis)
        .inputs(Sample.indices(-4, 4), Sample.uniform(-2, 2))
        .dtypes(NUMBERS)
        .accumulating()
        .referenceOf(in -> {
          Grid indices = in.get(0);
          Grid updates = in.get(1);
          int rank = indices.shape().rank();
          Shape shape =
              updates
                  .shape()
                  .slice(0, axis)
                  .concat(Shape.of(length))
                  .concat(updates.shape().from(axis + rank));
          Grid sum = Grid.of(shape, _ -> 0);
          Grid.of(
              updates.shape(),
              at -> {
                int[] to = source(at, axis, rank, indices, length);
                long flat = 0;
                for (int i = 0; i < to.length; i++) {
                  flat = flat * shape.dim(i) + to[i];
                }
                return sum.values()[(int) flat] += updates.at(at);
              });
          return sum;
        });
  }

  /// The index into the operand of a gather that belongs to an index of its result.
  private static int[] source(int[] at, int axis, int rank, Grid indices, int length) {
    int chosen = (int) indices.at(Arrays.copyOfRange(at, axis, axis + rank));
    return IntStream.concat(
            IntStream.concat(
                Arrays.stream(at, 0, axis), IntStream.of(chosen < 0 ? chosen + length : chosen)),
            Arrays.stream(at, axis + rank, at.length))
        .toArray();
  }

  private static Stream<OpCase> random() {
    return Stream.of(uniform(FLOAT32), uniform(FLOAT64));
  }

  private static OpCase uniform(DType dtype) {
    TensorType type = TensorType.of(dtype, 3, 13_001);
    int perBlock = dtype == FLOAT32 ? 4 : 2;
    Sample word =
        new Sample(
            INT64,
            (SplittableRandom random, int n) ->
                random.doubles(n, -1e9, 1e9).map(Math::rint).toArray());
    return OpCase.of(
            Sampling.RandomUniform.class,
            in -> applied(new Sampling.RandomUniform(type), in.get(0), in.get(1)))
        .named("randomUniform " + dtype)
        .inputs(word)
        .dtypes(dtype)
        .shapes("[] []")
        .sizes("[] []")
        .tolerance(0)
        .nonDifferentiable()
        .referenceOf(in -> {
          long key = (long) in.get(0).at();
          long counter = (long) in.get(1).at();
          double[] numbers = new double[3 * 13_001];
          int[] words = new int[4];
          for (int i = 0; i < numbers.length; i++) {
            Philox.block(key, counter + i / perBlock, words, 0);
            int k = i % perBlock;
            numbers[i] =
                dtype == FLOAT32
                    ? (words[k] >>> 8) / 16_777_216.0
                    : ((words[2 * k] & 0xFFFFFFFFL) * 2_097_152L + (words[2 * k + 1] >>> 11))
                        / 9_007_199_254_740_992.0;
          }
          return new Grid(type.shape(), numbers);
        })
        .rejects(
            "int32[] int64[]",
            "randomUniform: needs key and counter as int64 scalars; got [int32[], int64[]]")
        .rejects(
            "int64[1] int64[]",
            "randomUniform: needs key and counter as int64 scalars; got [int64[1], int64[]]");
  }

  static Tensor applied(Op op, Tensor... inputs) {
    return Tensor.apply(op, inputs).getFirst();
  }

  private static Shape broadcast(List<Grid> grids) {
    int rank = grids.stream().mapToInt(g -> g.shape().rank()).max().orElse(0);
    long[] dims = new long[rank];
    Arrays.fill(dims, 1);
    for (Grid grid : grids) {
      for (int i = 1; i <= grid.shape().rank(); i++) {
        long dim = grid.shape().dim(-i);
        dims[rank - i] = dim == 1 ? dims[rank - i] : dim;
      }
    }
    return Shape.of(dims);
  }

  /// Reduces over the axes; over all where none are given.
  static Grid reduced(Grid x, ToDoubleFunction<double[]> f, boolean keep, int... axes) {
    int rank = x.shape().rank();
    boolean[] gone = new boolean[rank];
    for (int axis : axes.length == 0 ? IntStream.range(0, rank).toArray() : axes) {
      gone[axis] = true;
    }
    int[] kept = IntStream.range(0, rank).filter(axis -> !gone[axis]).toArray();
    int[] over = IntStream.range(0, rank).filter(axis -> gone[axis]).toArray();
    Shape inner = Shape.of(Arrays.stream(over).mapToLong(x::dim).toArray());
    Grid result =
        Grid.of(
            Shape.of(Arrays.stream(kept).mapToLong(x::dim).toArray()),
            at -> {
              Grid row =
                  Grid.of(
                      inner,
                      in -> {
                        int[] index = new int[rank];
                        for (int i = 0; i < kept.length; i++) {
                          index[kept[i]] = at[i];
                        }
                        for (int i = 0; i < over.length; i++) {
                          index[over[i]] = in[i];
                        }
                        return x.at(index);
                      });
              return f.applyAsDouble(row.values());
            });
    long[] dims = IntStream.range(0, rank).mapToLong(a -> gone[a] ? 1 : x.dim(a)).toArray();
    return keep ? new Grid(Shape.of(dims), result.values()) : result;
  }

  static double largest(double[] row) {
    int best = 0;
    for (int i = 0; i < row.length; i++) {
      if (Double.isNaN(row[i])) {
        return i;
      }
      best = row[i] > row[best] ? i : best;
    }
    return best;
  }

  private static Grid softmax(Grid x, int axis, boolean logarithm) {
    return Grid.of(
        x.shape(),
        at -> {
          int[] other = at.clone();
          double max = NEGATIVE_INFINITY;
          for (other[axis] = 0; other[axis] < x.dim(axis); other[axis]++) {
            max = Math.max(max, x.at(other));
          }
          double sum = 0;
          for (other[axis] = 0; other[axis] < x.dim(axis); other[axis]++) {
            sum += Math.exp(x.at(other) - max);
          }
          double shifted = x.at(at) - max;
          return logarithm ? shifted - Math.log(sum) : Math.exp(shifted) / sum;
        });
  }

  private static Grid transposed(Grid x) {
    int rank = x.shape().rank();
    long[] dims = IntStream.range(0, rank).mapToLong(i -> x.dim(rank - 1 - i)).toArray();
    return Grid.of(
        Shape.of(dims), at -> x.at(IntStream.range(0, rank).map(i -> at[rank - 1 - i]).toArray()));
  }

  static Grid product(List<Grid> in) {
    Grid a = in.get(0).shape().rank() == 1 ? under(in.get(0), 1, in.get(0).dim(0)) : in.get(0);
    Grid b = in.get(1).shape().rank() == 1 ? under(in.get(1), in.get(1).dim(0), 1) : in.get(1);
    Grid outerA = new Grid(a.shape().slice(0, a.shape().rank() - 2), new double[0]);
    Grid outerB = new Grid(b.shape().slice(0, b.shape().rank() - 2), new double[0]);
    Shape outer = broadcast(List.of(outerA, outerB));
    Grid all =
        Grid.of(
            outer.concat(Shape.of(a.dim(-2), b.dim(-1))),
            at -> {
              int rank = at.length;
              int[] left = at.clone();
              int[] right = at.clone();
              double sum = 0;
              for (int k = 0; k < a.dim(-1); k++) {
                left[rank - 1] = k;
                right[rank - 2] = k;
                sum += matrix(a, left) * matrix(b, right);
              }
              return sum;
            });
    long[] dims = all.shape().dims();
    boolean row = in.get(0).shape().rank() == 1;
    boolean column = in.get(1).shape().rank() == 1;
    Shape kept =
        outer
            .concat(row ? Shape.SCALAR : Shape.of(dims[dims.length - 2]))
            .concat(column ? Shape.SCALAR : Shape.of(dims[dims.length - 1]));
    return new Grid(kept, all.values());
  }

  private static Grid under(Grid x, long... dims) {
    return new Grid(Shape.of(dims), x.values());
  }

  // The last two axes as they are, the leading ones broadcast.
  private static double matrix(Grid x, int[] at) {
    int rank = x.shape().rank();
    int[] own = new int[rank];
    for (int i = 1; i <= rank; i++) {
      own[rank - i] = i > 2 && x.dim(-i) == 1 ? 0 : at[at.length - i];
    }
    return x.at(own);
  }
}
