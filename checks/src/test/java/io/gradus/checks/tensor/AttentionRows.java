package io.gradus.checks.tensor;

import static io.gradus.tensor.type.DType.BFLOAT16;
import static io.gradus.tensor.type.DType.FLOAT16;
import static io.gradus.tensor.type.DType.FLOAT32;
import static io.gradus.tensor.type.DType.FLOAT64;

import io.gradus.tensor.ScaledDotProductAttention;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Philox;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.testkit.Grid;
import io.gradus.testkit.OpCase;
import io.gradus.testkit.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rows of [OpTable] for attention and its gradient: as many keys as queries, fewer and more,
/// shared heads, nothing at all, and more positions than a tile has; masks that stretch, rows in
/// which all is hidden, and dropped weights.
final class AttentionRows {
  private static final double SCALE = 0.7;
  private static final double RATE = 0.25;
  private static final long SEED = 5;
  private static final long KEY = Philox.key(SEED, "uniform");
  private static final String[] SHAPES = {
    "[2,3,2,4] [2,3,2,4] [2,3,2,4]",
    "[1,2,4,3] [1,5,2,3] [1,5,2,1]",
    "[2,4,2,1] [2,2,1,1] [2,2,1,3]",
    "[1,70,2,2] [1,67,1,2] [1,67,1,1]",
    "[0,2,1,3] [0,2,1,3] [0,2,1,3]",
    "[2,0,2,3] [2,3,2,3] [2,3,2,2]"
  };

  private static final Sample NUMBERS = Sample.uniform(-2, 2);
  private static final Sample[] WITH_MASK = {
    NUMBERS, NUMBERS, NUMBERS, Sample.indices(0, 2), NUMBERS
  };

  private AttentionRows() {}

