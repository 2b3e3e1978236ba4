package io.gradus.selection.tuning;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Some values, of which one is chosen (`Choice` of KerasTuner): `String`, `int`, `long`, `float`,
/// `double`, `boolean` or constants of an enum. Numbers count as ordered, so that neighbours are
/// alike; of other values none is nearer to one than another.
///
/// @param <T> what they are
/// @param values the values, each once
/// @param defaultValue what a builder gets outside of a search
public record Choice<T>(List<T> values, T defaultValue) implements HyperParameter {
  /// Copies the list.
  ///
  /// @throws IllegalArgumentException if there are no values, one is there twice or of another
  ///   kind, or the default is not among them
  public Choice {
    values = List.copyOf(values);
    Set<String> texts = new HashSet<>();
    for (T value : values) {
      if (!isPlain(value)) {
        throw new IllegalArgumentException(
            "choice: values must be String, int, long, float, double, boolean or constants of an"
                + " enum; got a "
                + value.getClass().getSimpleName());
      }
      if (!texts.add(text(value))) {
        throw new IllegalArgumentException("choice: %s is there twice".formatted(value));
      }
    }
    if (!values.contains(defaultValue)) {
      throw new IllegalArgumentException(
          "choice: the default must be one of %s; got %s".formatted(values, defaultValue));
    }
  }

  /// {@return a choice of these values, with the first as the default}
  ///
  /// @throws IllegalArgumentException if there are none, or one is there twice or of another kind
  public static <T> Choice<T> of(List<T> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("choice: needs a value");
    }
    return new Choice<>(values, values.getFirst());
  }

  private static boolean isPlain(Object value) {
    return switch (value) {
      case String _, Boolean _, Enum<?> _ -> true;
      case Integer _, Long _, Float _, Double _ -> true;
      default -> false;
    };
  }

  private static String text(Object value) {
    return value instanceof Enum<?> constant ? constant.name() : value.toString();
  }

  /// {@return these with another value for a builder outside of a search}
  ///
  /// @throws IllegalArgumentException if it is none of them
  public Choice<T> defaultValue(T value) {
    return new Choice<>(values, value);
  }

  private boolean isOrdered() {
    return values.stream().allMatch(Number.class::isInstance);
  }

  @Override
  public T at(double share) {
    return values.get((int) (share * values.size()));
  }

  @Override
  public double share(Object value) {
    return (values.indexOf(value) + 0.5) / values.size();
  }

  @Override
  public List<Object> grid() {
    return new ArrayList<>(values);
  }

  // By the text: a file has a constant's name, and no difference between int and long.
  @Override
  public T valueOf(Object given) {
    String text = text(given);
    for (T value : values) {
      if (text(value).equals(text)) {
        return value;
      }
    }
    throw outside(given);
  }

  @Override
  public int dimensions() {
    return isOrdered() ? 1 : values.size();
  }

  @Override
  public void coordinates(Object value, double[] to, int at) {
    if (isOrdered()) {
      to[at] = share(value);
      return;
    }
    // Two of them are 1 apart.
    for (int i = 0; i < values.size(); i++) {
      to[at + i] = values.get(i).equals(value) ? Math.sqrt(0.5) : 0;
    }
  }

  @Override
  public String toString() {
    return "one of " + String.join(", ", values.stream().map(Choice::text).toList());
  }
}
