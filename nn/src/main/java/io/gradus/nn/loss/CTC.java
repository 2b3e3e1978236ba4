package io.gradus.nn.loss;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.stream.IntStream;

/// Connectionist temporal classification (Graves et al. 2006; `keras.losses.CTC`): the negative
/// logarithm of the probability that the steps of a sequence spell its labels, whatever the timing,
/// when repeated classes are merged and blanks, class 0, are left out. Labels of 0 fill up short
/// rows. Where the labels do not fit into the steps the loss is about 100,000.
///
/// Shapes: labels `[n, length]`, logits `[n, steps, classes]`, losses `[n]`.
///
/// @param settings what every loss can be told
public record CTC(Settings settings) implements AdjustableLoss<CTC> {
  private static final String NAME = "ctc";

  /// The configuration, as Keras writes it.
  public static final Schema<CTC> SCHEMA =
      AdjustableLoss.<CTC>schemaOf("CTC", NAME).build(config -> new CTC(new Settings(config)));

  /// The loss, reduced to the mean.
  public CTC() {
    this(new Settings(NAME));
  }

  @Override
  public CTC with(Settings changed) {
    return new CTC(changed);
  }

  @Override
  public Schema<CTC> schema() {
    return SCHEMA;
  }

  @Override
  public void check(Tensor yTrue, TensorType yPred) {
    Shape labels = yTrue.shape();
    Shape logits = yPred.shape();
    if (labels.rank() != 2 || logits.rank() != 3 || labels.dim(0) != logits.dim(0)) {
      throw new ShapeException(
          "loss: needs labels [n, length] beside logits [n, steps, classes]; got y=%s, prediction=%s"
              .formatted(yTrue.type(), yPred));
    }
    ClassNumbers.check(yTrue, yPred, -1, null);
  }

  /// {@return the losses of sequences and labels of different lengths, `[n]`, by the number of the
  /// class that stands for a blank (`keras.ops.ctc_loss`)}
  ///
  /// @param labels `[n, length]`
  /// @param logits `[n, steps, classes]`
  /// @param labelLengths how many labels there are, `[n]`
  /// @param stepCounts how many steps there are, `[n]`
  /// @throws ShapeException if they do not fit each other
  public static Tensor of(
      Tensor labels, Tensor logits, Tensor labelLengths, Tensor stepCounts, int blank) {
    boolean batches = labels.rank() == 2 && logits.rank() == 3 && labels.dim(0) == logits.dim(0);
    Shape each = batches ? Shape.of(labels.dim(0)) : Shape.SCALAR;
    boolean lengths = labelLengths.shape().equals(each) && stepCounts.shape().equals(each);
    if (!batches || !lengths || blank < 0 || blank >= logits.dim(-1)) {
      throw new ShapeException(
          "ctc: needs labels [n, length], logits [n, steps, classes], their lengths [n] and a class"
              + " for blanks; got %s, %s, %s, %s, %d"
                  .formatted(
                      labels.type(), logits.type(), labelLengths.type(), stepCounts.type(), blank));
    }
    int classes = Math.toIntExact(logits.dim(-1));
    int[] order =
        IntStream.range(0, classes).map(i -> i == 0 ? blank : i <= blank ? i - 1 : i).toArray();
    Tensor wide = logits.cast(logits.dtype().promote(DType.FLOAT32)).gather(Tensor.of(order), -1);
    Tensor given = labels.cast(DType.INT64);
    Tensor numbers = given.less((long) blank).where(given.add(1), given);
    Tensor isLabel = counted(labels, 1).less(labelLengths.expandDims(1));
    Tensor isStep = counted(logits, 1).less(stepCounts.expandDims(1)).expandDims(-1);
    // Where there is no step any more there are blanks for certain.
    Tensor none = Tensor.arange(classes).equal(0).logicalNot().cast(wide.dtype()).mul(-1e5);
    Tensor logarithms = isStep.where(wide.logSoftmax(-1), none);
    return new Alignments(isLabel.where(numbers, 0), logarithms).logProbability().neg();
  }

  private static Tensor counted(Tensor x, int axis) {
    return Tensor.arange(Math.toIntExact(x.dim(axis)));
  }

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    check(yTrue, yPred.type());
    Tensor labels = ClassNumbers.integers(yTrue, yPred.type(), 2, null);
    Tensor logits = yPred.cast(yPred.dtype().promote(DType.FLOAT32));
    return new Alignments(labels, logits.logSoftmax(-1)).logProbability().neg();
  }
}
