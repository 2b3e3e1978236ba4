package io.gradus.nn.activation;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Names;
import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A function that a layer applies to its output (`keras.activations`). Any lambda will do; the
/// constants are the ones with a name.
public interface Activation {
  /// `x`.
  Activation LINEAR = named("linear", x -> x);

  /// `max(x, 0)`.
  Activation RELU = named("relu", Tensor::relu);

  /// `exp(x) / Σ exp(x)` over the last axis.
  Activation SOFTMAX = named("softmax", x -> x.softmax(-1));

  /// How a configuration names an activation.
  Codec<Activation> CODEC = new Codec<>(Named::read, Activation::name);

  /// {@return the function of `x`, element by element or along the last axis}
  Tensor apply(Tensor x);

  /// {@return the name in configurations}
  /// @throws IllegalStateException if this is a lambda without one
  default String name() {
    throw new IllegalStateException("activation: a lambda has no name to save it by");
  }

  /// {@return the activation that Keras calls by this name}
  /// @throws IllegalArgumentException if there is none, listing the nearest
  static Activation of(String name) {
    Activation activation = Standard.ALL.get(name);
    if (activation == null) {
      throw Names.unknown("activation", name, Standard.ALL.keySet());
    }
    return activation;
  }

  private static Activation named(String name, UnaryOperator<Tensor> function) {
    return new Named(name, function);
  }

  /// An activation with a name.
  ///
  /// @param name Keras' name
  /// @param function what it does
  record Named(String name, UnaryOperator<Tensor> function) implements Activation {
    private static Activation read(@org.jspecify.annotations.Nullable Object value) {
      if (value instanceof String name) {
        Activation activation = Standard.ALL.get(name);
        if (activation == null) {
          throw new UnsupportedConfigException("activation " + name + " does not exist yet");
        }
        return activation;
      }
      throw new UnsupportedConfigException("activation " + value + " does not exist yet");
    }

    @Override
    public Tensor apply(Tensor x) {
      return function.apply(x);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// The activations by their names; apart, so that the constants exist before it does.
  final class Standard {
    private static final Map<String, Activation> ALL = new LinkedHashMap<>();

    static {
      for (Activation activation : List.of(LINEAR, RELU, SOFTMAX)) {
        ALL.put(activation.name(), activation);
      }
    }

    private Standard() {}
  }
}
