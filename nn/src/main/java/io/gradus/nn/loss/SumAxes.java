package io.gradus.nn.loss;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The axes that a loss sums over: null for all, or a list; configurations may give a number.
final class SumAxes {
  static final ConfigKey<@Nullable List<Integer>> KEY =
      new ConfigKey<>("axis", new Codec<>(SumAxes::read, SumAxes::write));

  private SumAxes() {}

  private static @Nullable List<Integer> read(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case List<?> axes -> axes.stream().map(axis -> Codec.INTEGER.read().apply(axis)).toList();
      default -> List.of(Codec.INTEGER.read().apply(value));
    };
  }

  private static @Nullable Object write(@Nullable List<Integer> axes) {
    return axes != null && axes.size() == 1 ? axes.getFirst() : axes;
  }

  /// {@return a copy}
  static @Nullable List<Integer> checked(String loss, @Nullable List<Integer> axes) {
    if (axes == null) {
      return null;
    }
    if (axes.isEmpty()) {
      throw new IllegalArgumentException(loss + ": axis needs at least one axis, or none for all");
    }
    return List.copyOf(axes);
  }

  static Tensor sum(Tensor x, @Nullable List<Integer> axes) {
    return axes == null
        ? x.sum()
        : x.sum(Axes.of(axes.stream().mapToInt(Integer::intValue).toArray()));
  }
}
