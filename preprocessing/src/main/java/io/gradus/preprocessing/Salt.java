package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The key of a hash; Keras writes it as a list of two whole numbers, and reads one number as both.
///
/// @param first the first half
/// @param second the second half
record Salt(long first, long second) {
  static final Codec<@Nullable Salt> CODEC =
      new Codec<>(Salt::read, salt -> salt == null ? null : List.of(salt.first, salt.second));

  private static @Nullable Salt read(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Number both -> new Salt(both.longValue(), both.longValue());
      case List<?> list
          when list.size() == 2
              && list.get(0) instanceof Number first
              && list.get(1) instanceof Number second ->
          new Salt(first.longValue(), second.longValue());
      default ->
          throw new IllegalArgumentException(
              "expected one or two whole numbers, got \"" + value + "\"");
    };
  }
}
