package io.gradus.nn.layer;

import io.gradus.nn.initializer.Initializer;
import io.gradus.tensor.Variable;
import io.gradus.tensor.kernel.Philox;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;

/// Where a layer declares its weights while it is built.
public final class Weights {
  private final String path;
  private final long seed;
  private final DTypePolicy policy;
  private final List<Variable> all = new ArrayList<>();

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

  List<Variable> all() {
    return List.copyOf(all);
  }
}
