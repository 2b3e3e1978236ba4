package io.gradus.nn.layer;

import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.regularizer.Regularizer;
import io.gradus.tensor.Variable;
import io.gradus.tensor.kernel.Philox;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where a layer declares its weights while it is built.
public final class Weights {
  private final String path;
  private final long seed;
  private final DTypePolicy policy;
  private final List<Variable> all = new ArrayList<>();
  private final Map<Variable, Regularizer> penalties = new LinkedHashMap<>();

  Weights(String path, long seed, DTypePolicy policy) {
    this.path = path;
    this.seed = seed;
    this.policy = policy;
  }

  /// {@return a new trainable weight. Its first value follows from the model's seed and the
  /// weight's path, such as `dense/kernel`}
  public Variable add(String name, Shape shape, Initializer initializer) {
    String full = path + "/" + name;
    TensorType type = new TensorType(policy.variable(), shape);
    Variable weight = new Variable(full, initializer.initialize(type, Philox.key(seed, full)));
    all.add(weight);
    return weight;
  }

  /// {@return a new trainable weight with these options}
  public Variable add(String name, Shape shape, WeightOptions options) {
    Variable weight = add(name, shape, options.initializer()).constraint(options.constraint());
    if (options.regularizer() != null) {
      penalties.put(weight, options.regularizer());
    }
    return weight;
  }

  Map<Variable, Regularizer> penalties() {
    return new LinkedHashMap<>(penalties);
  }

  List<Variable> all() {
    return List.copyOf(all);
  }
}
