package io.gradus.conformance;

import io.gradus.nn.operation.KerasOps;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Calls of one function of `keras.ops`: results, gradients, and refusals.
final class OpsKind implements Kind {
  @Override
  public void run(Case given, Checks checks) {
    String function = given.fields().text("function");
    if (KerasOps.find(function) == null) {
      throw new MissingFeatureException("op " + function);
    }
    int number = 0;
    for (Fields call : given.fields().objects("calls")) {
      String name = "call " + number++;
      checks.part(name, () -> call(given, function, call, name, checks));
    }
  }

  private static void call(Case given, String function, Fields call, String name, Checks checks) {
    if (call.has("raises")) {
      refused(given, function, call, name, checks);
      return;
    }
    Map<?, ?> wanted = call.objectOrEmpty("gradients").map();
    List<Tensor> sources = wanted.keySet().stream().map(given::tensor).toList();
    try (var tape = new GradientTape()) {
      sources.forEach(tape::watch);
      List<Tensor> results = OpCalls.call(function, call, given.arrays());
      Object result = call.value("result");
      List<?> references = result instanceof List<?> list ? list : List.of(result);
      if (!checks.equal(name + " result", references, results) || wanted.isEmpty()) {
        return;
      }
      List<?> upstream = call.list("upstream");
      @Nullable Tensor[] gradients = tape.connected(given.weighted(results, upstream), sources);
      int i = 0;
      for (Map.Entry<?, ?> gradient : wanted.entrySet()) {
        String what = "%s, %s".formatted(gradient.getKey(), name);
        checks.gradient(what, gradient.getValue(), gradients[i], sources.get(i));
        i++;
      }
    }
  }

  private static void refused(
      Case given, String function, Fields call, String name, Checks checks) {
    List<Tensor> results = new ArrayList<>();
    try {
      results.addAll(OpCalls.call(function, call, given.arrays()));
    } catch (IllegalArgumentException _) {
      return;
    }
    checks.fail(
        "%s: must be refused, gave %s"
            .formatted(name, results.stream().map(Tensor::type).toList()));
  }
}
