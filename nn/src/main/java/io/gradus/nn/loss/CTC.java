package io.gradus.nn.loss;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;

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

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    check(yTrue, yPred.type());
    Tensor labels = ClassNumbers.integers(yTrue, yPred.type(), 2, null);
    Tensor logits = yPred.cast(yPred.dtype().promote(DType.FLOAT32));
    return new Alignments(labels, logits.logSoftmax(-1)).logProbability().neg();
  }
}
