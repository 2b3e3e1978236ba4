package io.gradus.conformance;

import io.gradus.data.Batch;
import io.gradus.formats.ModelFormatException;
import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Values;
import io.gradus.nn.model.Model;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Models that Keras saved: load, predict, go on training.
final class ModelsKind implements Kind {
  @Override
  public void run(Case given, Checks checks) {
    Fields files = given.fields().object("files");
    if (given.fields().has("batches")) {
      checks.part("resume", () -> resume(given, given.file(files.text("keras")), checks));
      return;
    }
    checks.part("keras", () -> outputs(given, load(given.file(files.text("keras"))), checks));
    checks.part(
        "weights_h5",
        () -> {
          Model model = load(given.file(files.text("keras")));
          model.weights().forEach(weight -> weight.assign(Tensor.zeros(weight.type())));
          model.loadWeights(given.file(files.text("weights_h5")));
          outputs(given, model, checks);
        });
    checks.part(
        "legacy_h5",
        () -> {
          Model model = load(given.file(files.text("legacy_h5")));
          merge(model);
          outputs(given, model, checks);
        });
  }

  // Such a file keeps kernel and adaptation (LoRA) apart, others the sum, which the case has.
  private static void merge(Layer layer) {
    layer.storedWeights().forEach(weight -> weight.restore().accept(weight.value().get()));
    layer.innerLayers().forEach(ModelsKind::merge);
  }

  private static Model load(Path file) throws IOException {
    try {
      return Model.load(file);
    } catch (ModelFormatException e) {
      if (e.getCause() instanceof UnsupportedConfigException missing) {
        throw missing;
      }
      throw e;
    }
  }

  private static void outputs(Case given, Model model, Checks checks) {
    weights(given, model, "weights", checks);
    checks.same(
        "count_params", given.fields().integer("count_params"), (int) model.countParameters());
    List<Tensor> inputs =
        given.fields().objects("inputs").stream().map(input -> given.tensor(input.map())).toList();
    List<Tensor> outputs = model.call(new Values(inputs), Call.infer()).all();
    checks.equal("output", given.fields().list("outputs"), outputs);
  }

  private static void weights(Case given, Model model, String key, Checks checks) {
    List<Fields> weights = given.fields().objects(key);
    List<Variable> variables = model.weights();
    if (checks.same(key + " count", weights.size(), variables.size())) {
      List<String> references = weights.stream().map(weight -> weight.text("array")).toList();
      checks.equalVariables(references, variables);
    }
  }

  private static void resume(Case given, Path file, Checks checks) throws IOException {
    Fields fields = given.fields();
    Model model = load(file);
    weights(given, model, "saved_weights", checks);
    List<String> state =
        fields.objects("saved_optimizer_variables").stream()
            .map(variable -> variable.text("array"))
            .toList();
    List<Variable> got = model.optimizer().variables();
    if (checks.same("optimizer variables count", state.size(), got.size())) {
      for (int i = 0; i < got.size(); i++) {
        Tensor value = got.get(i).value();
        checks.equal(
            got.get(i).name(), state.get(i), value.cast(given.arrays().dtypeOf(state.get(i))));
      }
    }
    // Losses before the file was saved are not to be computed again.
    float[] losses = given.tensor(fields.value("losses")).toFloatArray();
    List<Fields> batches = fields.objects("batches");
    for (int i = fields.integer("saved_after_steps"); i < batches.size(); i++) {
      Fields batch = batches.get(i);
      model.resetMetrics();
      Batch samples = Batch.of(given.tensor(batch.value("x")), given.tensor(batch.value("y")));
      losses[i] = model.trainOnBatch(samples).getOrDefault("loss", Double.NaN).floatValue();
    }
    checks.equal("losses", fields.value("losses"), Tensor.of(losses, Shape.of(losses.length)));
    weights(given, model, "final_weights", checks);
  }
}
