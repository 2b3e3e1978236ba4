package io.gradus.conformance;

import io.gradus.data.Batch;
import io.gradus.formats.ModelFormatException;
import io.gradus.formats.Models;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.model.LoadOptions;
import io.gradus.nn.model.Model;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A file that some version of Keras wrote, as an entry of an `index.json` tells of it: what the
/// model in it predicts, what an evaluation says, what one more batch makes of it.
///
/// The entry has `file`, an `.h5`, a `.keras`, or an architecture in JSON or YAML with its
/// `weights` beside it; `input` and `expected`, lists of `{name, value}` in the order of inputs and
/// outputs. It may have `expected_second_call` (the same input once more, where states go on),
/// `expected_on_theano`, `target` with `evaluate` (what Keras' `test_on_batch` says) and
/// `expected_after_one_more_batch`; `gone` (a part that later Keras has no more, which may be
/// refused by its name) and `refuse` (the file must be refused).
///
/// @param folder where the files are
/// @param entry the entry
record SavedFile(Path folder, Fields entry) {
  private static final double RELATIVE = 1e-4;
  private static final double RELATIVE_OF_HALVES = 1e-3;
  // What float32 leaves of numbers that cancel, as a share of the largest.
  private static final double ABSOLUTE = 1e-5;

  /// {@return the name in lines about it}
  String name() {
    return entry.text("file");
  }

  /// Runs it.
  void run(Checks checks) throws IOException {
    String refusal = refusal();
    if (entry.has("refuse")) {
      if (refusal == null) {
        checks.fail("is read; want it refused: " + entry.text("refuse"));
      }
      return;
    }
    String gone = entry.has("gone") ? entry.text("gone").split("[^A-Za-z0-9_]", 2)[0] : "";
    if (!gone.isEmpty() && refusal != null && refusal.contains(gone)) {
      return;
    }
    Model model = load(LoadOptions.DEFAULT);
    List<Tensor> inputs = inputs(model);
    checks.part("predict", () -> outputs(checks, "expected", predicted(model, inputs)));
    if (entry.has("expected_second_call")) {
      checks.part(
          "second call", () -> outputs(checks, "expected_second_call", predicted(model, inputs)));
    }
    if (entry.has("expected_on_theano")) {
      checks.part(
          "on theano",
          () -> {
            Model turned = load(LoadOptions.DEFAULT.theano(true));
            outputs(checks, "expected_on_theano", predicted(turned, inputs));
          });
    }
    if (entry.has("evaluate")) {
      checks.part("evaluate", () -> evaluate(checks, load(LoadOptions.DEFAULT), inputs));
    }
    if (entry.has("expected_after_one_more_batch")) {
      checks.part(
          "one more batch",
          () -> {
            Model trained = load(LoadOptions.DEFAULT);
            trained.trainOnBatch(new Batch(inputs, values("target", List.of())));
            outputs(checks, "expected_after_one_more_batch", predicted(trained, inputs));
          });
    }
  }

