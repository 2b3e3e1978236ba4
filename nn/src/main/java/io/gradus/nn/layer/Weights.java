package io.gradus.nn.layer;

import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.initializer.Zeros;
import io.gradus.nn.regularizer.Regularizer;
import io.gradus.tensor.Outlining;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.kernel.Philox;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a layer declares its weights and its inner layers while it is built.
public final class Weights {
  // For zeros that take no memory, until a file's values come.
  private static final TypeTrace TYPES = new TypeTrace();

  private final String path;
  private final long seed;
  private final DTypePolicy policy;
  private final @Nullable DTypePolicy inner;
  private final boolean trial;
  private final Map<Variable, Boolean> own = new LinkedHashMap<>();
  private final Map<String, Layer> children = new LinkedHashMap<>();
  private final Map<Variable, Regularizer> penalties = new LinkedHashMap<>();
  private final Map<Variable, StoredWeight> storedAs = new LinkedHashMap<>();
  private final Set<Variable> storedFirst = new LinkedHashSet<>();
  private final Set<Variable> unstored = new LinkedHashSet<>();
  private final List<Runnable> atEnd = new ArrayList<>();

  /// The weights of a layer.
  ///
  /// @param path the layer's place in the model; empty for a model itself
  /// @param seed what first values follow from, with the path
  /// @param policy the types of computation and weights
  /// @param inner those of inner layers that were not told theirs, or null for what they have
  /// @param trial whether the layer is built only to see what it gives, with weights of zeros, and
  ///   is unbuilt afterwards
  Weights(String path, long seed, DTypePolicy policy, @Nullable DTypePolicy inner, boolean trial) {
    this.path = path;
    this.seed = seed;
    this.policy = policy;
    this.inner = inner;
    this.trial = trial;
  }

  /// {@return a new trainable weight. Its first value follows from the model's seed and the
  /// weight's path, such as `dense/kernel`}
  public Variable add(String name, Shape shape, Initializer initializer) {
    return add(name, new TensorType(policy.variable(), shape), initializer, true);
  }

  /// {@return a new trainable weight with these options}
  public Variable add(String name, Shape shape, WeightOptions options) {
    return with(options, add(name, shape, options.initializer()));
  }

  private Variable with(WeightOptions options, Variable weight) {
    if (options.regularizer() != null) {
      penalties.put(weight, options.regularizer());
    }
    return weight.constraint(options.constraint());
  }

  /// {@return a new trainable `float32` weight that files do not keep, since they keep what it
  /// makes of another one, see [#storeAs]}
  Variable addUnstored(String name, Shape shape, WeightOptions options) {
    String full = inside(name);
    Restoring.allows(full, shape);
    Initializer first = trial ? new Zeros() : options.initializer();
    TensorType type = new TensorType(DType.FLOAT32, shape);
    Variable weight = new Variable(full, first.initialize(type, Philox.key(seed, full)));
    own.put(weight, true);
    unstored.add(weight);
    return with(options, weight);
  }

  /// Declares further weights behind all others.
  void atEnd(Runnable declaration) {
    atEnd.add(declaration);
  }

  /// Ends the declarations.
  void finish() {
    atEnd.forEach(Runnable::run);
  }

  /// Says how files keep a weight: among the trainable ones, and by this value.
  void storeAs(Variable weight, StoredWeight stored) {
    storeFirst(weight);
    storedAs.put(weight, stored);
  }

  /// Says that files keep a weight among the trainable ones, though it is not trained.
  void storeFirst(Variable weight) {
    storedFirst.add(weight);
  }

  /// {@return a new weight that no training step changes by its gradient, such as a moving average;
  /// the layer gives it new values with [Call#update]}
  public Variable addState(String name, Shape shape, Initializer initializer) {
    return addState(name, new TensorType(policy.variable(), shape), initializer);
  }

  /// {@return as [#addState(String, Shape, Initializer)] a new weight of a type of its own, such as
  /// a whole number that counts}
  public Variable addState(String name, TensorType type, Initializer initializer) {
    return add(name, type, initializer, false);
  }

  /// Counts a weight of an inner layer among the layer's own too, as Keras' wrappers do that change
  /// it: it comes before the other weights of that layer. Returns the weight.
  public Variable share(Variable weight) {
    own.put(weight, weight.isTrainable());
    return weight;
  }

  private Variable add(String name, TensorType type, Initializer initializer, boolean learned) {
    String full = inside(name);
    boolean restored = Restoring.takes(full, type, trial);
    Variable weight =
        trial || restored
            ? Outlining.within(TYPES, () -> new Variable(full, Tensor.zeros(type)))
            : new Variable(full, initializer.initialize(type, Philox.key(seed, full)));
    own.put(weight.trainable(learned), learned);
    return weight;
  }

  private String inside(String name) {
    return path.isEmpty() ? name : path + "/" + name;
  }

  /// Takes in an inner layer, and builds it for inputs of these types unless it is built. Its
  /// weights come after the layer's own. Returns the inner layer.
  ///
  /// @param attribute its name among the parts of the layer, as Keras' object has it (`cell`,
  ///   `query_dense`): weight files name it
  /// @throws IllegalArgumentException if there is one of that name
  public <L extends Layer> L child(String attribute, L layer, TensorType... inputs) {
    if (children.putIfAbsent(attribute, layer) != null) {
      throw new IllegalArgumentException("build: two inner layers are called " + attribute);
    }
    if (inner != null) {
      layer.policyAround(inner);
    }
    layer.buildInside(inside(layer.name()), seed, trial, List.of(inputs));
    return layer;
  }

  Map<String, Layer> children() {
    return new LinkedHashMap<>(children);
  }

  Map<Variable, Regularizer> penalties() {
    return new LinkedHashMap<>(penalties);
  }

  /// {@return the weights of the layer itself, and whether training changes them when the layer is
  /// trainable}
  Map<Variable, Boolean> own() {
    return new LinkedHashMap<>(own);
  }

  /// {@return the weights of the layer itself as files keep them: first those that training changes
  /// when the layer is trainable and what stands for such, then the others}
  List<StoredWeight> stored() {
    List<StoredWeight> learned = new ArrayList<>();
    List<StoredWeight> others = new ArrayList<>();
    own.forEach((weight, isLearned) -> {
      if (!unstored.contains(weight)) {
        StoredWeight stored = storedAs.getOrDefault(weight, StoredWeight.of(weight));
        (isLearned || storedFirst.contains(weight) ? learned : others).add(stored);
      }
    });
    learned.addAll(others);
    return learned;
  }

  List<Variable> all() {
    Set<Variable> all = new LinkedHashSet<>(own.keySet());
    children.values().forEach(child -> all.addAll(child.weights()));
    return new ArrayList<>(all);
  }
}
