package io.gradus.conformance;

import io.gradus.nn.layer.Arguments;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Values;
import io.gradus.nn.model.ModelTable;
import io.gradus.preprocessing.TensorAdaptable;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A layer with given weights: outputs, gradients, weights after the call, number of parameters and
/// the shape of outputs for a batch of unknown length.
final class LayersKind implements Kind {
  @Override
  public void run(Case given, Checks checks) {
    Fields fields = given.fields();
    Layer layer = layer(given);
    if (fields.has("adapt")) {
      adapt(layer, given.tensor(fields.value("adapt")));
    }
    Fields call = fields.object("call");
    Values inputs = inputs(given, call);
    layer.types(inputs.types(), context(call));
    List<Fields> weights = fields.objects("weights");
    Saved.assign(given, weights, "array", layer.weights(), checks);
    checks.same(
        "count_params",
        fields.integer("count_params"),
        (int) layer.weights().stream().mapToLong(Variable::size).sum());
    int repeat = call.has("repeat") ? call.integer("repeat") : 1;
    for (int i = 1; i < repeat; i++) {
      Call context = context(call);
      layer.call(inputs, context);
      context.finish();
    }
    calculate(given, layer, inputs, context(call), checks);
    for (Map.Entry<?, ?> updated : fields.objectOrEmpty("updated_weights").map().entrySet()) {
      Variable weight = weight(layer, weights, updated.getKey());
      checks.equal("updated " + weight.name(), updated.getValue(), weight.value());
    }
    if (fields.has("compute_output_shape")) {
      outputShape(given, inputs.all(), fields.object("compute_output_shape"), checks);
    }
  }

  private static void adapt(Layer layer, Tensor samples) {
    if (!(layer instanceof TensorAdaptable adaptable)) {
      throw new MissingFeatureException("adapt of " + layer);
    }
    adaptable.adapt(samples);
  }

  private static Layer layer(Case given) {
    return ModelTable.read(given.fields().object("object").map());
  }

  private static void collect(Case given, List<?> arguments, List<Tensor> inputs) {
    for (Object argument : arguments) {
      if (argument instanceof List<?> several) {
        collect(given, several, inputs);
      } else if (CaseArrays.isReference(argument)) {
        inputs.add(given.tensor(argument));
      } else {
        throw new MissingFeatureException("call argument " + argument);
      }
    }
  }

  private static Values inputs(Case given, Fields call) {
    List<Tensor> inputs = new ArrayList<>();
    collect(given, call.list("args"), inputs);
    List<Tensor> masks = new ArrayList<>();
    Arguments arguments = Arguments.NONE;
    for (Map.Entry<?, ?> option : call.objectOrEmpty("kwargs").map().entrySet()) {
      String name = (String) option.getKey();
      Object value = option.getValue();
      switch (name) {
        case "training" -> {}
        case "query", "value", "key" -> inputs.add(given.tensor(value));
        case "mask" -> collect(given, listed(value), masks);
        default -> arguments = argument(given, name, value, arguments);
      }
    }
    List<@Nullable Tensor> all = new ArrayList<>(masks);
    while (all.size() < inputs.size()) {
      all.add(null);
    }
    return new Values(inputs).masked(all).with(arguments);
  }

  private static List<?> listed(@Nullable Object value) {
    return value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
  }

  private static Arguments argument(
      Case given, String name, @Nullable Object value, Arguments arguments) {
    if (value == null) {
      return arguments;
    }
    if (value instanceof Boolean flag) {
      return arguments.with(name, flag);
    }
    List<Tensor> tensors = new ArrayList<>();
    collect(given, listed(value), tensors);
    return value instanceof List<?>
        ? arguments.with(name, tensors)
        : arguments.with(name, tensors.getFirst());
  }

  private static Call context(Fields call) {
    return Boolean.TRUE.equals(call.objectOrEmpty("kwargs").get("training"))
        ? Call.train(0, new Variable("step", Tensor.of(0L)).trainable(false))
        : Call.infer();
  }

  private static Variable weight(Layer layer, List<Fields> weights, Object array) {
    for (int i = 0; i < weights.size(); i++) {
      if (weights.get(i).text("array").equals(array)) {
        return layer.weights().get(i);
      }
    }
    throw new IllegalArgumentException("case file: no weight has array " + array);
  }

  private static void calculate(
      Case given, Layer layer, Values inputs, Call context, Checks checks) {
    Fields fields = given.fields();
    try (var tape = new GradientTape()) {
      inputs.all().stream().filter(x -> x.dtype().isFloating()).forEach(tape::watch);
      Values out = layer.call(inputs, context);
      List<Tensor> outputs = out.all();
      context.finish();
      boolean equal = checks.equal("output", fields.list("outputs"), outputs);
      if (Keras315.of(given) != null && Keras315.passedMask(layer) && inputs.isMasked()) {
        equal &= checks.same("output has a mask", false, out.isMasked());
        checks.note("outputs have no mask in 3.16 (keras-team/keras#23437)");
      } else if (fields.has("output_mask")) {
        Tensor mask = out.mask(0);
        equal &= checks.same("output has a mask", true, mask != null);
        if (mask != null) {
          equal &= checks.equal("output mask", fields.value("output_mask"), mask);
        }
      }
      if (fields.has("losses")) {
        equal &= checks.equal("loss", fields.list("losses"), context.losses());
      }
      if (!equal || !fields.has("gradients")) {
        return;
      }
      Fields gradients = fields.object("gradients");
      List<Operand> sources = new ArrayList<>();
      List<Object> references = new ArrayList<>();
      gradients
          .object("inputs")
          .map()
          .forEach((array, gradient) -> {
            sources.add(given.tensor(array));
            references.add(gradient);
          });
      gradients
          .object("weights")
          .map()
          .forEach((array, gradient) -> {
            sources.add(weight(layer, fields.objects("weights"), array));
            references.add(gradient);
          });
      Tensor target = given.weighted(outputs, gradients.list("upstream"));
      @Nullable Tensor[] got = tape.connected(target, sources);
      for (int i = 0; i < got.length; i++) {
        Operand source = sources.get(i);
        String what = source instanceof Variable variable ? variable.name() : "input " + i;
        checks.gradient(what, references.get(i), got[i], source.value());
      }
    }
  }

  private static void outputShape(Case given, List<Tensor> inputs, Fields shapes, Checks checks) {
    List<Shape> from = shapes(shapes.list("input"));
    List<TensorType> types = new ArrayList<>();
    for (int i = 0; i < from.size(); i++) {
      types.add(inputs.get(i).type().withShape(from.get(i)));
    }
    List<Shape> got =
        layer(given).types(types, Call.infer()).stream().map(TensorType::shape).toList();
    checks.same("compute_output_shape", shapes(shapes.list("output")), got);
  }

  /// {@return the shape in a list of lengths, null for unknown ones, or those in a list of such
  /// lists}
  private static List<Shape> shapes(List<?> list) {
    if (!list.isEmpty() && list.stream().allMatch(List.class::isInstance)) {
      return list.stream().map(List.class::cast).flatMap(dims -> shapes(dims).stream()).toList();
    }
    return List.of(
        Shape.of(
            list.stream()
                .mapToLong(dim -> dim instanceof Number number ? number.longValue() : Shape.UNKNOWN)
                .toArray()));
  }
}
