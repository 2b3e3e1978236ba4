package io.gradus.checks.tensor;

import static io.gradus.tensor.type.DType.BOOL;
import static io.gradus.tensor.type.DType.FLOAT32;
import static io.gradus.tensor.type.DType.FLOAT64;
import static io.gradus.tensor.type.DType.INT32;
import static io.gradus.tensor.type.DType.INT64;
import static io.gradus.tensor.type.DType.UINT8;

import io.gradus.tensor.Comparison;
import io.gradus.tensor.Diagonals;
import io.gradus.tensor.Gathering;
import io.gradus.tensor.Index;
import io.gradus.tensor.Indexing;
import io.gradus.tensor.Joining;
import io.gradus.tensor.Movement;
import io.gradus.tensor.Op;
import io.gradus.tensor.Padding;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.testkit.Grid;
import io.gradus.testkit.OpCase;
import io.gradus.testkit.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Rows for operations that join, cut, pad, pick and place elements.
final class ArrangingRows {
  private static final DType[] NUMBERS = {FLOAT32, FLOAT64, INT32, INT64, UINT8};
  private static final DType[] ALL = {FLOAT32, FLOAT64, INT32, INT64, UINT8, BOOL};

  private ArrangingRows() {}

  static Stream<OpCase> rows() {
    return Stream.of(joining(), padding(), diagonals(), placing(), picking()).flatMap(s -> s);
  }

  private static Tensor applied(Op op, Tensor... inputs) {
    return Tensor.apply(op, inputs).getFirst();
  }

  private static Stream<OpCase> joining() {
    return Stream.of(
        OpCase.of(Joining.Concat.class, in -> Tensor.concat(0, in.toArray(Tensor[]::new)))
            .named("concat along axis 0")
            .dtypes(ALL)
            .shapes("[2,3] [1,3]", "[2] [0] [3]", "[0] [0]", "[2,3,2] [1,3,2] [2,3,2]")
            .sizes("[n] [n]", "[2,n] [3,n]")
            .referenceOf(in -> {
              long length = in.stream().mapToLong(x -> x.dim(0)).sum();
              return Grid.of(
                  in.getFirst().shape().withDim(0, length),
                  at -> {
                    int[] own = at.clone();
                    int i = 0;
                    while (own[0] >= in.get(i).dim(0)) {
                      own[0] -= in.get(i++).dim(0);
                    }
                    return in.get(i).at(own);
                  });
            })
            .gives(Tensor.of(1f, 2f, 3f), Tensor.of(1, 2), Tensor.of(new float[] {3}))
            .rejects(
                "[2,3] [3,2]",
                "concat: operand 1 must have the lengths of operand 0 but along axis 0; got"
                    + " float32[2, 3], float32[3, 2]")
            .rejects(
                "[2,3] [2,3] [3]",
                "concat: operand 2 must have the lengths of operand 0 but along axis 0; got"
                    + " float32[2, 3], float32[3]")
            .rejects("[] []", "concat: axis 0 is out of range for shape []"),
        OpCase.of(Joining.Concat.class, in -> Tensor.concat(-1, in.toArray(Tensor[]::new)))
            .named("concat along axis −1")
            .shapes("[2,3] [2,1]", "[0,3] [0,2]", "[2,3,0] [2,3,2]")
            .sizes("[3,n] [3,2]", "[n,2] [n,3]")
            .referenceOf(in -> {
              Grid x = in.get(0);
              Grid y = in.get(1);
              int last = x.shape().rank() - 1;
              return Grid.of(
                  x.shape().withDim(-1, x.dim(-1) + y.dim(-1)),
                  at -> {
                    int[] own = at.clone();
                    own[last] -= x.dim(-1);
                    return at[last] < x.dim(-1) ? x.at(at) : y.at(own);
                  });
            }),
        OpCase.of(Joining.Concat.class, in -> Tensor.stack(1, in.toArray(Tensor[]::new)))
            .named("stack along axis 1")
            .shapes("[2] [2]", "[2,3] [2,3] [2,3]", "[0,3] [0,3]")
            .sizes("[n] [n]")
            .referenceOf(in -> {
              Shape shape = in.getFirst().shape();
              Shape stacked = shape.slice(0, 1).concat(Shape.of(in.size())).concat(shape.from(1));
              return Grid.of(
                  stacked,
                  at -> {
                    int[] own = new int[at.length - 1];
                    own[0] = at[0];
                    System.arraycopy(at, 2, own, 1, at.length - 2);
                    return in.get(at[1]).at(own);
                  });
            })
            .rejects(
                "[2,3] [2,3] [3,2]",
                "stack: operand 2 must have the shape of operand 0; got float32[2, 3], float32[3,"
                    + " 2]"),
        OpCase.unary(
                Joining.Split.class,
                x -> {
                  List<Tensor> parts = x.split(new long[] {1, 3, 0, 2}, 0);
                  return Tensor.concat(
                      0, parts.get(3), parts.get(2), parts.get(0), parts.get(1).neg());
                })
            .named("split into 1, 3, 0 and 2")
            .dtypes(NUMBERS)
            .shapes("[6]", "[6,2]", "[6,0]", "[6,2,3]")
            .sizes("[6,n]")
            .referenceOf(in -> {
              Grid x = in.getFirst();
              return Grid.of(
                  x.shape(),
                  at -> {
                    int[] own = at.clone();
                    own[0] = (at[0] + 4) % 6;
                    if (at[0] >= 2) {
                      own[0] = at[0] - 2;
                    }
                    return at[0] >= 3 ? -x.at(own) : x.at(own);
                  });
            })
            .rejects(
                "[5]",
                "split: the lengths must add up to that of axis 0; got [1, 3, 0, 2] for"
                    + " float32[5], 6 ≠ 5"),
        OpCase.unary(Joining.Split.class, x -> x.split(2, -1).get(1))
            .named("second half")
            .dtypes(ALL)
            .shapes("[6]", "[3,2]", "[0,4]")
            .sizes("[n,4]")
            .referenceOf(in -> {
              Grid x = in.getFirst();
              return Grid.of(
                  x.shape().withDim(-1, x.dim(-1) / 2),
                  at -> {
                    int[] own = at.clone();
                    own[at.length - 1] += x.dim(-1) / 2;
                    return x.at(own);
                  });
            })
            .rejects(
                "[3]",
                "split: the length of axis -1 must be a multiple of the count; got float32[3], 2"
                    + " parts"));
  }