  /// {@return why the file is refused, or null if it is read}
  private @Nullable String refusal() throws IOException {
    try {
      load(LoadOptions.DEFAULT);
      return null;
    } catch (ModelFormatException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private Model load(LoadOptions options) throws IOException {
    Path file = folder.resolve(entry.text("file"));
    String lower = entry.text("file").toLowerCase(Locale.ROOT);
    Model model;
    if (lower.endsWith(".json")) {
      model = Models.fromJson(file, options);
    } else if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
      model = Models.fromYaml(file, options);
    } else {
      model = Model.load(file, options);
    }
    if (entry.has("weights")) {
      model.loadWeights(folder.resolve(entry.text("weights")), options);
    }
    return model;
  }

  private static List<Tensor> predicted(Model model, List<Tensor> inputs) {
    return model.predictAll(inputs.toArray(Tensor[]::new));
  }

  private List<Tensor> inputs(Model model) {
    List<DType> types =
        model.layers().stream()
            .filter(InputLayer.class::isInstance)
            .map(layer -> ((InputLayer) layer).type().dtype())
            .toList();
    return values("input", types);
  }

  private List<Tensor> values(String key, List<DType> types) {
    List<Fields> named = entry.objects(key);
    List<Tensor> values = new ArrayList<>();
    for (int i = 0; i < named.size(); i++) {
      Tensor value = tensor(named.get(i).value("value"));
      boolean given = types.size() == named.size();
      values.add(value.cast(given ? types.get(i) : DType.FLOAT32));
    }
    return values;
  }

  /// {@return the numbers in lists of lists}
  private static Tensor tensor(Object value) {
    List<Double> numbers = new ArrayList<>();
    collect(value, numbers);
    List<Long> dims = new ArrayList<>();
    for (Object part = value; part instanceof List<?> list; part = list.getFirst()) {
      dims.add((long) list.size());
      if (list.isEmpty()) {
        break;
      }
    }
    double[] all = numbers.stream().mapToDouble(Double::doubleValue).toArray();
    return Tensor.of(all, Shape.of(dims.stream().mapToLong(Long::longValue).toArray()));
  }

  private static void collect(Object value, List<Double> into) {
    switch (value) {
      case List<?> list -> list.forEach(part -> collect(part, into));
      case Number number -> into.add(number.doubleValue());
      case Boolean truth -> into.add(truth ? 1.0 : 0.0);
      default -> throw new IllegalArgumentException("case file: no number: " + value);
    }
  }

  private void outputs(Checks checks, String key, List<Tensor> got) {
    List<Fields> want = entry.objects(key);
    if (!checks.same(key + " count", want.size(), got.size())) {
      return;
    }
    for (int i = 0; i < got.size(); i++) {
      Tensor expected = tensor(want.get(i).value("value"));
      Object name = want.get(i).get("name");
      if (!got.get(i).shape().equals(expected.shape())) {
        checks.fail(
            "%s %s: shape %s, want %s".formatted(key, name, got.get(i).shape(), expected.shape()));
        continue;
      }
      double[] numbers = expected.toDoubleArray();
      String difference =
          tolerance(numbers).difference(got.get(i).toDoubleArray(), numbers, expected.shape());
      if (difference != null) {
        checks.fail("%s %s: %s".formatted(key, name, difference));
      }
    }
  }

  private Tolerance tolerance(double[] want) {
    boolean halves = "float16".equals(entry.get("floatx"));
    double largest = Arrays.stream(want).map(Math::abs).filter(Double::isFinite).max().orElse(0);
    double relative = halves ? RELATIVE_OF_HALVES : RELATIVE;
    return new Tolerance(relative, Math.min(largest, 1) * (halves ? relative : ABSOLUTE));
  }

  private void evaluate(Checks checks, Model model, List<Tensor> inputs) {
    Map<String, Double> got = model.testOnBatch(new Batch(inputs, values("target", List.of())));
    List<Fields> want = entry.objects("evaluate");
    // What Keras 1 and 2 name twice has a number here, as in Keras 3.
    List<String> names = new ArrayList<>();
    for (Fields each : want) {
      String name = each.text("name");
      for (int i = 1; names.contains(name); i++) {
        name = each.text("name") + "_" + i;
      }
      names.add(name);
    }
    if (!checks.same("evaluate", sorted(names), sorted(got.keySet()))) {
      return;
    }
    for (int i = 0; i < names.size(); i++) {
      double[] number = {want.get(i).number("value")};
      double[] result = {got.getOrDefault(names.get(i), Double.NaN)};
      String difference = tolerance(number).difference(result, number, Shape.of(1));
      if (difference != null) {
        checks.fail("evaluate %s: %s".formatted(names.get(i), difference));
      }
    }
  }

  private static List<String> sorted(Iterable<String> names) {
    List<String> all = new ArrayList<>();
    names.forEach(all::add);
    Collections.sort(all);
    return all;
  }
}
