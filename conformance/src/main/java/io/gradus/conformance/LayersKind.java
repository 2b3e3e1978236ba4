package io.gradus.conformance;

import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Layers;
import io.gradus.nn.layer.Values;
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
    for (String feature : List.of("adapt", "output_mask")) {
      if (fields.has(feature)) {
        throw new MissingFeatureException(feature + " of layers");
      }
    }
    Fields call = fields.object("call");
    List<Tensor> inputs = new ArrayList<>();
    collect(given, call.list("args"), inputs);
    layer.types(inputs.stream().map(Tensor::type).toList(), context(call));
    List<Fields> weights = fields.objects("weights");
    Saved.assign(given, weights, "array", layer.weights(), checks);
    checks.same(
        "count_params",
        fields.integer("count_params"),
        (int) layer.weights().stream().mapToLong(Variable::size).sum());
    int repeat = call.has("repeat") ? call.integer("repeat") : 1;
    for (int i = 1; i < repeat; i++) {
      Call context = context(call);
      layer.call(new Values(inputs), context);
      context.finish();
    }
    calculate(given, layer, inputs, context(call), checks);
    for (Map.Entry<?, ?> updated : fields.objectOrEmpty("updated_weights").map().entrySet()) {
      Variable weight = weight(layer, weights, updated.getKey());
      checks.equal("updated " + weight.name(), updated.getValue(), weight.value());
    }
    if (fields.has("compute_output_shape")) {
      outputShape(given, inputs, fields.object("compute_output_shape"), checks);
    }
  }

  private static Layer layer(Case given) {
    return Layers.TABLE.read(given.fields().object("object").map());
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

  private static Call context(Fields call) {
    boolean training = false;
    for (Map.Entry<?, ?> option : call.objectOrEmpty("kwargs").map().entrySet()) {
      if (option.getKey().equals("training")) {
        training = Boolean.TRUE.equals(option.getValue());
      } else if (option.getValue() != null) {
        throw new MissingFeatureException("call option " + option.getKey());
      }
    }
    return training
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
      Case given, Layer layer, List<Tensor> inputs, Call context, Checks checks) {
    Fields fields = given.fields();
    try (var tape = new GradientTape()) {
      inputs.stream().filter(x -> x.dtype().isFloating()).forEach(tape::watch);
      List<Tensor> outputs = layer.call(new Values(inputs), context).all();
      context.finish();
      boolean equal = checks.equal("output", fields.list("outputs"), outputs);
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
