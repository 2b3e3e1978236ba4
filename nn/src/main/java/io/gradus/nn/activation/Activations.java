package io.gradus.nn.activation;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.CustomObjects;
import io.gradus.nn.config.Names;
import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.tensor.Tensor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
    String name = CustomObjects.functionName(value);
    if (name != null) {
      Function<List<Tensor>, Tensor> own = CustomObjects.inUse().function(name);
      if (own != null) {
        return Activation.of(name, x -> own.apply(List.of(x)));
      }
    }
    Activation activation = value instanceof String ? ALL.get(value) : null;
    if (activation == null) {
      String way =
          value instanceof Map<?, ?> && name != null
              ? "; give the function: CustomObjects.NONE.function(\"%s\", x -> …)".formatted(name)
              : "";
      throw new UnsupportedConfigException("activation " + value + " does not exist yet" + way);
    }
    return activation;
  }

  private static Object write(Activation activation) {
    if (activation instanceof NamedActivation named) {
      return named.isOwn() ? CustomObjects.written(named.name()) : named.name();
    }
    throw new IllegalArgumentException(
        "activation: a lambda has no name to save it by; give it one: Activation.of(name, x -> …)");
  }
}
