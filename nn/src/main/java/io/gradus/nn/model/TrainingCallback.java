package io.gradus.nn.model;

import io.gradus.tensor.Tensor;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What wants to look on, or have a say, while a model trains (`keras.callbacks.Callback`). Every
/// method does nothing unless overridden. They are called in the thread of `fit`, between steps;
/// what one throws ends `fit`, with the model as it is after the last step.
public interface TrainingCallback {
  /// Before the first epoch.
  default void onTrainBegin(Training training) {}

  /// After the last epoch.
  default void onTrainEnd(Training training) {}

  /// Before an epoch, counted from 0.
  default void onEpochBegin(Training training, int epoch) {}

  /// After an epoch and its validation.
  ///
  /// @param logs loss and metrics by name, those of the validation under `val_…`; what is put in
  ///   gets into the history and is seen by later callbacks
  default void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {}

  /// {@return the names of what this callback puts into the logs of epochs, by which callbacks that
  /// watch a value are told of a wrong name before the first step; null, as by default, where it
  /// may put in anything}
  default @Nullable Set<String> logNames() {
    return null;
  }

  /// Before a step, counted from 0 in each epoch.
  default void onTrainBatchBegin(Training training, long step) {}

  /// After a step; [Training#results] has loss and metrics of the epoch so far.
  default void onTrainBatchEnd(Training training, long step) {}

  /// Before the validation data is gone through.
  default void onTestBegin(Training training) {}

  /// After the validation data was gone through.
  ///
  /// @param logs loss and metrics by name, under `val_…`
  default void onTestEnd(Training training, Map<String, Double> logs) {}

  /// After a step, after an epoch with its validation, and after the last epoch, when every
  /// callback has been told of the end of it: nothing happens before the next step.
  /// [Training#state] can be taken here.
  default void onSettled(Training training) {}

  /// {@return what this callback remembers from epoch to epoch, by name, so that a training that is
  /// resumed goes on as if it had not been interrupted; by default nothing}
  default Map<String, Tensor> state() {
    return Map.of();
  }

  /// Takes what [#state] gave when the training that is resumed was interrupted; called after
  /// [#onTrainBegin].
  default void restore(Map<String, Tensor> state) {}
}
