package io.gradus.tensor;

import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Records a program graph: operations on symbolic tensors, reads of variables, and updates, which
/// later reads in the same trace see.
final class Tracer implements Trace {
  private static final ScopedValue<Tracer> ACTIVE = ScopedValue.newInstance();

  private final List<TensorType> types = new ArrayList<>();
  private final Map<Object, Integer> slots = new HashMap<>();
  private final Map<Integer, Tensor> constants = new LinkedHashMap<>();
  private final Map<Variable, Tensor> reads = new LinkedHashMap<>();
  private final Map<Variable, Tensor> updates = new LinkedHashMap<>();
  private final List<Graph.Step> steps = new ArrayList<>();

  static @Nullable Tracer active() {
    return ACTIVE.isBound() ? ACTIVE.get() : null;
  }

  static Graph trace(Graph.Function function, List<TensorType> inputs) {
    Tracer tracer = new Tracer();
    List<Tensor> symbols = inputs.stream().map(tracer::symbol).toList();
    List<Tensor> outputs = ScopedValue.where(ACTIVE, tracer).call(() -> function.apply(symbols));
    Map<Integer, Variable> variables = new LinkedHashMap<>();
    tracer.reads.forEach((variable, read) -> variables.put(tracer.slot(read), variable));
    List<Graph.Update> updates = new ArrayList<>();
    tracer.updates.forEach(
        (variable, value) -> updates.add(new Graph.Update(variable, tracer.slot(value))));
    List<Integer> results = outputs.stream().map(tracer::slot).toList();
    return new Graph(
        List.copyOf(tracer.types),
        symbols.stream().map(tracer::slot).toList(),
        Map.copyOf(tracer.constants),
        new LinkedHashMap<>(variables),
        List.copyOf(tracer.steps),
        results,
        updates);
  }

  private Tensor symbol(TensorType type) {
    Tensor symbol = Tensor.symbolic(type, this);
    slots.put(symbol.identity(), types.size());
    types.add(type);
    return symbol;
  }

  private int slot(Tensor tensor) {
    Integer slot = slots.get(tensor.identity());
    if (slot == null) {
      if (tensor.isSymbolic()) {
        throw new IllegalStateException("trace: " + tensor + " belongs to another trace");
      }
      slot = types.size();
      slots.put(tensor.identity(), slot);
      types.add(tensor.type());
      constants.put(slot, tensor);
    }
    return slot;
  }

  @Override
  public List<Tensor> record(Op op, List<Tensor> inputs, List<TensorType> outputTypes) {
    List<Integer> from = inputs.stream().map(this::slot).toList();
    List<Tensor> outputs = outputTypes.stream().map(this::symbol).toList();
    steps.add(new Graph.Step(op, from, outputs.stream().map(this::slot).toList()));
    return outputs;
  }

  Tensor read(Variable variable) {
    Tensor updated = updates.get(variable);
    return updated != null ? updated : reads.computeIfAbsent(variable, v -> symbol(v.type()));
  }

  void update(Variable variable, Tensor value) {
    updates.put(variable, value);
  }
}
