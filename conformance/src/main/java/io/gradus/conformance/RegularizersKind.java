package io.gradus.conformance;

import io.gradus.nn.regularizer.Regularizer;
import io.gradus.nn.regularizer.Regularizers;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Tensor;
import java.util.List;

/// A regularizer: the penalty of a weight and its gradient.
final class RegularizersKind implements Kind {
  @Override
  public void run(Case given, Checks checks) {
    Fields fields = given.fields();
    Regularizer regularizer = Regularizers.TABLE.read(fields.object("object").map());
    Tensor weight = given.tensor(fields.value("w"));
    try (var tape = new GradientTape()) {
      tape.watch(weight);
      Tensor penalty = regularizer.penalty(weight);
      checks.equal("result", fields.value("result"), penalty);
      checks.gradient(
          "w", fields.value("grad_w"), tape.connected(penalty, List.of(weight))[0], weight);
    }
  }
}
