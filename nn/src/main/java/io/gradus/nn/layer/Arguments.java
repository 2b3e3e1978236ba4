package io.gradus.nn.layer;

import io.gradus.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What a layer is told in one call beside its inputs, by the names of Keras' call arguments, such
/// as `attention_mask`, `use_causal_mask` or `initial_state`. Immutable. A layer takes those it
/// knows.
public final class Arguments {
  /// No arguments.
  public static final Arguments NONE = new Arguments(Map.of());

  // Each a Boolean, a Tensor, or a list of tensors.
  private final Map<String, Object> values;

  private Arguments(Map<String, Object> values) {
    this.values = values;
  }

  private static final String TRAINING = "training";

  /// {@return these arguments and what the call is for, which Keras calls `training`}
  public Arguments mode(Mode mode) {
    return put(TRAINING, mode == Mode.TRAIN);
  }

  /// {@return what the call is for, or null if the step says it}
  ///
  /// @throws IllegalArgumentException if the argument is no flag
  public @Nullable Mode mode() {
    if (!values.containsKey(TRAINING)) {
      return null;
    }
    return flag(TRAINING) ? Mode.TRAIN : Mode.INFER;
  }

  /// {@return these arguments and a flag}
  public Arguments with(String name, boolean flag) {
    return put(name, flag);
  }

  /// {@return these arguments and a tensor}
  public Arguments with(String name, Tensor tensor) {
    return put(name, tensor);
  }

  /// {@return these arguments and a list of tensors}
  public Arguments with(String name, List<Tensor> tensors) {
    return put(name, List.copyOf(tensors));
  }

  private Arguments put(String name, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(values);
    changed.put(name, value);
    return new Arguments(changed);
  }

  /// {@return the values by name, in the order they were added: each a [Boolean], a [Tensor] or a
  /// list of tensors}
  public Map<String, Object> values() {
    return new LinkedHashMap<>(values);
  }

  /// {@return the flag of this name; false if there is none}
  ///
  /// @throws IllegalArgumentException if the argument is no flag
  public boolean flag(String name) {
    return switch (values.get(name)) {
      case null -> false;
      case Boolean flag -> flag;
      default -> throw wrong(name, "true or false");
    };
  }

  /// {@return the tensor of this name, or null if there is none}
  ///
  /// @throws IllegalArgumentException if the argument is no tensor
  public @Nullable Tensor tensor(String name) {
    return switch (values.get(name)) {
      case null -> null;
      case Tensor tensor -> tensor;
      default -> throw wrong(name, "a tensor");
    };
  }

  /// {@return the tensors of this name, one or several; none if there is no such argument}
  ///
  /// @throws IllegalArgumentException if the argument is a flag
  public List<Tensor> tensors(String name) {
    return switch (values.get(name)) {
      case null -> List.of();
      case Tensor tensor -> List.of(tensor);
      case List<?> tensors -> tensors.stream().map(Tensor.class::cast).toList();
      default -> throw wrong(name, "a tensor or several");
    };
  }

  private IllegalArgumentException wrong(String name, String expected) {
    return new IllegalArgumentException(
        "call: argument %s must be %s, got %s".formatted(name, expected, values.get(name)));
  }

  Arguments map(UnaryOperator<Tensor> change) {
    if (values.isEmpty()) {
      return this;
    }
    // By name, as Keras goes through them.
    Map<String, Object> changed = new LinkedHashMap<>();
    new TreeMap<>(values).forEach((name, value) -> changed.put(name, changed(value, change)));
    return new Arguments(changed);
  }

  private static Object changed(Object value, UnaryOperator<Tensor> change) {
    return switch (value) {
      case Tensor tensor -> change.apply(tensor);
      case List<?> tensors -> tensors.stream().map(Tensor.class::cast).map(change).toList();
      default -> value;
    };
  }

  /// {@return names and values}
  @Override
  public String toString() {
    return values.toString();
  }
}
