package io.gradus.checks.tensor;

import static io.gradus.tensor.type.DType.BFLOAT16;
import static io.gradus.tensor.type.DType.FLOAT16;
import static io.gradus.tensor.type.DType.FLOAT32;
import static io.gradus.tensor.type.DType.FLOAT64;

import io.gradus.tensor.ProbabilityCrossEntropy;
import io.gradus.tensor.SoftmaxCrossEntropy;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.testkit.Grid;
import io.gradus.testkit.OpCase;
import io.gradus.testkit.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The rows of [OpTable] for the cross-entropies of a softmax and of probabilities, and their
/// gradients. Labels go from −1 to 3, so that some are no class.
final class CrossEntropyRows {
  private static final double EPSILON = 1e-7;

  private CrossEntropyRows() {}

  static Stream<OpCase> rows() {
    return Stream.of(
        OpCase.of(SoftmaxCrossEntropy.class, in -> in.get(0).softmaxCrossEntropy(in.get(1)))
            .inputs(Sample.uniform(-3, 3), Sample.indices(-1, 4))
            .shapes(
                "[5] int32[]",
                "[2,1] int32[2]",
                "[7,3] int32[7]",
                "[3,0] int32[3]",
                "[0,3] int32[0]",
                "[2,3,4] int32[2,3]",
                "[3,4100] int32[3]")
            .sizes("[3,n] [3]", "[n,5] [n]")
            .dtypes(FLOAT32, FLOAT64, FLOAT16, BFLOAT16)
            .referenceOf(CrossEntropyRows::losses)
            .accumulating()
            .tolerance(8)
            .backendTolerance(16)
            .gives(
                Tensor.of(0f, 10000f, 0.6931472f, 0f),
                Tensor.of(new float[][] {{10000, 0}, {0, 10000}, {7, 7}, {1, 2}}),
                Tensor.of(0, 0, 1, 2))
            .rejects(
                "[2,3] int32[3]",
                "softmaxCrossEntropy: the labels need the shape of the logits without the last"
                    + " axis; got logits=float32[2, 3], labels=int64[3]")
            .rejects(
                "[] int32[]",
                "softmaxCrossEntropy: the labels need the shape of the logits without the last"
                    + " axis; got logits=float32[], labels=int64[]")
            .rejects(
                "[2,3] [2]",
                "softmaxCrossEntropy: needs logits of a floating type and labels of int64; got"
                    + " logits=float32[2, 3], labels=float32[2]"),
        OpCase.of(SoftmaxCrossEntropy.Gradient.class, CrossEntropyRows::gradient)
            .named("softmaxCrossEntropyGradient")
            .inputs(Sample.uniform(-3, 3), Sample.indices(-1, 4), Sample.uniform(-2, 2))
            .shapes(
                "[5] int32[] []",
                "[2,1] int32[2] [2]",
                "[7,3] int32[7] [7]",
                "[0,3] int32[0] [0]",
                "[2,3,4] int32[2,3] [2,3]")
            .sizes("[3,n] [3] [3]", "[n,5] [n] [n]")
            .dtypes(FLOAT32, FLOAT64, FLOAT16, BFLOAT16)
            .referenceOf(CrossEntropyRows::pulled)
            .tolerance(8)
            .backendTolerance(16)
            .rejects(
                "[2,3] int32[2] [3]",
                "softmaxCrossEntropyGradient: the gradient must be of the type of the losses,"
                    + " float32[2]; got float32[3]"),
        OpCase.of(
                ProbabilityCrossEntropy.class,
                in -> in.get(0).probabilityCrossEntropy(in.get(1), EPSILON))
            .inputs(Sample.uniform(0.1, 3), Sample.indices(-1, 4))
            .shapes(
                "[5] int32[]",
                "[2,1] int32[2]",
                "[7,3] int32[7]",
                "[3,0] int32[3]",
                "[0,3] int32[0]",
                "[2,3,4] int32[2,3]",
                "[3,4100] int32[3]")
            .sizes("[3,n] [3]", "[n,5] [n]")
            .dtypes(FLOAT32, FLOAT64, FLOAT16, BFLOAT16)
            .referenceOf(CrossEntropyRows::lossesOfShares)
            .accumulating()
            .tolerance(8)
            .gives(
                Tensor.of(0f, 0.6931472f, 16.118095f, 0f),
                Tensor.of(new float[][] {{0, 9}, {1, 1}, {0, 3}, {1, 2}}),
                Tensor.of(1, 0, 0, 2))
            .rejects(
                "[2,3] int32[3]",
                "probabilityCrossEntropy: the labels need the shape of the probabilities without"
                    + " the last axis; got probabilities=float32[2, 3], labels=int64[3]")
            .rejects(
                "[2,3] [2]",
                "probabilityCrossEntropy: needs probabilities of a floating type and labels of"
                    + " int64; got probabilities=float32[2, 3], labels=float32[2]"),
        OpCase.of(ProbabilityCrossEntropy.Gradient.class, CrossEntropyRows::gradientOfShares)
            .named("probabilityCrossEntropyGradient")
            .inputs(Sample.uniform(0.1, 3), Sample.indices(-1, 4), Sample.uniform(-2, 2))
            .shapes(
                "[5] int32[] []",
                "[2,1] int32[2] [2]",
                "[7,3] int32[7] [7]",
                "[0,3] int32[0] [0]",
                "[2,3,4] int32[2,3] [2,3]")
            .sizes("[3,n] [3] [3]", "[n,5] [n] [n]")
            .dtypes(FLOAT32, FLOAT64, FLOAT16, BFLOAT16)
            .referenceOf(CrossEntropyRows::pulledOfShares)
            .tolerance(8)
            .rejects(
                "[2,3] int32[2] [3]",
                "probabilityCrossEntropyGradient: the gradient must be of the type of the losses,"
                    + " float32[2]; got float32[3]"));
  }