  private static Stream<OpCase> padding() {
    long[][] widths = {{1, 0}, {2, 3}};
    return Stream.concat(
        Stream.of(
            OpCase.unary(Joining.Pad.class, x -> x.pad(widths, 2))
                .named("pad with 2")
                .dtypes(NUMBERS)
                .shapes("[2,3]", "[0,3]", "[3,0]")
                .sizes("[3,n]", "[n,2]")
                .referenceOf(in -> {
                  Grid x = in.getFirst();
                  return Grid.of(
                      Shape.of(x.dim(0) + 1, x.dim(1) + 5),
                      at -> {
                        int row = at[0] - 1;
                        int column = at[1] - 2;
                        boolean inside = row >= 0 && column >= 0 && column < x.dim(1);
                        return inside ? x.at(row, column) : 2;
                      });
                })
                .rejects(
                    "[3]",
                    "pad: needs two widths of at least 0 for each axis; got [[1, 0], [2, 3]] for"
                        + " float32[3]")),
        Map.of(
                Padding.REFLECT, Tensor.of(2, 1, 2, 3, 2, 1),
                Padding.SYMMETRIC, Tensor.of(1, 1, 2, 3, 3, 2),
                Padding.EDGE, Tensor.of(1, 1, 2, 3, 3, 3),
                Padding.WRAP, Tensor.of(3, 1, 2, 3, 1, 2))
            .entrySet()
            .stream()
            .map(entry -> mirrored(entry.getKey(), entry.getValue())));
  }

  private static OpCase mirrored(Padding padding, Tensor expected) {
    return OpCase.unary(
            Indexing.Gather.class,
            x ->
                x.pad(
                    x.rank() == 1 ? new long[][] {{1, 2}} : new long[][] {{1, 0}, {2, 3}}, padding))
        .named("pad " + padding)
        .shapes("[2,3]", "[3,1]")
        .gives(expected, Tensor.of(1, 2, 3))
        .rejects("[3,0]", "pad: axis 1 is empty, so there is nothing to repeat; got float32[4, 0]");
  }

