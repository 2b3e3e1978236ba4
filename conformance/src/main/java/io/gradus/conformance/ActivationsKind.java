package io.gradus.conformance;

import io.gradus.nn.activation.Activations;
import io.gradus.nn.operation.KerasOps;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Tensor;
import java.util.List;
import java.util.Map;

/// Calls of one function of `keras.activations` with its gradient.
final class ActivationsKind implements Kind {
  @Override
  public void run(Case given, Checks checks) {
    String function = given.fields().text("function");
    int number = 0;
    for (Fields call : given.fields().objects("calls")) {
      String name = "call " + number++;
      checks.part(name, () -> call(given, function, call, name, checks));
    }
  }

  private static void call(Case given, String function, Fields call, String name, Checks checks) {
    Tensor x = given.tensor(call.value("x"));
    try (var tape = new GradientTape()) {
      tape.watch(x);
      Fields arguments = call.objectOrEmpty("kwargs");
      Tensor y =
          arguments.map().isEmpty()
              ? Activations.CODEC.read().apply(function).apply(x)
              : withArguments(given, function, call.value("x"), arguments);
      checks.equal(name + " result", call.value("y"), y);
      Tensor target = given.weighted(List.of(y), List.of(call.value("upstream")));
      checks.gradient(name, call.value("gx"), tape.connected(target, List.of(x))[0], x);
    }
  }

  // With arguments, an activation is called as the function of that name.
  private static Tensor withArguments(Case given, String function, Object x, Fields arguments) {
    if (KerasOps.find(function) == null) {
      throw new MissingFeatureException("arguments of " + function);
    }
    Fields call = new Fields(Map.of("args", List.of(x), "kwargs", arguments.map()));
    return OpCalls.call(function, call, given.arrays()).getFirst();
  }
}
