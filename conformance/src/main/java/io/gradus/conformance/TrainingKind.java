package io.gradus.conformance;

import io.gradus.data.Batch;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Values;
import io.gradus.nn.loss.Loss;
import io.gradus.nn.model.Model;
import io.gradus.nn.optimizer.BoundOptimizer;
import io.gradus.nn.optimizer.Optimizer;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A model over some steps of training, done twice: in a loop written by hand, and by the model's
/// own recorded steps.
final class TrainingKind implements Kind {
  @Override
  public void run(Case given, Checks checks) {
    Optimizer optimizer = Saved.optimizer(given.fields().value("optimizer"));
    Loss loss = Saved.loss(given.fields().value("loss"));
    checks.part("by hand", () -> byHand(given, model(given, checks), optimizer, loss, checks));
    checks.part("recorded", () -> recorded(given, model(given, checks), optimizer, loss, checks));
  }

  private static Model model(Case given, Checks checks) {
    Model model = Saved.model(given.fields().value("model"));
    Fields first = given.fields().objects("batches").getFirst();
    List<Tensor> inputs = inputs(given, first);
    model.types(inputs.stream().map(Tensor::type).toList(), Call.infer());
    Saved.assign(given, given.fields().objects("weights"), "initial", model.weights(), checks);
    return model;
  }

  private static List<Tensor> inputs(Case given, Fields batch) {
    return batch.list("x").stream().map(given::tensor).toList();
  }

  private static @Nullable Tensor sampleWeight(Case given, Fields batch) {
    return given.arrays().tensorOrNull(batch.get("sample_weight"));
  }

  private static void byHand(
      Case given, Model model, Optimizer optimizer, Loss loss, Checks checks) {
    BoundOptimizer bound = optimizer.bind(model.trainableWeights());
    Variable counter = new Variable("step", Tensor.of(0L)).trainable(false);
    List<Fields> batches = given.fields().objects("batches");
    float[] losses = new float[batches.size()];
    for (int i = 0; i < losses.length; i++) {
      Fields batch = batches.get(i);
      Call call = Call.train(0, counter);
      @Nullable Tensor[] gradients;
      try (var tape = new GradientTape()) {
        Tensor prediction = model.call(new Values(inputs(given, batch)), call).one();
        Tensor value =
            call.total(
                loss.reduced(
                    given.tensor(batch.value("y")), prediction, sampleWeight(given, batch)));
        losses[i] = (float) value.item();
        gradients = tape.connected(bound.scaleLoss(value), bound.targets());
      }
      if (i == 0) {
        gradients(given, model, bound, gradients, checks);
      }
      bound.apply(gradients);
      counter.assignAdd(Tensor.of(1L));
      call.finish();
      if (i == 0) {
        weights(given, model, "after_1_step", checks);
      }
    }
    checks.equal(
        "losses", given.fields().value("losses"), Tensor.of(losses, Shape.of(losses.length)));
    weights(given, model, "final", checks);
    Tensor prediction = model.predictOnBatch(inputs(given, batches.getFirst())).getFirst();
    checks.equal("prediction", given.fields().value("predictions_first_batch"), prediction);
  }

  private static void gradients(
      Case given, Model model, BoundOptimizer bound, @Nullable Tensor[] gradients, Checks checks) {
    List<Fields> weights = given.fields().objects("weights");
    for (int i = 0; i < weights.size(); i++) {
      Variable variable = model.weights().get(i);
      int at = bound.targets().indexOf(variable);
      if (weights.get(i).has("gradient_step_0") && at >= 0) {
        checks.gradient(
            variable.name(),
            weights.get(i).value("gradient_step_0"),
            gradients[at],
            variable.value());
      }
    }
  }

  private static void weights(Case given, Model model, String key, Checks checks) {
    List<Fields> weights = given.fields().objects("weights");
    for (int i = 0; i < weights.size(); i++) {
      if (weights.get(i).has(key)) {
        Variable variable = model.weights().get(i);
        checks.equal(key + " " + variable.name(), weights.get(i).value(key), variable.value());
      }
    }
  }

  private static void recorded(
      Case given, Model model, Optimizer optimizer, Loss loss, Checks checks) {
    model.compile(optimizer, loss);
    for (Fields batch : given.fields().objects("batches")) {
      Batch samples = new Batch(inputs(given, batch), List.of(given.tensor(batch.value("y"))));
      Tensor weights = sampleWeight(given, batch);
      model.trainOnBatch(weights == null ? samples : samples.weighted(weights));
    }
    weights(given, model, "final", checks);
  }
}
