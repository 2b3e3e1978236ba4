package io.gradus.conformance;

import io.gradus.nn.layer.Call;
import io.gradus.nn.metric.Metric;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.History;
import io.gradus.nn.model.Model;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A run of `fit` with what follows it: history, weights, `evaluate`, `predict`.
final class FitKind implements Kind {
  private static final Set<String> OPTIONS = Set.of("batch_size", "epochs", "shuffle");
  private static final Set<String> COMPILE =
      Set.of("optimizer", "loss", "metrics", "learning_rate_set_to");

  @Override
  public void run(Case given, Checks checks) {
    Fields fields = given.fields();
    for (Fields callback : fields.objects("callbacks")) {
      throw new MissingFeatureException("callback " + callback.text("class_name"));
    }
    Model model = Saved.model(fields.value("model"));
    Fields compile = fields.object("compile");
    only("compile", compile, COMPILE);
    Fields options = fields.object("fit");
    only("fit", options, OPTIONS);
    Tensor x = only(given, "x");
    Tensor y = only(given, "y");
    model.types(List.of(x.type()), Call.infer());
    Saved.assign(given, fields.objects("initial_weights"), "array", model.weights(), checks);
    model.compile(
        Saved.optimizer(compile.value("optimizer")),
        Saved.loss(compile.value("loss")),
        compile.list("metrics").stream()
            .map(name -> Saved.named("metric", (String) name, Metric::of))
            .toArray(Metric[]::new));
    if (compile.has("learning_rate_set_to")) {
      double rate = compile.number("learning_rate_set_to");
      model.optimizer().learningRate().assign(Tensor.scalar(DType.FLOAT32, rate));
    }
    Fit fit =
        Fit.epochs(options.integer("epochs"))
            .batchSize(options.integer("batch_size"))
            .shuffle(false)
            .quiet();
    History history = model.fit(x, y, fit);
    fields
        .object("history")
        .map()
        .forEach((name, values) ->
            scalars(
                given, "history " + name, history.get((String) name), (List<?>) values, checks));
    List<Fields> weights = fields.objects("final_weights");
    checks.equalVariables(
        weights.stream().map(weight -> weight.text("array")).toList(), model.weights());
    Map<String, Double> evaluated = model.evaluate(x, y);
    fields
        .object("evaluate")
        .map()
        .forEach((name, value) ->
            scalars(
                given,
                "evaluate " + name,
                evaluated.containsKey(name) ? List.of(evaluated.get(name)) : List.of(),
                List.of(value),
                checks));
    checks.equal("predict", fields.list("predict"), List.of(model.predict(x)));
  }

  private static void only(String function, Fields options, Set<String> known) {
    for (Map.Entry<?, ?> option : options.map().entrySet()) {
      if (!known.contains(option.getKey()) && option.getValue() != null) {
        throw new MissingFeatureException("%s option %s".formatted(function, option.getKey()));
      }
    }
  }

  private static Tensor only(Case given, String key) {
    List<?> references = given.fields().list(key);
    if (references.size() != 1) {
      throw new MissingFeatureException("fit with %d %s".formatted(references.size(), key));
    }
    return given.tensor(references.getFirst());
  }

  private static void scalars(
      Case given, String what, List<Double> got, List<?> want, Checks checks) {
    if (!checks.same(what + " count", want.size(), got.size())) {
      return;
    }
    Fields tolerance = given.fields().object("scalar_tolerance");
    String difference =
        new Tolerance(tolerance.number("rtol"), tolerance.number("atol"))
            .difference(
                got.stream().mapToDouble(Double::doubleValue).toArray(),
                want.stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray(),
                Shape.of(want.size()));
    if (difference != null) {
      checks.fail(what + ": " + difference);
    }
  }
}
