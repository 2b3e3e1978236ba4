package io.gradus.nn.activation;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Names;
import io.gradus.nn.config.UnsupportedConfigException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The activations that a configuration can name.
public final class Activations {
  private static final Map<String, Activation> ALL = new LinkedHashMap<>();

  static {
    for (Activation activation :
        List.of(
            Activation.LINEAR,
            Activation.RELU,
            Activation.RELU6,
            Activation.LEAKY_RELU,
            Activation.ELU,
            Activation.SELU,
            Activation.CELU,
            Activation.GELU,
            Activation.SILU,
            Activation.MISH,
            Activation.SOFTPLUS,
            Activation.SOFTSIGN,
            Activation.SQUAREPLUS,
            Activation.SPARSE_PLUS,
            Activation.EXPONENTIAL,
            Activation.SIGMOID,
            Activation.LOG_SIGMOID,
            Activation.HARD_SIGMOID,
            Activation.HARD_SIGMOID_KERAS2,
            Activation.SPARSE_SIGMOID,
            Activation.HARD_SILU,
            Activation.TANH,
            Activation.HARD_TANH,
            Activation.TANH_SHRINK,
            Activation.SOFT_SHRINK,
            Activation.HARD_SHRINK,
            Activation.GLU,
            Activation.SOFTMAX,
            Activation.LOG_SOFTMAX,
            Activation.SPARSEMAX)) {
      ALL.put(activation.toString(), activation);
    }
    ALL.put("swish", Activation.SILU);
    ALL.put("hard_swish", Activation.HARD_SILU);
  }

  /// How a configuration names an activation.
  public static final Codec<Activation> CODEC = new Codec<>(Activations::read, Activations::write);

  private Activations() {}

  /// {@return Keras' names of all activations}
  public static Collection<String> names() {
    return List.copyOf(ALL.keySet());
  }

  static Activation of(String name) {
    Activation activation = ALL.get(name);
    if (activation == null) {
      throw Names.unknown("activation", name, ALL.keySet());
    }
    return activation;
  }

  private static Activation read(@Nullable Object value) {
    if (value == null) {
      return Activation.LINEAR;
    }
    Activation activation = value instanceof String name ? ALL.get(name) : null;
    if (activation == null) {
      throw new UnsupportedConfigException("activation " + value + " does not exist yet");
    }
    return activation;
  }

  private static String write(Activation activation) {
    if (activation instanceof NamedActivation named) {
      return named.name();
    }
    throw new IllegalArgumentException("activation: a lambda has no name to save it by");
  }
}
