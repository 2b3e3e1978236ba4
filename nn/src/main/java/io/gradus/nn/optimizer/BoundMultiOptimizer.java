package io.gradus.nn.optimizer;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A [MultiOptimizer] with the state of each of its optimizers.
final class BoundMultiOptimizer extends BoundOptimizer {
  private final List<BoundOptimizer> parts = new ArrayList<>();
  private final Map<Variable, BoundOptimizer> partOf = new LinkedHashMap<>();

  BoundMultiOptimizer(MultiOptimizer settings, List<Variable> variables) {
    super(settings, variables);
    List<Optimizer> optimizers = settings.optimizers();
    List<List<Variable>> own = new ArrayList<>();
    optimizers.forEach(_ -> own.add(new ArrayList<>()));
    variables.forEach(variable -> own.get(settings.positionFor(variable)).add(variable));
    for (int i = 0; i < optimizers.size(); i++) {
      BoundOptimizer part = scaled(optimizers.get(i), settings).bind(own.get(i));
      parts.add(part);
      own.get(i).forEach(variable -> partOf.put(variable, part));
    }
  }

  // The loss has one factor.
  private static Optimizer scaled(Optimizer optimizer, MultiOptimizer settings) {
    return optimizer instanceof StandardOptimizer<?> standard
        ? standard.with(standard.options().lossScaleFactor(settings.lossScaleFactor()))
        : optimizer;
  }

  @Override
  public List<BoundOptimizer> parts() {
    return List.copyOf(parts);
  }

  @Override
  public Variable learningRate() {
    throw new IllegalStateException(
        "optimizer: a MultiOptimizer has no learning rate; its parts have, see parts()");
  }

  @Override
  public Tensor rate() {
    return learningRate().value();
  }

  @Override
  public Slots slots(Variable variable) {
    super.slots(variable);
    BoundOptimizer part = partOf.get(variable);
    return part == null ? super.slots(variable) : part.slots(variable);
  }

  @Override
  public List<Variable> variables() {
    List<Variable> all = new ArrayList<>(super.variables());
    parts.forEach(part -> all.addAll(part.variables()));
    return all;
  }

  @Override
  public Map<Variable, Variable> averages() {
    Map<Variable, Variable> averages = new LinkedHashMap<>();
    parts.forEach(part -> averages.putAll(part.averages()));
    return averages;
  }

  @Override
  public void apply(@Nullable Tensor[] gradients) {
    checkCount(gradients);
    Map<Variable, @Nullable Tensor> given = new LinkedHashMap<>();
    List<Variable> targets = targets();
    for (int i = 0; i < gradients.length; i++) {
      given.put(targets.get(i), gradients[i]);
    }
    for (BoundOptimizer part : parts) {
      List<Variable> own = part.targets();
      if (!own.isEmpty()) {
        part.apply(own.stream().map(given::get).toArray(Tensor[]::new));
      }
    }
    iterations().assignAdd(Tensor.of(1L));
  }

  @Override
  public void finish() {
    parts.forEach(BoundOptimizer::finish);
  }
}