  static Stream<OpCase> rows() {
    return Stream.of(
        attention(false),
        attention(true),
        masked(false),
        masked(true),
        dropped(false),
        dropped(true),
        gradient(false),
        gradient(true),
        maskedGradient(false),
        maskedGradient(true),
        droppedGradient(),
        maskedAndDroppedGradient());
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
        .referenceOf(in -> expected(in, new Rule(causal, null, null)))
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

  private static Tensor apply(ScaledDotProductAttention op, List<Tensor> operands) {
    return Tensor.apply(op, operands.toArray(Tensor[]::new)).getFirst();
  }

  private static OpCase masked(boolean causal) {
    return OpCase.of(
            ScaledDotProductAttention.class,
            in -> apply(new ScaledDotProductAttention(SCALE, causal, true, 0), seeingFirst(in)))
        .named("dotProductAttention, masked" + (causal ? ", causal" : ""))
        .inputs(WITH_MASK)
        .shapes(
            "[2,3,2,4] [2,3,2,4] [2,3,2,4] int32[2,2,3,3]",
            "[2,3,4,3] [2,5,2,3] [2,5,2,1] int32[2,1,1,5]",
            "[1,70,2,2] [1,67,1,2] [1,67,1,1] int32[70,67]",
            "[2,3,1,2] [2,1,1,2] [2,1,1,2] int32[3,1]",
            "[0,2,1,3] [0,2,1,3] [0,2,1,3] int32[]")
        .sizes("[1,m,2,3] [1,n,1,3] [1,n,1,2] [2,m,n]")
        .dtypes(FLOAT32, FLOAT64, FLOAT16, BFLOAT16)
        .referenceOf(in -> expected(in, new Rule(causal, firstSeen(in.get(3)), null)))
        .tolerance(16)
        .backendTolerance(16)
        .rejects(
            "[2,3,2,4] [2,5,2,4] [2,5,2,4] int32[2,1,3,4]",
            "dotProductAttention: needs a mask of bool that stretches to [batch, heads, T, S], [2,"
                + " 2, 3, 5]; got bool[2, 1, 3, 4]");
  }

  // Differences do not see the gradient of rows in which all is hidden, so that here none is.
  private static List<Tensor> seeingFirst(List<Tensor> in) {
    List<Tensor> operands = withMask(in);
    Tensor mask = operands.get(3);
    if (mask.rank() > 0) {
      Tensor first = Tensor.arange(Math.toIntExact(mask.dim(-1))).equal(0);
      operands.set(3, mask.logicalOr(first));
    }
    return operands;
  }

  private static Grid firstSeen(Grid mask) {
    int rank = mask.shape().rank();
    return Grid.of(mask.shape(), at -> rank > 0 && at[rank - 1] == 0 ? 1 : mask.at(at));
  }

  private static List<Tensor> withMask(List<Tensor> in) {
    List<Tensor> operands = new ArrayList<>(in);
    operands.set(3, in.get(3).cast(DType.BOOL));
    return operands;
  }

  /// Against the same numbers, drawn for all weights at once.
  private static OpCase dropped(boolean causal) {
    return OpCase.of(
            ScaledDotProductAttention.class,
            in -> apply(new ScaledDotProductAttention(SCALE, causal, false, RATE), withWords(in)))
        .named("dotProductAttention, dropping" + (causal ? ", causal" : ""))
        .dtypes(FLOAT32)
        .shapes(
            "[2,3,2,4] [2,3,2,4] [2,3,2,4]",
            "[1,2,4,3] [1,5,2,3] [1,5,2,1]",
            "[1,70,2,2] [1,67,1,2] [1,67,1,1]",
            "[2,0,2,3] [2,3,2,3] [2,3,2,2]")
        .sizes("[1,m,2,3] [1,n,1,3] [1,n,1,2]")
        .referenceOf(in -> expected(in, new Rule(causal, null, drawn(in))))
        .tolerance(16)
        .backendTolerance(16);
  }

  private static List<Tensor> withWords(List<Tensor> in) {
    List<Tensor> operands = new ArrayList<>(in);
    operands.addAll(3, List.of(Tensor.of(KEY), Tensor.of(0L)));
    return operands;
  }

  private static Grid drawn(List<Grid> in) {
    Grid q = in.getFirst();
    Shape weights = Shape.of(q.dim(0), q.dim(2), q.dim(1), in.get(1).dim(1));
    return Grid.of(Tensor.randomUniform(weights, 0, 1, SEED));
  }

  /// The three gradients one after the other.
  private static Tensor gradients(ScaledDotProductAttention op, List<Tensor> operands) {
    Tensor[] all = operands.toArray(Tensor[]::new);
    return Tensor.concat(
        0,
        Tensor.apply(new ScaledDotProductAttention.Gradient(op), all).stream()
            .map(Tensor::flatten)
            .toArray(Tensor[]::new));
  }

  private static OpCase gradient(boolean causal) {
    return OpCase.of(
            ScaledDotProductAttention.Gradient.class,
            in -> gradients(new ScaledDotProductAttention(SCALE, causal), in))
        .named("dotProductAttentionGradient" + (causal ? ", causal" : ""))
        .shapes(
            "[1,3,2,2] [1,3,1,2] [1,3,1,3] [1,3,2,3]",
            "[1,2,1,2] [1,4,1,2] [1,4,1,1] [1,2,1,1]",
            "[1,66,2,1] [1,70,1,1] [1,70,1,1] [1,66,2,1]",
            "[1,0,1,2] [1,3,1,2] [1,3,1,1] [1,0,1,1]")
        .sizes("[1,m,2,3] [1,n,1,3] [1,n,1,2] [1,m,2,2]")
        .referenceOf(in -> expectedGradients(in, new Rule(causal, null, null)))
        .tolerance(32)
        .backendTolerance(64)
        .rejects(
            "[1,3,2,2] [1,3,1,2] [1,3,1,3] [1,3,2,2]",
            "dotProductAttentionGradient: the gradient must be of the result's type,"
                + " float32[1, 3, 2, 3]; got float32[1, 3, 2, 2]");
  }

  private static OpCase maskedGradient(boolean causal) {
    return OpCase.of(
            ScaledDotProductAttention.Gradient.class,
            in -> gradients(new ScaledDotProductAttention(SCALE, causal, true, 0), withMask(in)))
        .named("dotProductAttentionGradient, masked" + (causal ? ", causal" : ""))
        .inputs(WITH_MASK)
        .shapes(
            "[1,3,2,2] [1,3,1,2] [1,3,1,3] int32[1,2,3,3] [1,3,2,3]",
            "[2,2,1,2] [2,4,1,2] [2,4,1,1] int32[2,1,1,4] [2,2,1,1]",
            "[1,66,2,1] [1,70,1,1] [1,70,1,1] int32[66,70] [1,66,2,1]")
        .sizes("[1,m,2,3] [1,n,1,3] [1,n,1,2] [m,n] [1,m,2,2]")
        .referenceOf(in -> expectedGradients(in, new Rule(causal, in.get(3), null)))
        .tolerance(32)
        .backendTolerance(64);
  }

  private static OpCase droppedGradient() {
    return OpCase.of(
            ScaledDotProductAttention.Gradient.class,
            in -> gradients(new ScaledDotProductAttention(SCALE, true, false, RATE), withWords(in)))
        .named("dotProductAttentionGradient, dropping, causal")
        .dtypes(FLOAT32)
        .shapes(
            "[1,3,2,2] [1,3,1,2] [1,3,1,3] [1,3,2,3]",
            "[1,66,2,1] [1,70,1,1] [1,70,1,1] [1,66,2,1]")
        .sizes("[1,m,2,3] [1,n,1,3] [1,n,1,2] [1,m,2,2]")
        .referenceOf(in -> expectedGradients(in, new Rule(true, null, drawn(in))))
        .tolerance(64)
        .backendTolerance(64);
  }

  private static OpCase maskedAndDroppedGradient() {
    ScaledDotProductAttention op = new ScaledDotProductAttention(SCALE, false, true, RATE);
    return OpCase.of(
            ScaledDotProductAttention.Gradient.class,
            in -> {
              List<Tensor> operands = withMask(in);
              operands.addAll(4, List.of(Tensor.of(KEY), Tensor.of(0L)));
              return gradients(op, operands);
            })
        .named("dotProductAttentionGradient, masked, dropping")
        .inputs(WITH_MASK)
        .dtypes(FLOAT32)
        .shapes("[2,3,2,2] [2,3,1,2] [2,3,1,3] int32[2,1,1,3] [2,3,2,3]")
        .sizes("[1,m,2,3] [1,n,1,3] [1,n,1,2] [m,n] [1,m,2,2]")
        .referenceOf(in -> expectedGradients(in, new Rule(false, in.get(3), drawn(in))))
        .tolerance(64)
        .backendTolerance(64);
  }

  /// What is seen, and the numbers by which weights are dropped.
  private record Rule(boolean causal, @Nullable Grid mask, @Nullable Grid drawn) {
    boolean sees(int sample, int head, int t, int s) {
      return (!causal || s <= t) && (mask == null || stretched(mask, sample, head, t, s) != 0);
    }

    // A mask takes part in the softmax with a product far below all others.
    double hidden() {
      return mask == null ? Double.NEGATIVE_INFINITY : -1e30;
    }

    double kept(double weight, int sample, int head, int t, int s) {
      return drawn == null
          ? weight
          : drawn.at(sample, head, t, s) >= RATE ? weight / (1 - RATE) : 0;
    }

    private static double stretched(Grid mask, int... at) {
      int[] own = new int[mask.shape().rank()];
      for (int i = 0; i < own.length; i++) {
        own[i] = mask.dim(i) == 1 ? 0 : at[at.length - own.length + i];
      }
      return mask.at(own);
    }
  }

  private static Grid expected(List<Grid> in, Rule rule) {
    Grid q = in.get(0);
    Grid v = in.get(2);
    int sharing = q.dim(2) / in.get(1).dim(2);
    return Grid.of(
        Shape.of(q.dim(0), q.dim(1), q.dim(2), v.dim(3)),
        at -> {
          double[] weights = weights(in, at[0], at[1], at[2], rule);
          double mean = 0;
          for (int s = 0; s < weights.length; s++) {
            double kept = rule.kept(weights[s], at[0], at[2], at[1], s);
            mean += kept * v.at(at[0], s, at[2] / sharing, at[3]);
          }
          return mean;
        });
  }

  private static double[] weights(List<Grid> in, int sample, int t, int head, Rule rule) {
    Grid q = in.get(0);
    Grid k = in.get(1);
    int group = head / (q.dim(2) / k.dim(2));
    double[] weights = new double[k.dim(1)];
    for (int s = 0; s < weights.length; s++) {
      if (!rule.sees(sample, head, t, s)) {
        weights[s] = rule.hidden();
        continue;
      }
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

  private static Grid expectedGradients(List<Grid> in, Rule rule) {
    Grid q = in.get(0);
    Grid k = in.get(1);
    Grid v = in.get(2);
    Grid g = in.getLast();
    Grid ofQuery = Grid.of(q.shape(), _ -> 0);
    Grid ofKey = Grid.of(k.shape(), _ -> 0);
    Grid ofValue = Grid.of(v.shape(), _ -> 0);
    Grid.of(
        q.shape().slice(0, 3),
        at -> {
          int group = at[2] / (q.dim(2) / k.dim(2));
          double[] weights = weights(in, at[0], at[1], at[2], rule);
          double[] slopes = new double[weights.length];
          double mean = 0;
          for (int s = 0; s < slopes.length; s++) {
            for (int e = 0; e < v.dim(3); e++) {
              double slope = g.at(at[0], at[1], at[2], e);
              slopes[s] += slope * v.at(at[0], s, group, e);
              double kept = rule.kept(weights[s], at[0], at[2], at[1], s);
              add(ofValue, kept * slope, at[0], s, group, e);
            }
            slopes[s] = rule.kept(slopes[s], at[0], at[2], at[1], s);
            mean += weights[s] * slopes[s];
          }
          boolean blind =
              IntStream.range(0, slopes.length).noneMatch(s -> rule.sees(at[0], at[2], at[1], s));
          for (int s = 0; s < slopes.length; s++) {
            boolean passes = blind || rule.sees(at[0], at[2], at[1], s);
            double slope = passes ? weights[s] * (slopes[s] - mean) * SCALE : 0;
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
