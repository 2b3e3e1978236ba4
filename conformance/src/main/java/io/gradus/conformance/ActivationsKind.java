package io.gradus.conformance;

import io.gradus.nn.activation.Activation;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Tensor;
import java.util.List;

/// Calls of one function of `keras.activations` with its gradient.
final class ActivationsKind implements Kind {
  @Override
  public void run(Case given, Checks checks) {
    String function = given.fields().text("function");
    Activation activation = Activation.CODEC.read().apply(function);
    int number = 0;
    for (Fields call : given.fields().objects("calls")) {
      String name = "call " + number++;
      checks.part(name, () -> call(given, function, activation, call, name, checks));
    }
  }

  private static void call(
      Case given, String function, Activation activation, Fields call, String name, Checks checks) {
    for (Object argument : call.objectOrEmpty("kwargs").map().keySet()) {
      throw new MissingFeatureException("argument %s of %s".formatted(argument, function));
    }
    Tensor x = given.tensor(call.value("x"));
    try (var tape = new GradientTape()) {
      tape.watch(x);
      Tensor y = activation.apply(x);
      checks.equal(name + " result", call.value("y"), y);
      Tensor target = given.weighted(List.of(y), List.of(call.value("upstream")));
      checks.gradient(name, call.value("gx"), tape.connected(target, List.of(x))[0], x);
    }
  }
}