  private static Stream<OpCase> diagonals() {
    return Stream.of(
        OpCase.unary(Diagonals.Diagonal.class, x -> x.diagonal(1, -2, -1))
            .named("diagonal 1")
            .dtypes(ALL)
            .shapes("[3,4]", "[2,3,3]", "[3,1]", "[0,3]")
            .sizes("[n,5]", "[2,n]")
            .referenceOf(in -> {
              Grid x = in.getFirst();
              int rank = x.shape().rank();
              int length = Math.max(0, Math.min(x.dim(-2), x.dim(-1) - 1));
              return Grid.of(
                  x.shape().slice(0, rank - 2).concat(Shape.of(length)),
                  at -> {
                    int[] own = Arrays.copyOf(at, rank);
                    own[rank - 1] = at[rank - 2] + 1;
                    return x.at(own);
                  });
            })
            .rejects("[3]", "diagonal: axis -2 is out of range for shape [3]"),
        OpCase.unary(Diagonals.FromDiagonal.class, x -> x.diag(-2))
            .named("diag −2 of a vector")
            .dtypes(ALL)
            .shapes("[3]", "[0]", "[1]")
            .sizes("[m]")
            .referenceOf(in -> {
              Grid x = in.getFirst();
              return Grid.of(
                  Shape.of(x.dim(0) + 2, x.dim(0) + 2), at -> at[0] == at[1] + 2 ? x.at(at[1]) : 0);
            })
            .rejects("[2,3,4]", "diag: needs a vector or a matrix; got float32[2, 3, 4]"),
        OpCase.unary(
                Diagonals.FromDiagonal.class, x -> applied(new Diagonals.FromDiagonal(1, 3, 5), x))
            .named("diagonal 1 of 3 × 5")
            .shapes("[3]", "[2,3]")
            .sizes("[n,3]")
            .referenceOf(in -> {
              Grid x = in.getFirst();
              int rank = x.shape().rank();
              return Grid.of(
                  x.shape().slice(0, rank - 1).concat(Shape.of(3, 5)),
                  at -> at[rank] == at[rank - 1] + 1 ? x.at(Arrays.copyOf(at, rank)) : 0);
            })
            .rejects(
                "[4]",
                "fromDiagonal: the last axis must be as long as diagonal 1 of 3 × 5; got"
                    + " float32[4]"));
  }

