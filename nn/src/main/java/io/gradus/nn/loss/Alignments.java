package io.gradus.nn.loss;

import static io.gradus.tensor.Index.ALL;

import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;

/// All ways in which the steps of sequences spell their labels, summed up step by step (Graves et
/// al. 2006): the logarithms of what is spelt so far and ends in a label, `[n, length]`, or in a
/// blank before or after one, `[n, length + 1]`.
///
/// @param labels `[n, length]`, filled up with blanks
/// @param logarithms of the classes' probabilities, `[n, steps, classes]`; class 0 is the blank
record Alignments(Tensor labels, Tensor logarithms) {
  // Keras' logarithm of what cannot be: small enough, and finite.
  private static final double NEVER = -1e5;

  /// {@return the logarithm of the probability of the labels, `[n]`}
  Tensor logProbability() {
    int length = Math.toIntExact(labels.dim(1));
    Tensor ofLabels = logarithms.matmul(oneHot().swapAxes(1, 2));
    Tensor unlessRepeated = nextIsSame().cast(logarithms.dtype()).mul(NEVER);
    Tensor ifRepeated = unlessRepeated.neg().add(NEVER);
    Tensor label = full(length, NEVER);
    Tensor blank = Tensor.concat(1, full(1, 0), label);
    for (int step = 0; step < logarithms.dim(1); step++) {
      // Between two labels that are the same there must be a blank.
      Tensor before = joined(blank, label.add(unlessRepeated));
      Tensor ofBlank = logarithms.get(ALL, Index.at(step), Index.range(0, 1));
      Tensor ofLabel = ofLabels.get(ALL, Index.at(step));
      blank = joined(before.add(ofBlank), label.add(ifRepeated).add(ofBlank));
      label = before.get(ALL, Index.range(0, length)).logAddExp(label).add(ofLabel);
    }
    Tensor lengths = labels.notEqual(0).cast(DType.INT32).sum(1).expandDims(1);
    return lengths.equal(Tensor.arange(length + 1)).where(joined(blank, label), 0).sum(1);
  }

  /// {@return what ends in a blank or in the label before it}
  private static Tensor joined(Tensor blank, Tensor label) {
    Tensor first = blank.get(ALL, Index.range(0, 1));
    return Tensor.concat(1, first, blank.get(ALL, Index.from(1)).logAddExp(label));
  }

  private Tensor full(long length, double value) {
    return Tensor.full(TensorType.of(logarithms.dtype(), labels.dim(0), length), value);
  }

  private Tensor oneHot() {
    Tensor classes = Tensor.arange(Math.toIntExact(logarithms.dim(-1)));
    return labels.expandDims(-1).equal(classes).cast(logarithms.dtype());
  }

  /// {@return whether the label after each is the same; false for the last}
  private Tensor nextIsSame() {
    Tensor same = labels.get(ALL, Index.range(0, -1)).equal(labels.get(ALL, Index.from(1)));
    Tensor no = Tensor.full(TensorType.of(DType.BOOL, labels.dim(0), 1), 0);
    return Tensor.concat(1, same, no);
  }
}
