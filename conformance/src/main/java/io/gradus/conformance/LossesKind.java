package io.gradus.conformance;

import io.gradus.nn.loss.Loss;
import io.gradus.nn.loss.Losses;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Tensor;
import java.util.List;

/// A loss: its configuration, reduced, not reduced, and its gradient.
final class LossesKind implements Kind {
  @Override
  public void run(Case given, Checks checks) {
    Fields fields = given.fields();
    Keras315 earlier = Keras315.of(given);
    Loss loss =
        earlier == null
            ? Saved.loss(fields.value("object"))
            : Losses.TABLE.read(earlier.loss(checks).map());
    checks.same("loss read back", loss, Losses.TABLE.read(Losses.TABLE.write(loss)));
    Tensor yTrue = given.tensor(fields.value("y_true"));
    yTrue = earlier == null ? yTrue : earlier.targets(yTrue, checks);
    Tensor yPred = given.tensor(fields.value("y_pred"));
    if (fields.has("unreduced")) {
      checks.equal("unreduced", fields.value("unreduced"), loss.call(yTrue, yPred));
    }
    try (var tape = new GradientTape()) {
      tape.watch(yPred);
      Tensor result =
          loss.reduced(
              yTrue,
              yPred,
              given.arrays().tensorOrNull(fields.get("sample_weight")),
              given.arrays().tensorOrNull(fields.get("y_pred_mask")));
      if (!checks.equal("result", fields.value("result"), result)) {
        return;
      }
      Tensor target =
          fields.has("upstream")
              ? given.weighted(List.of(result), List.of(fields.value("upstream")))
              : result;
      checks.gradient(
          "y_pred", fields.value("grad_y_pred"), tape.connected(target, List.of(yPred))[0], yPred);
    }
  }
}
