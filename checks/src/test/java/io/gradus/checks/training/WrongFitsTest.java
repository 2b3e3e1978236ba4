package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.data.Dataset;
import io.gradus.nn.callback.EarlyStopping;
import io.gradus.nn.callback.LearningRateScheduler;
import io.gradus.nn.callback.ReduceLROnPlateau;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.Tensor;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Wrong options of `fit` and of its callbacks, with what users read.
class WrongFitsTest {
  private static final Tensor X = Tensor.ones(4, 2);
  private static final Tensor Y = Tensor.of(0, 1, 0, 1);

  record Wrong(String call, String message, Runnable action) {
    @Override
    public String toString() {
      return call;
    }
  }

  private static void fit(Fit fit) {
    fit(Dataset.of(X, Y), fit);
  }

  private static void fit(Dataset data, Fit fit) {
    Sequential model = new Sequential(new Dense(2, "softmax"));
    model.compile("sgd", "sparse_categorical_crossentropy");
    model.fit(data, fit);
  }

  static Stream<Wrong> calls() {
    Fit fit = Fit.epochs(1).quiet();
    return Stream.of(
        new Wrong(
            "a negative first epoch",
            "fit: initialEpoch must be at least 0, got -1",
            () -> fit.initialEpoch(-1)),
        new Wrong(
            "no validation batch",
            "fit: validationBatchSize must be at least 1, got 0",
            () -> fit.validationBatchSize(0)),
        new Wrong(
            "validation never",
            "fit: validationFrequency must be at least 1, got 0",
            () -> fit.validationFrequency(0)),
        new Wrong(
            "a split of all",
            "fit: validationSplit must be above 0 and below 1, got 1.0",
            () -> fit.validationSplit(1)),
        new Wrong(
            "a split of NaN",
            "fit: validationSplit must be above 0 and below 1, got NaN",
            () -> fit.validationSplit(Double.NaN)),
        new Wrong(
            "a split that leaves nothing to train on",
            "fit: validationSplit 0.9 of 4 samples leaves nothing to train on",
            () -> fit(fit.validationSplit(0.9))),
        new Wrong(
            "no validation samples",
            "fit: the validation data has no samples",
            () -> fit(fit.validation(X.get("0:0"), Y.get("0:0")))),
        new Wrong(
            "a negative class weight",
            "fit: class weights must be finite and not negative, for classes from 0; got class 1 ="
                + " -2.0",
            () -> fit.classWeights(Map.of(1, -2.0))),
        new Wrong(
            "a negative class",
            "fit: class weights must be finite and not negative, for classes from 0; got class -1 ="
                + " 2.0",
            () -> fit.classWeights(Map.of(-1, 2.0))),
        new Wrong(
            "class weights beside sample weights",
            "fit: class weights and sample weights cannot be given together",
            () -> fit(Dataset.of(X, Y, Tensor.ones(4)), fit.classWeights(Map.of(1, 2.0)))),
        new Wrong(
            "negative patience",
            "early stopping: patience must be at least 0, got -1",
            () -> new EarlyStopping().patience(-1)),
        new Wrong(
            "a negative difference",
            "monitor: minDelta must be at least 0, got -0.1",
            () -> new EarlyStopping().minDelta(-0.1)),
        new Wrong(
            "a start before the first epoch",
            "early stopping: startFromEpoch must be at least 0, got -1",
            () -> new EarlyStopping().startFromEpoch(-1)),
        new Wrong(
            "a factor of one",
            "reduce learning rate: factor must be at least 0 and below 1, got 1.0",
            () -> new ReduceLROnPlateau().factor(1)),
        new Wrong(
            "a negative cooldown",
            "reduce learning rate: patience and cooldown must be at least 0, got 10 and -1",
            () -> new ReduceLROnPlateau().cooldown(-1)),
        new Wrong(
            "a negative least rate",
            "reduce learning rate: minRate must be at least 0, got -1.0",
            () -> new ReduceLROnPlateau().minRate(-1)),
        new Wrong(
            "a schedule below zero",
            "learning rate scheduler: rates must be finite and not negative; got -1.0 for epoch 0",
            () -> fit(fit.callbacks(new LearningRateScheduler((_, _) -> -1)))));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void saysWhatIsWrong(Wrong wrong) {
    assertThatThrownBy(wrong.action::run).hasMessage(wrong.message);
  }
}
