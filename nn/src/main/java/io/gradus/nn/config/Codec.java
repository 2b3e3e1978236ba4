package io.gradus.nn.config;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How a value is written in a configuration, which holds what JSON can: null, `Boolean`, `Number`,
/// `String`, lists and maps.
///
/// @param <V> the type of the value
/// @param read makes the value from what a configuration holds; throws `IllegalArgumentException`
/// @param write makes what a configuration holds from the value
public record Codec<V extends @Nullable Object>(
    Function<@Nullable Object, V> read, Function<V, @Nullable Object> write) {
  // The largest of the whole numbers that doubles tell apart.
  private static final double MOST_EXACT = 1L << 53;

  /// Whole numbers that an `int` holds.
  public static final Codec<Integer> INTEGER =
      of(value -> {
        if (value instanceof Number number && number.doubleValue() == number.intValue()) {
          return number.intValue();
        }
        throw wrong("a whole number", value);
      });

  /// Numbers.
  public static final Codec<Double> NUMBER =
      of(value -> {
        if (value instanceof Number number) {
          return number.doubleValue();
        }
        throw wrong("a number", value);
      });

  /// Numbers, written as whole ones where they are, for keys whose default in Keras is one: `255`.
  public static final Codec<Double> PLAIN_NUMBER =
      new Codec<>(
          NUMBER.read,
          value ->
              value == Math.rint(value) && Math.abs(value) <= MOST_EXACT
                  ? (Object) value.longValue()
                  : value);

  /// One or several whole numbers; one alone is written without a list.
  public static final Codec<List<Integer>> INTEGERS = INTEGER.several();

  /// One or several numbers; one alone is written without a list.
  public static final Codec<List<Double>> NUMBERS = NUMBER.several();

  /// Truth values.
  public static final Codec<Boolean> TRUTH =
      of(value -> {
        if (value instanceof Boolean truth) {
          return truth;
        }
        throw wrong("true or false", value);
      });

  /// Texts.
  public static final Codec<String> TEXT =
      of(value -> {
        if (value instanceof String text) {
          return text;
        }
        throw wrong("a text", value);
      });

  /// {@return the codec of values that are written as they are}
  public static <V> Codec<V> of(Function<@Nullable Object, V> read) {
    return new Codec<>(read, value -> value);
  }

  /// {@return this codec for values that may be null}
  public Codec<@Nullable V> orNull() {
    return new Codec<>(
        value -> value == null ? null : read.apply(value),
        value -> value == null ? null : write.apply(value));
  }

  private Codec<List<V>> several() {
    return new Codec<>(
        value ->
            value instanceof List<?> list
                ? list.stream().<V>map(read).toList()
                : List.of(read.apply(value)),
        values ->
            values.size() == 1
                ? write.apply(values.getFirst())
                : values.stream().map(write).toList());
  }

  /// {@return the codec of lists of such values}
  public static <V> Codec<List<V>> listOf(Codec<V> codec) {
    return new Codec<>(
        value -> {
          if (value instanceof List<?> list) {
            return list.stream().map(codec.read).toList();
          }
          throw wrong("a list", value);
        },
        values -> values.stream().map(codec.write).toList());
  }

  /// {@return the codec of objects that Keras writes as `{"class_name": …, "config": {…}}`}
  public static <V> Codec<V> object(SchemaTable<V> table) {
    return new Codec<>(
        value -> {
          if (value instanceof Map<?, ?> object) {
            return table.read(object);
          }
          if (value instanceof String name) {
            return table.named(name);
          }
          throw wrong("an object with class_name and config", value);
        },
        table::write);
  }

  private static IllegalArgumentException wrong(String expected, @Nullable Object value) {
    String kind = value instanceof List || value instanceof Map ? "" : "\"";
    return new IllegalArgumentException("expected " + expected + ", got " + kind + value + kind);
  }
}
