package io.gradus.checks.tensor;

import static io.gradus.tensor.type.DType.BFLOAT16;
import static io.gradus.tensor.type.DType.BOOL;
import static io.gradus.tensor.type.DType.FLOAT16;
import static io.gradus.tensor.type.DType.FLOAT32;
import static io.gradus.tensor.type.DType.FLOAT64;
import static io.gradus.tensor.type.DType.INT16;
import static io.gradus.tensor.type.DType.INT32;
import static io.gradus.tensor.type.DType.INT64;
import static io.gradus.tensor.type.DType.INT8;
import static io.gradus.tensor.type.DType.UINT16;
import static io.gradus.tensor.type.DType.UINT32;
import static io.gradus.tensor.type.DType.UINT64;
import static io.gradus.tensor.type.DType.UINT8;

import io.gradus.tensor.Comparison;
import io.gradus.tensor.Elementwise;
import io.gradus.tensor.Indexing;
import io.gradus.tensor.Linear;
import io.gradus.tensor.Movement;
import io.gradus.tensor.Op;
import io.gradus.tensor.Reductions;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.WholeNumbers;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.testkit.Grid;
import io.gradus.testkit.OpCase;
import io.gradus.testkit.Sample;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Operations on the types that kernels do not compute in: widened, computed and narrowed again.
final class DTypeRows {
  private static final DType[] SMALL = {INT8, INT16, UINT8, UINT16, FLOAT16, BFLOAT16};
  private static final DType[] UNSIGNED = {UINT32, UINT64};
  private static final DType[] WIDENED = {
    INT8, INT16, UINT8, UINT16, UINT32, UINT64, FLOAT16, BFLOAT16
  };
  private static final DType[] STORED = {
    BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, FLOAT16, BFLOAT16, FLOAT32,
    FLOAT64
  };
  private static final double[] SPECIALS = {
    0, -0.0, 1, -1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 6e4, 6e-8
  };

  private DTypeRows() {}

  static Stream<OpCase> rows() {
    return Stream.of(
            arithmetic(), functions(), comparisons(), reductions(), others(), wholeNumbers())
        .flatMap(rows -> rows);
  }

  private static Stream<OpCase> wholeNumbers() {
    return Stream.of(
        OpCase.unary(WholeNumbers.class, x -> WholeNumbers.of(INT64, "number", "").of(x))
            .reference(x -> x)
            .inputs(Sample.whole(0, 9))
            .dtypes(STORED)
            .nonDifferentiable(),
        OpCase.unary(WholeNumbers.class, x -> WholeNumbers.of(UINT8, "number", "").of(x))
            .named("wholeNumbers of bytes")
            .gives(
                Tensor.ofUnsigned(new byte[] {0, -1}, Shape.of(2)), Tensor.of(new float[] {0, 255}))
            .gives(Tensor.ofUnsigned(new byte[] {7}, Shape.of(1)), Tensor.of(new long[] {7}))
            .inputs(Sample.whole(0, 9))
            .nonDifferentiable());
  }

  private static Stream<OpCase> arithmetic() {
    return Stream.of(
            binary(Elementwise.Add.class, "add", Tensor::add, (x, y) -> x + y),
            binary(Elementwise.Sub.class, "sub", Tensor::sub, (x, y) -> x - y),
            binary(Elementwise.Mul.class, "mul", Tensor::mul, (x, y) -> x * y),
            Stream.of(
                OpCase.binary(Elementwise.Div.class, Tensor::div)
                    .named("div of widened types")
                    .reference((x, y) -> x / y)
                    .inputs(Sample.uniform(1, 90))
                    .dtypes(WIDENED)
                    .specials(SPECIALS)),
            Stream.of(
                OpCase.binary(Elementwise.Add.class, Tensor::add)
                    .named("add beyond the range")
                    .gives(unsigned((byte) 44), unsigned((byte) 200), unsigned((byte) 100))
                    .gives(Tensor.of((byte) -128), Tensor.of((byte) 127), Tensor.of((byte) 1))
                    .gives(
                        Tensor.of((short) -2), Tensor.of((short) 0x7FFF), Tensor.of((short) 0x7FFF))
                    .gives(halves(65_504), halves(65_504), halves(15))
                    .gives(halves(Double.POSITIVE_INFINITY), halves(65_504), halves(16))
                    .gives(halves(2050), halves(2048), halves(2))
                    .gives(halves(2048), halves(2048), halves(1))),
            Stream.of(
                OpCase.binary(Elementwise.Mul.class, Tensor::mul)
                    .named("mul beyond the range")
                    .gives(Tensor.of((byte) -112), Tensor.of((byte) 12), Tensor.of((byte) 12))
                    .gives(
                        Tensor.ofUnsigned(new int[] {1}, Shape.SCALAR),
                        Tensor.ofUnsigned(new int[] {-1}, Shape.SCALAR),
                        Tensor.ofUnsigned(new int[] {-1}, Shape.SCALAR))
                    .gives(
                        Tensor.ofUnsigned(new long[] {1}, Shape.SCALAR),
                        Tensor.ofUnsigned(new long[] {-1}, Shape.SCALAR),
                        Tensor.ofUnsigned(new long[] {-1}, Shape.SCALAR))))
        .flatMap(rows -> rows);
  }

