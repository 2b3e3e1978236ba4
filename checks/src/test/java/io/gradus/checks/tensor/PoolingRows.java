package io.gradus.checks.tensor;

import static io.gradus.tensor.type.DType.BFLOAT16;
import static io.gradus.tensor.type.DType.FLOAT16;
import static io.gradus.tensor.type.DType.FLOAT32;
import static io.gradus.tensor.type.DType.FLOAT64;
import static io.gradus.tensor.type.DType.INT32;
import static io.gradus.tensor.type.DType.INT64;
import static io.gradus.tensor.type.DType.UINT64;
import static io.gradus.tensor.type.DType.UINT8;

import io.gradus.tensor.Op;
import io.gradus.tensor.Pool;
import io.gradus.tensor.Pooling;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.testkit.Grid;
import io.gradus.testkit.OpCase;
import io.gradus.testkit.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Rows for pooling. The reference asks of every cell whether it is in a window.
final class PoolingRows {
  private static final DType[] NUMBERS = {
    FLOAT32, FLOAT64, FLOAT16, BFLOAT16, INT32, INT64, UINT8, UINT64
  };
  // References are in double, which does not tell large uint64 from each other.
  private static final DType[] EXACT = {FLOAT32, FLOAT64, FLOAT16, BFLOAT16, INT32, INT64, UINT8};
  private static final DType[] FLOATS = {FLOAT32, FLOAT64, FLOAT16, BFLOAT16};

  private static final Pool PAIRS = Pool.of(2);
  private static final Pool APART = Pool.of(2).strides(3).padded();
  private static final Pool SQUARES = Pool.of(2, 2);
  private static final Pool OVERLAPPING = Pool.of(3, 2).strides(2, 1).padded();
  private static final Pool BLOCKS = Pool.of(2, 2, 3).strides(2, 1, 3);
  private static final Pool PARTS = Pool.into(2, 3);

  private PoolingRows() {}

  static Stream<OpCase> rows() {
    return Stream.of(maxima(), gradientsOfMaxima(), picks(), means(), gradientsOfMeans(), copies())
        .flatMap(s -> s);
  }

  private static Stream<OpCase> maxima() {
    return Stream.of(
        maxPool(PAIRS)
            .shapes("[2,5,3]", "[1,2,1]", "[0,4,2]", "[3,4,0]")
            .sizes("[2,6,n]", "[3,40,5]")
            .gives(
                Tensor.of(new double[][][] {{{2}, {Double.NaN}, {-0.0}}}),
                Tensor.of(new double[][][] {{{1}, {2}, {Double.NaN}, {9}, {-0.0}, {0}}}))
            .rejects(
                "[4,3]",
                "maxPool: needs 3 axes, [n, …, channels] with 1 between; got x=float32[4, 3]")
            .rejects("bool[1,2,1]", "maxPool: needs numbers; got x=bool[1, 2, 1]")
            .rejects(
                "[2,1,3]",
                "maxPool: no window fits into axis 1; got x=float32[2, 1, 3], Sliding[size=[2],"
                    + " strides=[2], same=false]"),
        maxPool(APART).shapes("[2,5,3]", "[1,1,2]", "[2,9,1]").sizes("[2,7,n]", "[3,n,4]"),
        // The picture of 4 × 4 numbers of the book's chapter on convolution.
        maxPool(SQUARES)
            .shapes("[2,5,4,3]")
            .sizes("[2,4,6,m]", "[9,16,15,5]")
            .gives(
                Tensor.of(new float[] {6, 8, 9, 6}).reshape(1, 2, 2, 1),
                Tensor.of(new float[] {1, 3, 2, 1, 4, 6, 5, 8, 7, 2, 3, 4, 9, 5, 6, 1})
                    .reshape(1, 4, 4, 1)),
        maxPool(OVERLAPPING).shapes("[2,5,4,3]", "[1,2,1,2]").sizes("[2,5,3,m]", "[1,m,m,4]"),
        maxPool(BLOCKS).shapes("[2,4,3,7,2]").sizes("[2,2,3,6,m]"),
        maxPool(PARTS)
            .shapes("[2,5,4,3]", "[1,2,1,2]", "[1,4,6,2]")
            .sizes("[2,5,3,m]", "[1,4,6,m]")
            .rejects(
                "[1,0,6,2]",
                "maxPool: no window fits into axis 1; got x=float32[1, 0, 6, 2],"
                    + " Adaptive[counts=[2, 3]]"));
  }

