package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Names;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How a text is cut into tokens (Keras' `split`).
public final class Splitting {
  /// At white space of ASCII, however much; the default.
  public static final Splitting WHITESPACE = new Splitting("whitespace", Splitting::words);

  /// Into Unicode's characters.
  public static final Splitting CHARACTER = new Splitting("character", Splitting::characters);

  /// Not at all: the text is the token.
  public static final Splitting NONE = new Splitting(null, List::of);

  static final Codec<Splitting> CODEC = new Codec<>(Splitting::read, Splitting::write);

  private final @Nullable String name;
  private final Function<String, List<String>> function;

  private Splitting(@Nullable String name, Function<String, List<String>> function) {
    this.name = name;
    this.function = function;
  }

  /// {@return a function of your own, which no configuration can hold}
  public static Splitting of(Function<String, List<String>> function) {
    return new Splitting("function", function);
  }

  /// {@return the tokens}
  public List<String> apply(String text) {
    return function.apply(text);
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("[ \\t\\n\\x0B\\f\\r]+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static List<String> characters(String text) {
    return text.codePoints().mapToObj(Character::toString).toList();
  }

  private static Splitting read(@Nullable Object value) {
    if (value == null) {
      return NONE;
    }
    for (Splitting known : List.of(WHITESPACE, CHARACTER)) {
      if (value.equals(known.name)) {
        return known;
      }
    }
    throw Names.unknown("splitting", value.toString(), List.of("whitespace", "character"));
  }

  private static @Nullable Object write(Splitting of) {
    if (of != NONE && of != WHITESPACE && of != CHARACTER) {
      throw new IllegalArgumentException(
          "splitting: a configuration cannot hold a function of your own");
    }
    return of.name;
  }

  /// {@return Keras' name, `none`, or `function`}
  @Override
  public String toString() {
    return name == null ? "none" : name;
  }
}