  private static Stream<OpCase> binary(
      Class<? extends Op> op,
      String name,
      BinaryOperator<Tensor> call,
      DoubleBinaryOperator reference) {
    OpCase row = OpCase.binary(op, call).reference(reference);
    return Stream.of(
        row.named(name + " of small types")
            .inputs(Sample.uniform(-100, 100))
            .dtypes(SMALL)
            .specials(SPECIALS)
            .tolerance(0)
            // Differences of larger numbers are less exact.
            .differences(1e-3, 1e-6),
        row.named(name + " of wide unsigned types")
            .inputs(Sample.whole(500, 1000), Sample.whole(0, 500))
            .dtypes(UNSIGNED)
            .tolerance(0)
            .differences(1e-2, 1e-6));
  }

  private static Stream<OpCase> functions() {
    return Stream.of(
        unary(Elementwise.Neg.class, "neg", Tensor::neg, x -> -x).inputs(Sample.whole(0, 9)),
        unary(Elementwise.Square.class, "square", Tensor::square, x -> x * x)
            .inputs(Sample.whole(0, 15)),
        unary(Elementwise.Relu.class, "relu", Tensor::relu, x -> Math.max(x, 0))
            .inputs(Sample.awayFromZero(9, 1)),
        unary(Elementwise.Exp.class, "exp", Tensor::exp, StrictMath::exp)
            .inputs(Sample.uniform(0, 4))
            .backendTolerance(4),
        unary(Elementwise.Log.class, "log", Tensor::log, StrictMath::log)
            .inputs(Sample.uniform(1, 99))
            .backendTolerance(4),
        unary(Elementwise.Sqrt.class, "sqrt", Tensor::sqrt, Math::sqrt)
            .inputs(Sample.uniform(1, 99)),
        OpCase.unary(Elementwise.Relu.class, Tensor::relu)
            .named("relu of large unsigned numbers")
            .gives(
                Tensor.ofUnsigned(new long[] {-1, 0, Long.MIN_VALUE}, Shape.of(3)),
                Tensor.ofUnsigned(new long[] {-1, 0, Long.MIN_VALUE}, Shape.of(3)))
            .gives(
                Tensor.ofUnsigned(new int[] {-1, 0}, Shape.of(2)),
                Tensor.ofUnsigned(new int[] {-1, 0}, Shape.of(2))));
  }