  private static OpCase maxPool(Pool pool) {
    return OpCase.unary(Pooling.MaxPool.class, x -> x.maxPool(pool))
        .named("maxPool " + pool)
        .inputs(Sample.distinct())
        .dtypes(NUMBERS)
        .referenceOf(in -> picked(pool, in.getFirst(), in.getFirst()));
  }

  private static Stream<OpCase> gradientsOfMaxima() {
    return Stream.of(
        maxPoolGradient(PAIRS)
            .shapes("[2,5,3] [2,2,3]", "[1,4,1] [1,2,1]", "[0,4,1] [0,2,1]")
            .sizes("[2,5,n] [2,2,n]", "[400,4,9] [400,2,9]")
            .rejects(
                "[2,4,3] [2,3,3]",
                "maxPoolGradient: the gradient must be float32[2, 2, 3]; got x=float32[2, 4, 3],"
                    + " g=float32[2, 3, 3]"),
        maxPoolGradient(APART).shapes("[2,9,3] [2,3,3]").sizes("[2,7,n] [2,3,n]"),
        maxPoolGradient(SQUARES)
            .shapes("[2,5,4,3] [2,2,2,3]")
            .sizes("[2,4,7,m] [2,2,3,m]", "[9,14,14,30] [9,7,7,30]"),
        maxPoolGradient(OVERLAPPING)
            .shapes("[2,5,4,3] [2,3,4,3]")
            .sizes("[2,5,3,m] [2,3,3,m]", "[9,14,14,30] [9,7,14,30]"),
        maxPoolGradient(BLOCKS).shapes("[2,4,3,7,2] [2,2,2,2,2]").sizes("[2,2,3,6,m] [2,1,2,2,m]"),
        maxPoolGradient(PARTS)
            .shapes("[2,5,4,3] [2,2,3,3]")
            .sizes("[2,5,3,m] [2,2,3,m]", "[1,4,6,m] [1,2,3,m]"));
  }

  private static OpCase maxPoolGradient(Pool pool) {
    Op op = new Pooling.MaxPoolGradient(pool);
    return OpCase.of(
            Pooling.MaxPoolGradient.class, in -> Tensor.apply(op, in.get(0), in.get(1)).getFirst())
        .named("maxPoolGradient " + pool)
        .inputs(Sample.distinct(), Sample.uniform(-2, 2))
        .dtypes(FLOATS)
        .accumulating()
        .referenceOf(in -> {
          Grid sum = Grid.of(in.get(0).shape(), _ -> 0);
          Grid g = in.get(1);
          int number = 0;
          for (List<Integer> cells : windows(pool, in.get(0).shape())) {
            sum.values()[largest(in.get(0), cells)] += g.values()[number++];
          }
          return sum;
        });
  }

  private static Stream<OpCase> picks() {
    return Stream.of(
        pickAtMaxima(PAIRS)
            .shapes("[2,5,3] [2,5,3]")
            .sizes("[2,5,n] [2,5,n]")
            .rejects(
                "[2,4,3] [2,4,2]",
                "pickAtMaxima: needs two tensors of one type; got x=float32[2, 4, 3], v=float32[2,"
                    + " 4, 2]"),
        pickAtMaxima(OVERLAPPING)
            .shapes("[2,5,4,3] [2,5,4,3]")
            .sizes("[2,5,3,m] [2,5,3,m]", "[9,14,14,9] [9,14,14,9]"));
  }

  private static OpCase pickAtMaxima(Pool pool) {
    Op op = new Pooling.PickAtMaxima(pool);
    return OpCase.of(
            Pooling.PickAtMaxima.class, in -> Tensor.apply(op, in.get(0), in.get(1)).getFirst())
        .named("pickAtMaxima " + pool)
        .inputs(Sample.distinct(), Sample.uniform(-2, 2))
        .dtypes(EXACT)
        .referenceOf(in -> picked(pool, in.get(0), in.get(1)));
  }