  private static Stream<OpCase> placing() {
    Indexing.Slice place =
        new Indexing.Slice(List.of(Index.range(1, 3), Index.range(null, null, -2)));
    return Stream.of(
        OpCase.of(
                Indexing.Replace.class,
                in -> applied(new Indexing.Replace(place), in.get(0), in.get(1)))
            .dtypes(ALL)
            .shapes("[4,5] [2,3]", "[3,6] [2,3]")
            .sizes("[4,6] [2,3]")
            .referenceOf(in -> {
              Grid x = in.get(0);
              int last = x.dim(1) - 1;
              return Grid.of(
                  x.shape(),
                  at -> {
                    boolean inside = at[0] >= 1 && at[0] < 3 && (last - at[1]) % 2 == 0;
                    return inside ? in.get(1).at(at[0] - 1, (last - at[1]) / 2) : x.at(at);
                  });
            })
            .rejects("[4,5] [2,2]", "replace: the part must be float32[2, 3]; got float32[2, 2]"),
        OpCase.of(
                Gathering.ScatterNd.class,
                in ->
                    applied(
                        new Gathering.ScatterNd(List.of(0, 2), Shape.of(4, 2, 4)),
                        in.get(0),
                        in.get(1)))
            .named("scatter along axes 0 and 2")
            .inputs(Sample.indices(-4, 4), Sample.uniform(-2, 2))
            .dtypes(NUMBERS)
            .accumulating()
            .shapes("[5,2] [5,2]", "[2,3,2] [2,3,2]", "[0,2] [0,2]", "[2] [2]")
            .sizes("[n,2] [n,2]")
            .referenceOf(in -> {
              Grid sum = Grid.of(Shape.of(4, 2, 4), _ -> 0);
              Grid updates = in.get(1);
              for (int i = 0; i < updates.values().length; i++) {
                int row = i / 2;
                int first = (int) Math.floorMod((long) in.get(0).values()[2 * row], 4L);
                int third = (int) Math.floorMod((long) in.get(0).values()[2 * row + 1], 4L);
                sum.values()[first * 8 + i % 2 * 4 + third] += updates.values()[i];
              }
              return sum;
            })
            .rejects(
                "int32[5,2] [5,3]",
                "scatter: updates must be float32[5, 2] for indices=int32[5, 2]; got float32[5,"
                    + " 3]")
            .rejects(
                "int32[5,3] [5,2]",
                "scatter: indices must be integers with 2 positions along the last axis; got"
                    + " int32[5, 3]"),
        OpCase.of(
                Gathering.ScatterUpdate.class, in -> in.get(0).scatterUpdate(in.get(1), in.get(2)))
            .inputs(Sample.uniform(-2, 2), Sample.indices(-4, 4), Sample.uniform(-2, 2))
            .dtypes(ALL)
            .shapes("[4,3] [5,1] [5,3]", "[4] [2,2,1] [2,2]", "[4,0] [3,1] [3,0]", "[4] [1] []")
            .sizes("[4,n] [3,1] [3,n]", "[4] [n,1] [n]")
            .referenceOf(in -> {
              Grid x = new Grid(in.get(0).shape(), in.get(0).values().clone());
              int inner = x.values().length / x.dim(0);
              double[] positions = in.get(1).values();
              for (int i = 0; i < positions.length; i++) {
                int row = (int) Math.floorMod((long) positions[i], 4L);
                System.arraycopy(in.get(2).values(), i * inner, x.values(), row * inner, inner);
              }
              return x;
            })
            .rejects(
                "[4,3] int32[5,1] [5,2]",
                "scatterUpdate: updates must be float32[5, 3] for indices=int32[5, 1]; got"
                    + " float32[5, 2]")
            .rejects(
                "[4,3] int32[5,3] [5]",
                "scatterUpdate: the last axis of indices must hold at most 2 positions, one for"
                    + " each axis; got int32[5, 3]"));
  }

