package io.gradus.checks.tensor;

import static io.gradus.tensor.type.DType.BFLOAT16;
import static io.gradus.tensor.type.DType.FLOAT16;
import static io.gradus.tensor.type.DType.FLOAT32;
import static io.gradus.tensor.type.DType.FLOAT64;

import io.gradus.tensor.ScaledDotProductAttention;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.testkit.Grid;
import io.gradus.testkit.OpCase;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The rows of [OpTable] for attention and its gradient: as many keys as queries, fewer and more,
/// shared heads, nothing at all, and more positions than a tile has.
final class AttentionRows {
  private static final double SCALE = 0.7;
  private static final String[] SHAPES = {
    "[2,3,2,4] [2,3,2,4] [2,3,2,4]",
    "[1,2,4,3] [1,5,2,3] [1,5,2,1]",
    "[2,4,2,1] [2,2,1,1] [2,2,1,3]",
    "[1,70,2,2] [1,67,1,2] [1,67,1,1]",
    "[0,2,1,3] [0,2,1,3] [0,2,1,3]",
    "[2,0,2,3] [2,3,2,3] [2,3,2,2]"
  };

  private AttentionRows() {}

  static Stream<OpCase> rows() {
    return Stream.of(attention(false), attention(true), gradient(false), gradient(true));
  }

  private static OpCase attention(boolean causal) {
    return OpCase.of(
            ScaledDotProductAttention.class,
            in ->
                Tensor.apply(
                        new ScaledDotProductAttention(SCALE, causal),
                        in.get(0),
                        in.get(1),
                        in.get(2))
                    .getFirst())
        .named("dotProductAttention" + (causal ? ", causal" : ""))
        .shapes(SHAPES)
        .sizes("[1,m,2,3] [1,n,1,3] [1,n,1,2]")
        .dtypes(FLOAT32, FLOAT64, FLOAT16, BFLOAT16)
        .referenceOf(in -> expected(in, causal))
        .tolerance(16)
        .backendTolerance(16)
        .rejects(
            "[2,3,2,4] [2,3,2,5] [2,3,2,4]",
            "dotProductAttention: needs query [batch, T, heads, d], key [batch, S, groups, d] and"
                + " value [batch, S, groups, e], heads a multiple of groups; got"
                + " query=float32[2, 3, 2, 4], key=float32[2, 3, 2, 5], value=float32[2, 3, 2, 4]")
        .rejects(
            "int32[1,2,1,1] int32[1,2,1,1] int32[1,2,1,1]",
            "dotProductAttention: needs one floating type; got [int32[1, 2, 1, 1], int32[1, 2, 1,"
                + " 1], int32[1, 2, 1, 1]]");
  }

  /// The three gradients one after the other.
  private static OpCase gradient(boolean causal) {
    return OpCase.of(
            ScaledDotProductAttention.Gradient.class,
            in -> {
              List<Tensor> gradients =
                  Tensor.apply(
                      new ScaledDotProductAttention.Gradient(SCALE, causal),
                      in.get(0),
                      in.get(1),
                      in.get(2),
                      in.get(3));
              return Tensor.concat(
                  0, gradients.stream().map(Tensor::flatten).toArray(Tensor[]::new));
            })
        .named("dotProductAttentionGradient" + (causal ? ", causal" : ""))
        .shapes(
            "[1,3,2,2] [1,3,1,2] [1,3,1,3] [1,3,2,3]",
            "[1,2,1,2] [1,4,1,2] [1,4,1,1] [1,2,1,1]",
            "[1,66,2,1] [1,70,1,1] [1,70,1,1] [1,66,2,1]",
            "[1,0,1,2] [1,3,1,2] [1,3,1,1] [1,0,1,1]")
        .sizes("[1,m,2,3] [1,n,1,3] [1,n,1,2] [1,m,2,2]")
        .referenceOf(in -> expectedGradients(in, causal))
        .tolerance(32)
        .backendTolerance(64)
        .rejects(
            "[1,3,2,2] [1,3,1,2] [1,3,1,3] [1,3,2,2]",
            "dotProductAttentionGradient: the gradient must be of the result's type,"
                + " float32[1, 3, 2, 3]; got float32[1, 3, 2, 2]");
  }

  private static Grid expected(List<Grid> in, boolean causal) {
    Grid q = in.get(0);
    Grid v = in.get(2);
    int sharing = q.dim(2) / in.get(1).dim(2);
    return Grid.of(
        Shape.of(q.dim(0), q.dim(1), q.dim(2), v.dim(3)),
        at -> {
          double[] weights = weights(in, at[0], at[1], at[2], causal);
          double mean = 0;
          for (int s = 0; s < weights.length; s++) {
            mean += weights[s] * v.at(at[0], s, at[2] / sharing, at[3]);
          }
          return mean;
        });
  }

  private static double[] weights(List<Grid> in, int sample, int t, int head, boolean causal) {
    Grid q = in.get(0);
    Grid k = in.get(1);
    int group = head / (q.dim(2) / k.dim(2));
    double[] weights = new double[causal ? Math.min(k.dim(1), t + 1) : k.dim(1)];
    for (int s = 0; s < weights.length; s++) {
      for (int d = 0; d < q.dim(3); d++) {
        weights[s] += SCALE * q.at(sample, t, head, d) * k.at(sample, s, group, d);
      }
    }
    double most = Arrays.stream(weights).max().orElse(0);
    Arrays.setAll(weights, s -> Math.exp(weights[s] - most));
    double sum = Arrays.stream(weights).sum();
    Arrays.setAll(weights, s -> weights[s] / sum);
    return weights;
  }

  private static Grid expectedGradients(List<Grid> in, boolean causal) {
    Grid q = in.get(0);
    Grid k = in.get(1);
    Grid v = in.get(2);
    Grid g = in.get(3);
    Grid ofQuery = Grid.of(q.shape(), _ -> 0);
    Grid ofKey = Grid.of(k.shape(), _ -> 0);
    Grid ofValue = Grid.of(v.shape(), _ -> 0);
    Grid.of(
        q.shape().slice(0, 3),
        at -> {
          int group = at[2] / (q.dim(2) / k.dim(2));
          double[] weights = weights(in, at[0], at[1], at[2], causal);
          double[] slopes = new double[weights.length];
          double mean = 0;
          for (int s = 0; s < slopes.length; s++) {
            for (int e = 0; e < v.dim(3); e++) {
              double slope = g.at(at[0], at[1], at[2], e);
              slopes[s] += slope * v.at(at[0], s, group, e);
              add(ofValue, weights[s] * slope, at[0], s, group, e);
            }
            mean += weights[s] * slopes[s];
          }
          for (int s = 0; s < slopes.length; s++) {
            double slope = weights[s] * (slopes[s] - mean) * SCALE;
            for (int d = 0; d < q.dim(3); d++) {
              add(ofQuery, slope * k.at(at[0], s, group, d), at[0], at[1], at[2], d);
              add(ofKey, slope * q.at(at[0], at[1], at[2], d), at[0], s, group, d);
            }
          }
          return 0;
        });
    double[] all =
        Stream.of(ofQuery, ofKey, ofValue)
            .flatMapToDouble(grid -> Arrays.stream(grid.values()))
            .toArray();
    return new Grid(Shape.of(all.length), all);
  }

  private static void add(Grid grid, double number, int b, int position, int head, int feature) {
    int at = ((b * grid.dim(1) + position) * grid.dim(2) + head) * grid.dim(3) + feature;
    grid.values()[at] += number;
  }
}
