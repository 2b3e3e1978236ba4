package io.gradus.nn.callback;

import io.gradus.nn.model.Training;
import io.gradus.nn.model.TrainingCallback;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import java.util.Map;
import java.util.Set;

/// Gives the model the running means of its weights while it is validated, and its weights back
/// afterwards (`keras.callbacks.SwapEMAWeights`). The optimizer must keep the means: `new
/// SGD(0.1).useEma(true)` and the like.
public final class SwapEMAWeights implements TrainingCallback {
  private final boolean swapOnEpoch;
  private boolean swapped;

  /// Swaps for validation only.
  public SwapEMAWeights() {
    this(false);
  }

  private SwapEMAWeights(boolean swapOnEpoch) {
    this.swapOnEpoch = swapOnEpoch;
  }

  /// {@return this callback, with the means in the model also from the end of each epoch to the
  /// next, for the callbacks after it, such as one that saves the model}
  public SwapEMAWeights swapOnEpoch(boolean swap) {
    return new SwapEMAWeights(swap);
  }

  /// {@return none}
  @Override
  public Set<String> logNames() {
    return Set.of();
  }

  @Override
  public void onTrainBegin(Training training) {
    swapped = false;
  }

  @Override
  public void onEpochBegin(Training training, int epoch) {
    if (swapOnEpoch) {
      show(training, false);
    }
  }

  @Override
  public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
    if (swapOnEpoch) {
      show(training, true);
    }
  }

  /// After the last epoch the means stay in the model: what the optimizer does when training ends
  /// finds them as its means too.
  @Override
  public void onSettled(Training training) {
    if (swapped && training.isLast()) {
      averages(training).forEach((weight, mean) -> mean.assign(weight));
    }
  }

  @Override
  public void onTestBegin(Training training) {
    show(training, true);
  }

  @Override
  public void onTestEnd(Training training, Map<String, Double> logs) {
    show(training, false);
  }

  private void show(Training training, boolean means) {
    if (swapped != means) {
      averages(training)
          .forEach((weight, mean) -> {
            Tensor present = weight.value();
            weight.assign(mean);
            mean.assign(present);
          });
      swapped = means;
    }
  }

  private static Map<Variable, Variable> averages(Training training) {
    Map<Variable, Variable> averages = training.model().optimizer().averages();
    if (averages.isEmpty()) {
      throw new IllegalStateException(
          "swap ema weights: the optimizer must keep running means; got none of "
              + training.model().optimizer().optimizer().schema().className());
    }
    return averages;
  }

  @Override
  public Map<String, Tensor> state() {
    return Map.of("swapped", Tensor.of(swapped));
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    swapped = new Remembered("swap ema weights", state).tensor("swapped").item() != 0;
  }
}
