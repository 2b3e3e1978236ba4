package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Names;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What is done to a text before it is split (Keras' `standardize`). As in Keras only letters of
/// ASCII change their case, and only its punctuation is removed.
public final class Standardization {
  private static final String PUNCTUATION = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~'";

  /// Lower case.
  public static final Standardization LOWER = new Standardization("lower", Standardization::lower);

  /// Without punctuation.
  public static final Standardization STRIP_PUNCTUATION =
      new Standardization("strip_punctuation", Standardization::stripped);

  /// Lower case without punctuation; the default.
  public static final Standardization LOWER_AND_STRIP_PUNCTUATION =
      new Standardization("lower_and_strip_punctuation", text -> stripped(lower(text)));

  /// The text as it is.
  public static final Standardization NONE = new Standardization(null, UnaryOperator.identity());

  private static final List<Standardization> NAMED =
      List.of(LOWER_AND_STRIP_PUNCTUATION, LOWER, STRIP_PUNCTUATION);

  static final Codec<Standardization> CODEC =
      new Codec<>(Standardization::read, Standardization::write);

  private final @Nullable String name;
  private final UnaryOperator<String> function;

  private Standardization(@Nullable String name, UnaryOperator<String> function) {
    this.name = name;
    this.function = function;
  }

  /// {@return a function of your own, which no configuration can hold}
  public static Standardization of(UnaryOperator<String> function) {
    return new Standardization("function", function);
  }

  /// {@return the text changed}
  public String apply(String text) {
    return function.apply(text);
  }

  private static Standardization read(@Nullable Object value) {
    if (value == null) {
      return NONE;
    }
    for (Standardization known : NAMED) {
      if (value.equals(known.name)) {
        return known;
      }
    }
    throw Names.unknown(
        "standardization",
        value.toString(),
        List.of("lower", "strip_punctuation", "lower_and_strip_punctuation"));
  }

  private static @Nullable Object write(Standardization of) {
    if (of != NONE && !NAMED.contains(of)) {
      throw new IllegalArgumentException(
          "standardization: a configuration cannot hold a function of your own");
    }
    return of.name;
  }

  private static String lower(String text) {
    StringBuilder lower = new StringBuilder(text);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        lower.setCharAt(i, (char) (c + 'a' - 'A'));
      }
    }
    return lower.toString();
  }

  private static String stripped(String text) {
    StringBuilder rest = new StringBuilder();
    text.chars().filter(c -> PUNCTUATION.indexOf(c) < 0).forEach(c -> rest.append((char) c));
    return rest.toString();
  }

  /// {@return Keras' name, `none`, or `function`}
  @Override
  public String toString() {
    return name == null ? "none" : name;
  }
}