  private static Stream<OpCase> picking() {
    return Stream.of(
        OpCase.of(
                Gathering.GatherNd.class,
                in -> applied(new Gathering.GatherNd(List.of(2, 0)), in.get(0), in.get(1)))
            .named("gatherNd along axes 2 and 0")
            .inputs(Sample.uniform(-2, 2), Sample.indices(-4, 4))
            .dtypes(ALL)
            .shapes("[4,3,4] [5,2]", "[4,3,4] [2,2,2]", "[4,0,4] [3,2]", "[4,2,4] [2]")
            .sizes("[4,2,4] [n,2]", "[4,n,4] [3,2]")
            .referenceOf(in -> {
              Grid x = in.get(0);
              Grid places = in.get(1);
              int outer = places.shape().rank() - 1;
              return Grid.of(
                  places.shape().slice(0, outer).concat(Shape.of(x.dim(1))),
                  at -> {
                    int[] place = Arrays.copyOf(at, outer + 1);
                    place[outer] = 0;
                    int third = (int) Math.floorMod((long) places.at(place), 4L);
                    place[outer] = 1;
                    int first = (int) Math.floorMod((long) places.at(place), 4L);
                    return x.at(first, at[outer], third);
                  });
            })
            .rejects(
                "[4,3,4] int32[5,3]",
                "gatherNd: indices must be integers with 2 positions along the last axis; got"
                    + " int32[5, 3]"),
        OpCase.of(Gathering.GatherNd.class, in -> in.get(0).takeAlongAxis(in.get(1), 1))
            .named("takeAlongAxis 1")
            .inputs(Sample.uniform(-2, 2), Sample.indices(-4, 4))
            .shapes("[3,4] [3,2]", "[1,4] [3,2]", "[3,4] [1,2]", "[2,4,3] [2,1,3]", "[3,4] [3,0]")
            .sizes("[n,4] [n,3]")
            .referenceOf(in -> {
              Grid x = in.get(0);
              Grid indices = in.get(1);
              long[] dims = indices.shape().dims();
              for (int axis = 0; axis < dims.length; axis++) {
                dims[axis] = axis == 1 ? dims[1] : Math.max(dims[axis], x.dim(axis));
              }
              return Grid.of(
                  Shape.of(dims),
                  at -> {
                    int[] own = at.clone();
                    own[1] = (int) Math.floorMod((long) indices.stretched(at), 4L);
                    own[0] = x.dim(0) == 1 ? 0 : own[0];
                    return x.at(own);
                  });
            })
            .rejects(
                "[3,4] int32[3]",
                "takeAlongAxis: needs as many axes in both; got float32[3, 4], indices=int32[3]")
            .rejects(
                "[3,4] int32[2,4]",
                "takeAlongAxis: shapes do not broadcast: float32[3, 1] with int32[2, 4], 3 ≠ 2 at"
                    + " axis -2")
            .rejects("[3,4] [3,4]", "takeAlongAxis: indices must be integers; got float32[3, 4]"),
        OpCase.of(
                Gathering.GatherNd.class,
                in -> in.get(0).get(Index.ALL, Index.of(in.get(1)), Index.at(-1)))
            .named("index arrays beside a position")
            .inputs(Sample.uniform(-2, 2), Sample.indices(-4, 4))
            .dtypes(ALL)
            .shapes("[2,4,3] [5]", "[2,4,1] [2,2]")
            .sizes("[n,4,2] [3]")
            .referenceOf(in -> {
              Grid x = in.get(0);
              Grid indices = in.get(1);
              return Grid.of(
                  Shape.of(x.dim(0)).concat(indices.shape()),
                  at -> {
                    int[] place = Arrays.copyOfRange(at, 1, at.length);
                    int second = (int) Math.floorMod((long) indices.at(place), 4L);
                    return x.at(at[0], second, x.dim(2) - 1);
                  });
            })
            .rejects("[2,4] int32[3]", "index: too many indices: 3 for float32[2, 4]")
            .rejects(
                "[2,4,3] float32[3]",
                "index: positions must be integers, masks bool; got" + " float32[3]"),
        composed(Indexing.Gather.class, "repeat", x -> x.repeat(new int[] {2, 0, 3}, 0))
            .gives(Tensor.of(1, 1, 3, 3, 3), Tensor.of(1, 2, 3))
            .rejects(
                "[2]",
                "repeat: needs a count of at least 0 for each position of axis 0; got [2, 0, 3]"
                    + " for float32[2]"),
        composed(Movement.BroadcastTo.class, "tile", x -> x.tile(2, 3))
            .gives(
                Tensor.of(new int[][] {{1, 2, 1, 2, 1, 2}, {1, 2, 1, 2, 1, 2}}), Tensor.of(1, 2)),
        composed(Movement.BroadcastTo.class, "repeat twice", x -> x.repeat(2, -1))
            .gives(Tensor.of(1f, 1f, 2f, 2f), Tensor.of(1f, 2f)),
        composed(Joining.Concat.class, "roll", x -> x.roll(2, 0))
            .gives(Tensor.of(2, 3, 1), Tensor.of(1, 2, 3)),
        composed(Indexing.Slice.class, "flip", Tensor::flip)
            .gives(Tensor.of(3, 2, 1), Tensor.of(1, 2, 3)),
        composed(Comparison.Select.class, "tril", x -> x.tril(-1))
            .gives(square(0, 0, 3, 0), square(1, 2, 3, 4))
            .rejects("[3]", "tril: needs at least two axes; got float32[3]"),
        composed(Comparison.Select.class, "triu", x -> x.triu(1))
            .gives(square(0, 2, 0, 0), square(1, 2, 3, 4))
            .rejects("[3]", "triu: needs at least two axes; got float32[3]"),
        composed(Diagonals.Diagonal.class, "trace", x -> x.trace(0))
            .gives(Tensor.of(5.0), square(1, 2, 3, 4)));
  }

  private static Tensor square(double... values) {
    return Tensor.of(values, Shape.of(2, 2));
  }

  /// A row for what is composed of other operations; other tests compare its values with NumPy's.
  private static OpCase composed(Class<? extends Op> op, String name, UnaryOperator<Tensor> call) {
    return OpCase.unary(op, call).named(name).shapes("[3,4]", "[3,2,3]").sizes("[3,n]");
  }
}
