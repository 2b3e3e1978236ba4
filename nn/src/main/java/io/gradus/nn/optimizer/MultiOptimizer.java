package io.gradus.nn.optimizer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.PathPattern;
import io.gradus.nn.config.Schema;
import io.gradus.nn.schedule.LearningRate;
import io.gradus.tensor.Variable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Several optimizers, each for some of the variables (`keras.optimizers.MultiOptimizer` of an
/// `OptimizerMap`). A variable goes to the optimizer of its path, such as `encoder/dense/kernel`,
/// or of the one pattern that stands for it, in which `.*` is any text; all others go to the
/// default one.
///
/// ```java
/// new MultiOptimizer(new SGD(0.01)).with("encoder/.*", new Adam(1e-4));
/// ```
///
/// Each of the optimizers has a learning rate of its own, so this one has none that could be set.
///
/// @param standard the optimizer of variables that the map has no other for
/// @param byPath optimizers by paths and patterns
/// @param lossScaleFactor the factor of the loss, instead of those of the optimizers, or null
/// @param name the name
public record MultiOptimizer(
    Optimizer standard,
    Map<String, Optimizer> byPath,
    @Nullable Double lossScaleFactor,
    String name)
    implements Optimizer {
  private static final String NAME = "multi_optimizer";
  private static final String MAP_CLASS = "OptimizerMap";
  private static final ConfigKey<Mapping> MAP =
      new ConfigKey<>("optimizer_map", new Codec<>(Mapping::read, Mapping::written));
  private static final ConfigKey<@Nullable Double> FACTOR =
      new ConfigKey<>("loss_scale_factor", Codec.NUMBER.orNull());
  private static final ConfigKey<@Nullable String> NAMED =
      new ConfigKey<>("name", Codec.TEXT.orNull());

  /// The configuration, as Keras writes it.
  public static final Schema<MultiOptimizer> SCHEMA =
      Schema.<MultiOptimizer>of("MultiOptimizer")
          .required(MAP, multi -> new Mapping(multi.standard, multi.byPath))
          .optional(FACTOR, MultiOptimizer::lossScaleFactor, null)
          .optional(NAMED, MultiOptimizer::name, NAME)
          .build(MultiOptimizer::read);

  /// What Keras calls an `OptimizerMap`.
  private record Mapping(Optimizer standard, Map<String, Optimizer> byPath) {
    static Mapping read(@Nullable Object value) {
      if (value instanceof Map<?, ?> object
          && MAP_CLASS.equals(object.get("class_name"))
          && object.get("config") instanceof Map<?, ?> config
          && config.get("default_optimizer") instanceof Map<?, ?> standard) {
        Map<String, Optimizer> byPath = new LinkedHashMap<>();
        if (config.get("optimizer_map") instanceof Map<?, ?> optimizers) {
          optimizers.forEach(
              (path, optimizer) -> byPath.put(String.valueOf(path), optimizer(optimizer)));
        }
        return new Mapping(optimizer(standard), byPath);
      }
      throw new IllegalArgumentException("expected an OptimizerMap, got " + value);
    }

    private static Optimizer optimizer(@Nullable Object value) {
      return Codec.object(Optimizers.TABLE).read().apply(value);
    }

    static Map<String, @Nullable Object> written(Mapping mapping) {
      Map<String, @Nullable Object> optimizers = new LinkedHashMap<>();
      mapping.byPath.forEach(
          (path, optimizer) -> optimizers.put(path, Optimizers.TABLE.write(optimizer)));
      Map<String, @Nullable Object> config = new LinkedHashMap<>();
      config.put("default_optimizer", Optimizers.TABLE.write(mapping.standard));
      config.put("optimizer_map", optimizers);
      Map<String, @Nullable Object> written = new LinkedHashMap<>();
      written.put("module", "keras.optimizers");
      written.put("class_name", MAP_CLASS);
      written.put("config", config);
      written.put("registered_name", null);
      return written;
    }
  }

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if an optimizer in it is one that holds others itself
  /// @throws io.gradus.nn.config.UnsupportedConfigException if a path is a regular expression with
  ///   more than `.*`
  public MultiOptimizer {
    byPath = Collections.unmodifiableMap(new LinkedHashMap<>(byPath));
    byPath.keySet().forEach(PathPattern::new);
    List<Optimizer> all = new ArrayList<>(byPath.values());
    all.add(standard);
    for (Optimizer optimizer : all) {
      if (optimizer instanceof MultiOptimizer || optimizer instanceof LossScaleOptimizer) {
        throw new IllegalArgumentException(
            "multiOptimizer: an optimizer in it must not hold others, got "
                + optimizer.schema().className());
      }
    }
  }

  /// One optimizer for all variables, until others are given with [#with].
  public MultiOptimizer(Optimizer standard) {
    this(standard, Map.of(), null, NAME);
  }

  private static MultiOptimizer read(Config config) {
    Mapping mapping = config.get(MAP);
    String name = config.get(NAMED);
    return new MultiOptimizer(
        mapping.standard, mapping.byPath, config.get(FACTOR), name == null ? NAME : name);
  }

  /// {@return this optimizer with another one for the variables of a path, in which `.*` is any
  /// text}
  public MultiOptimizer with(String path, Optimizer optimizer) {
    Map<String, Optimizer> changed = new LinkedHashMap<>(byPath);
    changed.put(path, optimizer);
    return new MultiOptimizer(standard, changed, lossScaleFactor, name);
  }

  /// {@return this optimizer, multiplying the loss by a factor, see [OptimizerOptions]}
  public MultiOptimizer lossScaleFactor(@Nullable Double changed) {
    return new MultiOptimizer(standard, byPath, changed, name);
  }

  /// {@return this optimizer with another name}
  public MultiOptimizer named(String changed) {
    return new MultiOptimizer(standard, byPath, lossScaleFactor, changed);
  }

  @Override
  public Schema<MultiOptimizer> schema() {
    return SCHEMA;
  }

  /// {@return the name and the factor of the loss; the learning rate is 0 and not used, as in
  /// Keras}
  @Override
  public OptimizerOptions options() {
    return new OptimizerOptions(name, LearningRate.of(0)).lossScaleFactor(lossScaleFactor);
  }

  /// Each variable has the rule of its own optimizer, see [BoundOptimizer].
  @Override
  public Rule rule(Step step) {
    throw new UnsupportedOperationException("multiOptimizer: has no rule of its own");
  }

  @Override
  public BoundOptimizer bind(Collection<Variable> variables) {
    return new BoundMultiOptimizer(this, List.copyOf(variables));
  }

  /// {@return the optimizers, the default one last}
  List<Optimizer> optimizers() {
    List<Optimizer> all = new ArrayList<>(byPath.values());
    all.add(standard);
    return all;
  }

  /// {@return the position of a variable's optimizer in [#optimizers]}
  ///
  /// @throws IllegalArgumentException if several patterns stand for its path
  int positionFor(Variable variable) {
    List<String> paths = List.copyOf(byPath.keySet());
    int exact = paths.indexOf(variable.name());
    if (exact >= 0) {
      return exact;
    }
    List<String> matching =
        paths.stream().filter(path -> new PathPattern(path).matches(variable.name())).toList();
    if (matching.size() > 1) {
      throw new IllegalArgumentException(
          "multiOptimizer: several patterns stand for variable %s: %s"
              .formatted(variable.name(), matching));
    }
    return matching.isEmpty() ? paths.size() : paths.indexOf(matching.getFirst());
  }
}
