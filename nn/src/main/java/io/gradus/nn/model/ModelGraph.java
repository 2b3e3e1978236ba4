package io.gradus.nn.model;

import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.MultiHeadAttention;
import io.gradus.nn.layer.Values;
import io.gradus.nn.layer.Weights;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A model as a graph of layer calls, between symbolic tensors whose types may have unknown
/// lengths. An operation on such a tensor is a call too.
///
/// @param inputs the symbolic inputs
/// @param outputs the symbolic outputs
/// @param nodes the calls in between, each after those that it needs, as a walk from the outputs
///   meets them
/// @param schedule the same calls in the order in which Keras runs them
record ModelGraph(
    List<Tensor> inputs, Values outputs, List<ModelNode> nodes, List<ModelNode> schedule) {
  /// A real tensor in place of a symbolic one.
  private record Real(Tensor value, @Nullable Tensor mask) {
    Real unmasked() {
      return new Real(value, null);
    }
  }

  /// {@return the graph that leads from the inputs to the outputs}
  ///
  /// @throws IllegalArgumentException if an output needs another input
  static ModelGraph between(List<Tensor> inputs, Values outputs) {
    Walk walk = new Walk(inputs);
    outputs.all().forEach(walk::to);
    List<ModelNode> schedule =
        LayerOrder.calls(outputs).stream().filter(walk.seen::contains).toList();
    return new ModelGraph(inputs, outputs, walk.nodes, schedule);
  }

  /// {@return the graph that the code records on an input}
  static ModelGraph trace(UnaryOperator<Values> code, Tensor input) {
    return between(List.of(input), code.apply(Values.of(input)));
  }

  /// Collects calls, each after those that it needs.
  private static final class Walk {
    private final Set<Tensor> known = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<ModelNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<ModelNode> nodes = new ArrayList<>();

    Walk(List<Tensor> inputs) {
      known.addAll(inputs);
    }

    void to(Tensor output) {
      GraphWalk.from(output, this::entered, nodes::add);
    }

    private @Nullable ModelNode entered(Tensor symbol) {
      if (known.contains(symbol) || !symbol.isSymbolic()) {
        return null;
      }
      ModelNode node = Symbol.node(symbol);
      if (node == null || isInput(node)) {
        String name = node instanceof ModelNode.OfLayer call ? call.layer().name() + "=" : "";
        throw new IllegalArgumentException(
            "functional: an output needs an input that is not among the inputs; got "
                + name
                + symbol.type());
      }
      return seen.add(node) ? node : null;
    }
  }

  private static boolean isInput(ModelNode node) {
    return node instanceof ModelNode.OfLayer call
        && call.layer() instanceof InputLayer
        && call.in().all().isEmpty();
  }

  /// {@return the layers that are called, in the order of their first calls}
  List<Layer> layers() {
    Set<Layer> layers = new LinkedHashSet<>();
    for (ModelNode node : nodes) {
      if (node instanceof ModelNode.OfLayer call) {
        layers.add(call.layer());
      }
    }
    return List.copyOf(layers);
  }

  /// Builds the layers as parts of a model.
  void build(Weights weights) {
    Set<Layer> built = new LinkedHashSet<>();
    for (ModelNode node : nodes) {
      if (node instanceof ModelNode.OfLayer call && built.add(call.layer())) {
        TensorType[] types = call.in().types().toArray(TensorType[]::new);
        weights.child(call.layer().name(), call.layer(), types);
      }
    }
  }

  /// {@return the types of the inputs}
  List<TensorType> inputTypes() {
    return inputs.stream().map(Tensor::type).toList();
  }

  /// {@return the outputs for real inputs}
  Values run(Values values, Call call) {
    Map<Tensor, Real> known = new IdentityHashMap<>();
    bind(known, new Values(inputs), values);
    for (ModelNode node : schedule) {
      bind(known, node.out(), node.run(real(known, node.in()), call));
      if (node instanceof ModelNode.OfLayer of && of.layer() instanceof MultiHeadAttention) {
        // As in Keras from 3.10 on, it takes the masks off its inputs, also for what comes later.
        node.in().all().forEach(input -> known.computeIfPresent(input, (_, x) -> x.unmasked()));
      }
    }
    return real(known, outputs);
  }

  private static void bind(Map<Tensor, Real> known, Values symbols, Values values) {
    for (int i = 0; i < symbols.all().size(); i++) {
      Tensor mask = values.mask(i);
      known.put(symbols.all().get(i), new Real(values.all().get(i), mask));
      Tensor symbol = symbols.mask(i);
      if (symbol != null && mask != null) {
        known.put(symbol, new Real(mask, null));
      }
    }
  }

  // Masks come along with the tensors, but where the caller gave others.
  private static Values real(Map<Tensor, Real> known, Values symbols) {
    List<@Nullable Tensor> masks = new ArrayList<>();
    for (int i = 0; i < symbols.all().size(); i++) {
      Tensor given = symbols.mask(i);
      Real real = known.get(symbols.all().get(i));
      masks.add(given != null ? value(known, given) : real == null ? null : real.mask);
    }
    return symbols.map(symbol -> value(known, symbol)).masked(masks);
  }

  // What is not in the map is a constant that the code brought along.
  private static Tensor value(Map<Tensor, Real> known, Tensor symbol) {
    Real real = known.get(symbol);
    return real == null ? symbol : real.value;
  }
}