  private static Stream<OpCase> means() {
    return Stream.of(
        averagePool(PAIRS)
            .shapes("[2,5,3]", "[1,2,1]", "[0,4,2]", "[3,4,0]")
            .sizes("[2,6,n]", "[3,40,5]")
            .gives(
                Tensor.of(new float[][][] {{{1.5f}}}), Tensor.of(new int[][][] {{{1}, {2}, {9}}}))
            .rejects(
                "[4,3]",
                "averagePool: needs 3 axes, [n, …, channels] with 1 between; got x=float32[4, 3]")
            .rejects(
                "[2,1,3]",
                "averagePool: no window fits into axis 1; got x=float32[2, 1, 3],"
                    + " Sliding[size=[2], strides=[2], same=false]"),
        averagePool(APART).shapes("[2,5,3]", "[1,1,2]", "[2,9,1]").sizes("[2,7,n]", "[3,n,4]"),
        averagePool(SQUARES).shapes("[2,5,4,3]").sizes("[2,4,6,m]", "[9,16,15,5]"),
        averagePool(OVERLAPPING).shapes("[2,5,4,3]", "[1,2,1,2]").sizes("[2,5,3,m]", "[1,m,m,4]"),
        averagePool(BLOCKS).shapes("[2,4,3,7,2]").sizes("[2,2,3,6,m]"),
        averagePool(PARTS)
            .shapes("[2,5,4,3]", "[1,2,1,2]", "[1,4,6,2]")
            .sizes("[2,5,3,m]", "[1,4,6,m]"));
  }

  private static OpCase averagePool(Pool pool) {
    return OpCase.unary(Pooling.AveragePool.class, x -> x.averagePool(pool))
        .named("averagePool " + pool)
        .dtypes(FLOATS)
        .accumulating()
        .referenceOf(in -> {
          Grid x = in.getFirst();
          double[] means =
              windows(pool, x.shape()).stream()
                  .mapToDouble(cells ->
                      cells.stream().mapToDouble(c -> x.values()[c]).average().orElseThrow())
                  .toArray();
          return new Grid(pooled(pool, x.shape()), means);
        });
  }

  private static Stream<OpCase> gradientsOfMeans() {
    Op ofFive = new Pooling.AveragePoolGradient(PAIRS, Shape.of(5));
    return Stream.of(
        OpCase.unary(Pooling.AveragePoolGradient.class, g -> Tensor.apply(ofFive, g).getFirst())
            .named("averagePoolGradient of length 5")
            .shapes("[1,2,1]")
            .sizes("[1,2,1]")
            .gives(
                Tensor.of(new float[] {1, 1, 3, 3, 0}).reshape(1, 5, 1),
                Tensor.of(new float[] {2, 6}).reshape(1, 2, 1))
            .rejects(
                "[1,3,1]",
                "averagePoolGradient: the gradient must be float32[1, 2, 1]; got float32[1, 3,"
                    + " 1]"),
        averagePoolGradient(PAIRS).shapes("[2,2,3]", "[0,2,1]").sizes("[2,4,n]", "[99,4,50]"),
        averagePoolGradient(APART).shapes("[2,3,3]").sizes("[2,3,n]"),
        averagePoolGradient(SQUARES).shapes("[2,2,3,3]").sizes("[2,2,3,m]", "[9,7,7,20]"),
        averagePoolGradient(OVERLAPPING).shapes("[2,2,3,3]").sizes("[2,2,3,m]", "[9,8,16,32]"),
        averagePoolGradient(BLOCKS).shapes("[2,2,2,2,2]").sizes("[2,2,2,2,m]"),
        averagePoolGradient(PARTS).shapes("[2,2,3,3]").sizes("[2,2,3,m]"));
  }

  private static OpCase averagePoolGradient(Pool pool) {
    return OpCase.unary(
            Pooling.AveragePoolGradient.class,
            g -> {
              Shape cells = unpooled(pool, g.shape()).slice(1, g.rank() - 1);
              Op op = new Pooling.AveragePoolGradient(pool, cells);
              return Tensor.apply(op, g).getFirst();
            })
        .named("averagePoolGradient " + pool)
        .dtypes(FLOATS)
        .accumulating()
        .referenceOf(in -> {
          Shape shape = unpooled(pool, in.getFirst().shape());
          Grid sum = Grid.of(shape, _ -> 0);
          int number = 0;
          for (List<Integer> cells : windows(pool, shape)) {
            double share = in.getFirst().values()[number++] / cells.size();
            cells.forEach(cell -> sum.values()[cell] += share);
          }
          return sum;
        });
  }

  // A shape that the pool turns into the given one, where it can with cells in no window.
  private static Shape unpooled(Pool pool, Shape shape) {
    Shape result = shape;
    for (int axis = 0; axis < pool.axes(); axis++) {
      long count = shape.dim(axis + 1);
      long length =
          switch (pool) {
            case Pool.Sliding(List<Integer> size, List<Integer> strides, boolean same) ->
                same ? count * strides.get(axis) : count * strides.get(axis) + size.get(axis) - 1;
            case Pool.Adaptive _ -> 2 * count + 1;
          };
      result = result.withDim(axis + 1, length);
    }
    return result;
  }

