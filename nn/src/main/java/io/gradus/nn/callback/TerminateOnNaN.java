package io.gradus.nn.callback;

import io.gradus.nn.model.Training;
import io.gradus.nn.model.TrainingCallback;

/// Stops the training at the first step after which the loss is NaN or infinite
/// (`keras.callbacks.TerminateOnNaN`).
public final class TerminateOnNaN implements TrainingCallback {
  /// A callback without settings.
  public TerminateOnNaN() {}

  @Override
  public void onTrainBatchEnd(Training training, long step) {
    Double loss = training.results().get("loss");
    if (loss != null && !Double.isFinite(loss)) {
      training.stop("batch %d: loss is %s, training stops".formatted(step, loss));
    }
  }
}