  private static OpCase unary(
      Class<? extends Op> op,
      String name,
      UnaryOperator<Tensor> call,
      DoubleUnaryOperator reference) {
    return OpCase.unary(op, call)
        .named(name + " of widened types")
        .reference(reference)
        .dtypes(WIDENED);
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
            .named("select of widened types")
            .inputs(Sample.truths(), Sample.whole(0, 100))
            .dtypes(WIDENED)
            .shapes("[5] [5] [5]", "[2,3] [2,3] [2,3]")
            .sizes("[n] [n] [n]")
            .referenceOf(in ->
                Grid.of(
                    in.getFirst().shape(),
                    at -> in.get(in.getFirst().at(at) != 0 ? 1 : 2).at(at))));
  }

  // Negative inputs are the largest numbers of unsigned types.
  private static OpCase comparison(
      Class<? extends Op> op, BinaryOperator<Tensor> call, DoubleBinaryOperator reference) {
    return OpCase.binary(op, call)
        .named(op.getSimpleName() + " of widened types")
        .reference(reference)
        .inputs(Sample.whole(-2, 3))
        // Numbers near 2⁶⁴ all have one double.
        .dtypes(INT8, INT16, UINT8, UINT16, UINT32, FLOAT16, BFLOAT16)
        .specials(SPECIALS)
        .nonDifferentiable()
        .gives(
            call.apply(Tensor.of(0L, 1L, -1L, 5L), Tensor.of(0L, -1L, -5L, 6L)),
            Tensor.ofUnsigned(new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 1, -2, 5}, Shape.of(4)),
            Tensor.ofUnsigned(new long[] {Long.MIN_VALUE, 1, -6, 6}, Shape.of(4)));
  }

  private static Stream<OpCase> reductions() {
    return Stream.of(
        OpCase.unary(Reductions.Sum.class, Tensor::sum)
            .named("sum of widened types")
            .inputs(Sample.whole(0, 20))
            .dtypes(WIDENED)
            .accumulating()
            .shapes("[]", "[0]", "[5]", "[2,3]")
            .referenceOf(in ->
                new Grid(Shape.SCALAR, new double[] {Arrays.stream(in.getFirst().values()).sum()}))
            .gives(Tensor.of(510), Tensor.ofUnsigned(new byte[] {-1, -1}, Shape.of(2)))
            .gives(Tensor.of(-256), Tensor.of(new byte[] {-128, -128}))
            .gives(halves(4096), Tensor.ones(Shape.of(4096), FLOAT16)),
        OpCase.unary(Reductions.Sum.class, x -> x.mean(-1))
            .named("mean of widened types")
            .inputs(Sample.whole(0, 20))
            .dtypes(WIDENED)
            .shapes("[4]", "[3,4]")
            .accumulating()
            .referenceOf(in -> rows(in.getFirst(), row -> Arrays.stream(row).average().orElse(0))),
        OpCase.unary(Reductions.Max.class, x -> x.max(-1))
            .named("max of widened types")
            .inputs(Sample.distinct())
            .dtypes(INT8, INT16, UINT8, UINT16, UINT32, FLOAT16, BFLOAT16)
            .shapes("[5]", "[2,3]")
            .referenceOf(in -> rows(in.getFirst(), row -> Arrays.stream(row).max().orElseThrow()))
            .gives(
                Tensor.ofUnsigned(new long[] {-1}, Shape.SCALAR),
                Tensor.ofUnsigned(new long[] {1, -1, Long.MAX_VALUE, Long.MIN_VALUE}, Shape.of(4))),
        OpCase.unary(Reductions.ArgMax.class, x -> x.argMax(-1))
            .named("argMax of widened types")
            .inputs(Sample.whole(-3, 4))
            .dtypes(INT8, INT16, UINT8, UINT16, UINT32, FLOAT16, BFLOAT16)
            .shapes("[5]", "[2,3]")
            .nonDifferentiable()
            .referenceOf(in -> rows(in.getFirst(), DTypeRows::first))
            .gives(
                Tensor.of(1),
                Tensor.ofUnsigned(new long[] {1, -1, Long.MAX_VALUE, Long.MIN_VALUE}, Shape.of(4))),
        OpCase.unary(Reductions.Softmax.class, x -> x.softmax(-1))
            .named("softmax of halves")
            .dtypes(FLOAT16, BFLOAT16)
            .shapes("[5]", "[2,3]")
            .backendTolerance(8)
            .referenceOf(in -> softmax(in.getFirst(), false)),
        OpCase.unary(Reductions.LogSoftmax.class, x -> x.logSoftmax(-1))
            .named("logSoftmax of halves")
            .dtypes(FLOAT16, BFLOAT16)
            .shapes("[5]", "[2,3]")
            .backendTolerance(8)
            .referenceOf(in -> softmax(in.getFirst(), true)));
  }

  private static Stream<OpCase> others() {
    return Stream.of(
        OpCase.binary(Linear.MatMul.class, Tensor::matmul)
            .named("matmul of widened types")
            .inputs(Sample.whole(0, 5))
            .dtypes(INT16, UINT8, UINT16, UINT32, UINT64, FLOAT16, BFLOAT16)
            .shapes("[2,3] [3,4]", "[5,2,3] [3,4]", "[3] [3]")
            .sizes("[3,n] [n,5]")
            .accumulating()
            .backendTolerance(1)
            .referenceOf(OpTable::product)
            .gives(Tensor.of(300), Tensor.of(new byte[] {100, 100}), Tensor.of(new byte[] {1, 2})),
        OpCase.unary(Movement.Transpose.class, Tensor::transpose)
            .named("transpose of all types")
            .inputs(Sample.whole(0, 2))
            .dtypes(STORED)
            .shapes("[2,3]")
            .referenceOf(in -> {
              Grid x = in.getFirst();
              return Grid.of(Shape.of(x.dim(1), x.dim(0)), at -> x.at(at[1], at[0]));
            }),
        OpCase.unary(Movement.Reshape.class, x -> x.transpose().reshape(-1))
            .named("reshape with a copy of all types")
            .inputs(Sample.whole(0, 2))
            .dtypes(STORED)
            .shapes("[2,3]")
            .referenceOf(in -> {
              Grid x = in.getFirst();
              return Grid.of(Shape.of(6), at -> x.at(at[0] % 2, at[0] / 2));
            }),
        OpCase.of(Indexing.Gather.class, in -> in.get(0).gather(in.get(1), 0))
            .named("gather of widened types")
            .inputs(Sample.whole(0, 100), Sample.indices(-4, 4))
            .dtypes(WIDENED)
            .shapes("[4,3] [5]")
            .sizes("[4,n] [3]")
            .referenceOf(in -> {
              Grid x = in.get(0);
              return Grid.of(
                  Shape.of(in.get(1).dim(0), x.dim(1)),
                  at -> x.at(Math.floorMod((int) in.get(1).at(at[0]), 4), at[1]));
            }),
        OpCase.of(
                Indexing.ScatterAdd.class,
                in -> Tensor.apply(new Indexing.ScatterAdd(0, 4), in.get(0), in.get(1)).getFirst())
            .named("scatterAdd of widened types")
            .inputs(Sample.indices(-4, 4), Sample.whole(0, 20))
            .dtypes(WIDENED)
            .shapes("[5] [5,3]")
            .sizes("[n] [n,2]")
            .accumulating()
            .referenceOf(in -> {
              Grid updates = in.get(1);
              Grid sum = Grid.of(Shape.of(4, updates.dim(1)), _ -> 0);
              for (int i = 0; i < updates.dim(0); i++) {
                int row = Math.floorMod((int) in.get(0).at(i), 4);
                for (int j = 0; j < updates.dim(1); j++) {
                  sum.values()[row * updates.dim(1) + j] += updates.at(i, j);
                }
              }
              return sum;
            }));
  }

  private interface Row {
    double apply(double[] row);
  }

  private static Grid rows(Grid x, Row f) {
    int n = x.dim(-1);
    double[] results = new double[x.values().length / n];
    for (int i = 0; i < results.length; i++) {
      results[i] = f.apply(Arrays.copyOfRange(x.values(), i * n, (i + 1) * n));
    }
    return new Grid(x.shape().slice(0, x.shape().rank() - 1), results);
  }

  private static double first(double[] row) {
    int best = 0;
    for (int i = 1; i < row.length; i++) {
      best = row[i] > row[best] ? i : best;
    }
    return best;
  }

  private static Grid softmax(Grid x, boolean logarithm) {
    Grid sums = rows(x, row -> Arrays.stream(row).map(Math::exp).sum());
    return Grid.of(
        x.shape(),
        at -> {
          double sum = sums.at(Arrays.copyOf(at, at.length - 1));
          return logarithm ? x.at(at) - Math.log(sum) : Math.exp(x.at(at)) / sum;
        });
  }

  private static Tensor unsigned(byte value) {
    return Tensor.ofUnsigned(new byte[] {value}, Shape.SCALAR);
  }

  private static Tensor halves(double value) {
    return Tensor.scalar(FLOAT16, value);
  }
}