  private static Stream<OpCase> copies() {
    return Stream.of(
        upsample(3).shapes("[2,5,3]", "[0,4,2]", "[2,0,1]").sizes("[2,4,n]", "[2,n,3]"),
        upsample(2, 3)
            .shapes("[2,5,4,3]")
            .sizes("[2,3,4,m]", "[1,m,m,2]")
            .rejects(
                "[2,3]",
                "upsample: needs 4 axes, [n, …, channels] with 2 between; got x=float32[2, 3]"),
        upsample(1, 2, 2).shapes("[2,2,3,2,1]").sizes("[2,1,2,3,m]"));
  }

  private static OpCase upsample(int... factors) {
    return OpCase.unary(Pooling.Upsample.class, x -> x.upsample(factors))
        .named("upsample " + Arrays.toString(factors))
        .dtypes(FLOAT32, FLOAT64, FLOAT16, INT32, INT64, UINT8, DType.BOOL)
        .referenceOf(in -> {
          Shape shape = in.getFirst().shape();
          for (int axis = 1; axis <= factors.length; axis++) {
            shape = shape.withDim(axis, shape.dim(axis) * factors[axis - 1]);
          }
          return Grid.of(
              shape,
              at -> {
                int[] cell = at.clone();
                for (int axis = 1; axis <= factors.length; axis++) {
                  cell[axis] /= factors[axis - 1];
                }
                return in.getFirst().at(cell);
              });
        });
  }

  private static Grid picked(Pool pool, Grid x, Grid v) {
    double[] values =
        windows(pool, x.shape()).stream()
            .mapToDouble(cells -> v.values()[largest(x, cells)])
            .toArray();
    return new Grid(pooled(pool, x.shape()), values);
  }

  private static int largest(Grid x, List<Integer> cells) {
    int largest = cells.getFirst();
    for (int cell : cells) {
      largest = x.values()[cell] > x.values()[largest] ? cell : largest;
    }
    return largest;
  }

  /// {@return for each element of the result the positions of its cells, all in row-major order}
  private static List<List<Integer>> windows(Pool pool, Shape shape) {
    List<List<Integer>> windows = new ArrayList<>();
    Grid.of(
        pooled(pool, shape),
        at -> {
          int[] window = at.clone();
          List<Integer> cells = new ArrayList<>();
          int[] number = {0};
          Grid.of(
              shape,
              cell -> {
                boolean inside = cell[0] == window[0];
                inside &= cell[cell.length - 1] == window[cell.length - 1];
                for (int axis = 0; axis < pool.axes(); axis++) {
                  inside &= isInside(pool, axis, shape, window[axis + 1], cell[axis + 1]);
                }
                if (inside) {
                  cells.add(number[0]);
                }
                number[0]++;
                return 0;
              });
          windows.add(cells);
          return 0;
        });
    return windows;
  }

  private static boolean isInside(Pool pool, int axis, Shape shape, int window, int cell) {
    long length = shape.dim(axis + 1);
    return switch (pool) {
      case Pool.Sliding sliding -> {
        int size = sliding.size().get(axis);
        int stride = sliding.strides().get(axis);
        long missing = (count(pool, axis, length) - 1) * stride + size - length;
        long before = sliding.same() ? Math.max(0, missing) / 2 : 0;
        long start = (long) window * stride - before;
        yield start <= cell && cell < start + size;
      }
      case Pool.Adaptive(List<Integer> counts) -> {
        double part = (double) length / counts.get(axis);
        yield Math.floor(window * part + 1e-9) <= cell
            && cell < Math.ceil((window + 1) * part - 1e-9);
      }
    };
  }

  private static long count(Pool pool, int axis, long length) {
    return switch (pool) {
      case Pool.Sliding sliding -> {
        long covered = sliding.same() ? length : length - sliding.size().get(axis) + 1;
        yield (long) Math.ceil((double) covered / sliding.strides().get(axis));
      }
      case Pool.Adaptive(List<Integer> counts) -> counts.get(axis);
    };
  }

  private static Shape pooled(Pool pool, Shape shape) {
    Shape result = shape;
    for (int axis = 0; axis < pool.axes(); axis++) {
      result = result.withDim(axis + 1, count(pool, axis, shape.dim(axis + 1)));
    }
    return result;
  }
}
