package io.gradus.nn.model;

import io.gradus.data.Batch;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Numerics;
import io.gradus.nn.layer.Values;
import io.gradus.nn.optimizer.BoundOptimizer;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One step of training or evaluation on one batch, as [Model#trainStep] and [Model#testStep] get
/// it: the pieces that such a step is made of. The code of a step runs on symbolic tensors once and
/// is a recorded program from then on, so it must not read elements of tensors.
public final class TrainingStep {
  private final String operation;
  private final Model model;
  private final Trainer trainer;
  private final Measures measures;
  private final Batch batch;
  private final Call call;
  private final @Nullable GradientTape tape;
  private List<Tensor> losses = List.of();

  /// @param tape what records the step, or null in an evaluation
  TrainingStep(
      String operation,
      Model model,
      Trainer trainer,
      Measures measures,
      Batch batch,
      Call call,
      @Nullable GradientTape tape) {
    this.tape = tape;
    this.operation = operation;
    this.model = model;
    this.trainer = trainer;
    this.measures = measures;
    this.batch = batch;
    this.call = call;
  }

  /// {@return the samples with their targets and weights}
  public Batch batch() {
    return batch;
  }

  /// {@return the context for calling layers in this step; what layers ask it to update is written
  /// when the step ends}
  public Call call() {
    return call;
  }

  /// {@return the optimizer with its state}
  public BoundOptimizer optimizer() {
    return trainer.optimizer();
  }

  /// {@return the model's outputs for the batch's inputs}
  public Values forward() {
    return model.call(new Values(batch.inputs()), call);
  }

  /// {@return the loss of the model: what [Model#computeLoss] gives}
  public Tensor loss(Values outputs) {
    return model.computeLoss(this, outputs);
  }

  /// {@return the weighted sum of the losses given to `compile`, and what layers add to it, for
  /// outputs with the masks they have}
  ///
  /// @throws IllegalArgumentException if there is neither
  Tensor compiledLoss(Values outputs) {
    losses = measures.losses(batch, outputs);
    Tensor total = measures.total(losses);
    if (total != null) {
      return call.total(total);
    }
    List<Tensor> added = call.losses();
    return added.stream()
        .reduce(Tensor::add)
        .orElseThrow(() ->
            new IllegalArgumentException(
                operation + ": there is no loss; give compile one, or let a layer add one"));
  }

  /// Trains on a loss: finds the gradient of each of the optimizer's variables through all that the
  /// step has computed, and changes the variables. Best done last: weights are updated in place
  /// only where nothing comes after that might fail. Once in a step; steps with several losses, one
  /// after the other, have a tape for each: [#gradients], [#apply].
  ///
  /// @throws IllegalStateException in an evaluation
  public void backward(Tensor loss) {
    if (tape == null) {
      throw new IllegalStateException(operation + ": an evaluation has no gradients");
    }
    apply(gradients(tape, loss));
  }

  /// {@return the gradient of the loss for each of the optimizer's variables, null where none
  /// reaches it; with the factor of the loss that the optimizer may have been given}
  public @Nullable Tensor[] gradients(GradientTape tape, Tensor loss) {
    Tensor scaled = optimizer().scaleLoss(loss);
    @Nullable Tensor[] gradients = tape.connected(scaled, optimizer().targets());
    Numerics numerics = call.numerics();
    if (numerics != null && scaled.equals(loss)) {
      check(numerics, loss, gradients);
    }
    return gradients;
  }

  private void check(Numerics numerics, Tensor loss, @Nullable Tensor[] gradients) {
    numerics.check("the loss", loss);
    List<Variable> weights = optimizer().targets();
    for (int i = gradients.length - 1; i >= 0; i--) {
      Tensor gradient = gradients[i];
      if (gradient != null) {
        numerics.check("the gradient of " + weights.get(i).name(), gradient);
      }
    }
  }

  /// Changes the weights by the optimizer's rule, with a gradient for each of its variables.
  public void apply(@Nullable Tensor[] gradients) {
    optimizer().apply(trainer.exchange().exchange(gradients));
  }

  /// Takes loss and metrics of the batch into what `fit` and `evaluate` report.
  public void measure(Values outputs, Tensor loss) {
    measures.measure(batch, outputs, losses, loss);
  }
}
