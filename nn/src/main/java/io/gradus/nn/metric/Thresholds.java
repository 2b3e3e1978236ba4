package io.gradus.nn.metric;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Thresholds of predictions, as metrics are given them.
final class Thresholds {
  /// Null, a number, or a list of numbers, which Keras may have written as an array.
  static final Codec<@Nullable List<Double>> CODEC =
      new Codec<>(Thresholds::read, Thresholds::write);

  /// Null or numbers, always written as a list.
  static final Codec<@Nullable List<Double>> LIST = new Codec<>(Thresholds::read, list -> list);

  static final ConfigKey<@Nullable List<Double>> KEY = new ConfigKey<>("thresholds", CODEC);

  private Thresholds() {}

  static List<Double> of(double... thresholds) {
    return Arrays.stream(thresholds).boxed().toList();
  }

  /// {@return the thresholds, checked}
  ///
  /// @throws IllegalArgumentException if there are none, or one is not in [0, 1]
  static @Nullable List<Double> checked(String metric, @Nullable List<Double> thresholds) {
    if (thresholds == null) {
      return null;
    }
    if (thresholds.isEmpty()) {
      throw new IllegalArgumentException(metric + ": needs at least one threshold");
    }
    thresholds.forEach(threshold -> Checks.share(metric, "thresholds", threshold));
    return List.copyOf(thresholds);
  }

  /// {@return `n` thresholds spread evenly from 0 to 1}
  static List<Double> even(int n) {
    List<Double> thresholds = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      thresholds.add(i * 1.0 / (n - 1));
    }
    return thresholds;
  }

  private static @Nullable List<Double> read(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Number number -> List.of(number.doubleValue());
      case List<?> list -> list.stream().map(Codec.NUMBER.read()).toList();
      case Map<?, ?> array when array.get("config") instanceof Map<?, ?> config ->
          read(config.get("value"));
      default -> throw new IllegalArgumentException("expected numbers, got \"" + value + "\"");
    };
  }

  private static @Nullable Object write(@Nullable List<Double> thresholds) {
    return thresholds != null && thresholds.size() == 1 ? thresholds.getFirst() : thresholds;
  }
}
