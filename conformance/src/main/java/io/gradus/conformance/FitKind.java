package io.gradus.conformance;

import io.gradus.data.Batch;
import io.gradus.data.Dataset;
import io.gradus.nn.layer.Call;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.History;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.TrainingCallback;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A run of `fit` with what follows it: history, weights, `evaluate`, `predict`.
final class FitKind implements Kind {
  private static final Set<String> OPTIONS =
      Set.of(
          "batch_size",
          "epochs",
          "initial_epoch",
          "shuffle",
          "validation_split",
          "validation_data",
          "validation_freq",
          "validation_batch_size",
          "class_weight");
  private static final int EVALUATION_BATCH = 32;
  private static final Set<String> COMPILE =
      Set.of(
          "optimizer",
          "loss",
          "loss_weights",
          "metrics",
          "weighted_metrics",
          "learning_rate_set_to");

  @Override
  public void run(Case given, Checks checks) {
    Fields fields = given.fields();
    TrainingCallback[] callbacks =
        fields.objects("callbacks").stream()
            .map(SavedCallbacks::read)
            .toArray(TrainingCallback[]::new);
    Model model = Saved.model(fields.value("model"));
    Fields compile = fields.object("compile");
    only("compile", compile, COMPILE);
    Fields options = fields.object("fit");
    only("fit", options, OPTIONS);
    List<Tensor> x = tensors(given, fields.value("x"));
    List<Tensor> y = tensors(given, fields.value("y"));
    Dataset data = Dataset.of(new Batch(x, y).weighted(weights(given, fields)));
    model.types(x.stream().map(Tensor::type).toList(), Call.infer());
    Saved.assign(given, fields.objects("initial_weights"), "array", model.weights(), checks);
    SavedObjectives.compile(model, compile);
    if (compile.has("learning_rate_set_to")) {
      double rate = compile.number("learning_rate_set_to");
      model.optimizer().learningRate().assign(Tensor.scalar(DType.FLOAT32, rate));
    }
    Fit fit =
        Fit.epochs(options.integer("epochs"))
            .batchSize(options.has("batch_size") ? options.integer("batch_size") : 32)
            .shuffle(false)
            .quiet()
            .callbacks(callbacks);
    if (options.has("validation_split")) {
      fit = fit.validationSplit(options.number("validation_split"));
    }
    if (options.has("initial_epoch")) {
      fit = fit.initialEpoch(options.integer("initial_epoch"));
    }
    if (options.has("validation_data")) {
      fit = fit.validation(validation(given, options.object("validation_data")));
    }
    if (options.has("validation_freq")) {
      fit = fit.validationFrequency(options.integer("validation_freq"));
    }
    if (options.has("validation_batch_size")) {
      fit = fit.validationBatchSize(options.integer("validation_batch_size"));
    }
    if (options.has("class_weight")) {
      fit = fit.classWeights(classWeights(options.object("class_weight")));
    }
    History history = model.fit(data, fit);
    checks.same("epochs run", fields.integer("epochs_run"), history.get("loss").size());
    fields
        .object("history")
        .map()
        .forEach((name, values) ->
            scalars(
                given, "history " + name, history.get((String) name), (List<?>) values, checks));
    List<Fields> trained = fields.objects("final_weights");
    checks.equalVariables(
        trained.stream().map(weight -> weight.text("array")).toList(), model.weights());
    Map<String, Double> evaluated = model.evaluate(Dataset.of(x, y), EVALUATION_BATCH);
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
    checks.equal(
        "predict",
        fields.list("predict"),
        model.predictAll(Dataset.of(x, List.of()), EVALUATION_BATCH));
  }

  private static void only(String function, Fields options, Set<String> known) {
    for (Map.Entry<?, ?> option : options.map().entrySet()) {
      if (!known.contains(option.getKey()) && option.getValue() != null) {
        throw new MissingFeatureException("%s option %s".formatted(function, option.getKey()));
      }
    }
  }

  private static Map<Integer, Double> classWeights(Fields weights) {
    Map<Integer, Double> byClass = new HashMap<>();
    weights
        .map()
        .forEach((label, weight) ->
            byClass.put(Integer.valueOf((String) label), ((Number) weight).doubleValue()));
    return byClass;
  }

  private static Dataset validation(Case given, Fields data) {
    return Dataset.of(
        new Batch(tensors(given, data.value("x")), tensors(given, data.value("y")))
            .weighted(weights(given, data)));
  }

  private static List<Tensor> tensors(Case given, Object references) {
    List<?> all = references instanceof List<?> list ? list : List.of(references);
    return all.stream().map(given::tensor).toList();
  }

  private static List<@Nullable Tensor> weights(Case given, Fields data) {
    List<@Nullable Tensor> weights = new ArrayList<>();
    if (data.has("sample_weight")) {
      Object references = data.value("sample_weight");
      List<?> all = references instanceof List<?> list ? list : List.of(references);
      all.forEach(reference -> weights.add(given.arrays().tensorOrNull(reference)));
    }
    return weights;
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