  private static Tensor gradientOfShares(List<Tensor> in) {
    Tensor labels = in.get(1).cast(DType.INT64);
    return Tensor.apply(new ProbabilityCrossEntropy.Gradient(EPSILON), in.get(0), labels, in.get(2))
        .getFirst();
  }

  private static Grid lossesOfShares(List<Grid> in) {
    Grid labels = in.get(1);
    return Grid.of(
        labels.shape(),
        at -> {
          double[] row = row(in.get(0), at);
          int label = (int) labels.at(at);
          double share = isClass(label, row) ? row[label] / Arrays.stream(row).sum() : 1;
          return isClass(label, row) ? -Math.log(Math.clamp(share, EPSILON, 1 - EPSILON)) : 0;
        });
  }

  private static Grid pulledOfShares(List<Grid> in) {
    Grid x = in.get(0);
    return Grid.of(
        x.shape(),
        at -> {
          int[] outer = Arrays.copyOf(at, at.length - 1);
          double[] row = row(x, outer);
          int label = (int) in.get(1).at(outer);
          double sum = Arrays.stream(row).sum();
          double share = isClass(label, row) ? row[label] / sum : 0;
          boolean held = share < EPSILON || share > 1 - EPSILON;
          double own = at[at.length - 1] == label ? 1 / share : 0;
          return held ? 0 : in.get(2).at(outer) / sum * (1 - own);
        });
  }

  private static Tensor gradient(List<Tensor> in) {
    Tensor labels = in.get(1).cast(DType.INT64);
    return Tensor.apply(new SoftmaxCrossEntropy.Gradient(), in.get(0), labels, in.get(2))
        .getFirst();
  }

  private static Grid losses(List<Grid> in) {
    Grid x = in.get(0);
    Grid labels = in.get(1);
    return Grid.of(
        labels.shape(),
        at -> {
          double[] row = row(x, at);
          int label = (int) labels.at(at);
          return isClass(label, row) ? -Math.log(softmax(row)[label]) : 0;
        });
  }

  private static Grid pulled(List<Grid> in) {
    Grid x = in.get(0);
    return Grid.of(
        x.shape(),
        at -> {
          int[] outer = Arrays.copyOf(at, at.length - 1);
          double[] row = row(x, outer);
          int label = (int) in.get(1).at(outer);
          int own = at[at.length - 1];
          double slope = softmax(row)[own] - (own == label ? 1 : 0);
          return isClass(label, row) ? slope * in.get(2).at(outer) : 0;
        });
  }

  private static boolean isClass(int label, double... row) {
    return label >= 0 && label < row.length;
  }

  private static double[] row(Grid x, int... outer) {
    int[] at = Arrays.copyOf(outer, outer.length + 1);
    return IntStream.range(0, x.dim(outer.length))
        .mapToDouble(i -> {
          at[outer.length] = i;
          return x.at(at);
        })
        .toArray();
  }

  private static double[] softmax(double... row) {
    double max = Arrays.stream(row).max().orElse(0);
    double sum = Arrays.stream(row).map(v -> Math.exp(v - max)).sum();
    return Arrays.stream(row).map(v -> Math.exp(v - max) / sum).toArray();
  }
}
