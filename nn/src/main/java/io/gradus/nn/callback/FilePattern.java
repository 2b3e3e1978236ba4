package io.gradus.nn.callback;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file name with places for numbers, in Python's form: `{epoch:02d}-{val_loss:.2f}.keras`. A
/// place is a name and, after a colon, the width, the digits after the point, and `d`, `f`, `e`,
/// `g` or `%`; without them the number is as Python prints it. `{{` and `}}` are braces.
///
/// @param text the file name
record FilePattern(String text) {
  private static final Pattern PLACE =
      Pattern.compile("\\{\\{|}}|\\{(\\w+)(?::(0?)(\\d*)(\\.\\d+)?([dfeg%]?))?}|[{}]");

  /// Checks the places.
  ///
  /// @throws IllegalArgumentException if one has another form
  FilePattern {
    Matcher places = PLACE.matcher(text);
    while (places.find()) {
      if (places.group().length() == 1) {
        throw new IllegalArgumentException(
            "model checkpoint: a place has the form {name} or {name:02d} or {name:.2f}; got \"%s\""
                .formatted(text));
      }
    }
  }

  /// {@return the file for these numbers, `epoch` and `batch` whole ones}
  ///
  /// @throws IllegalArgumentException if a name is not among them, listing those that are
  Path file(Map<String, ? extends Number> numbers) {
    String name =
        PLACE
            .matcher(text)
            .replaceAll(place -> Matcher.quoteReplacement(replacement(place, numbers)));
    return Path.of(name);
  }

  /// {@return a file of this name, with ones for all numbers}
  Path example() {
    Map<String, Number> ones = new HashMap<>();
    names().forEach(name -> ones.put(name, 1));
    return file(ones);
  }

  /// {@return the names that have a place}
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    Matcher places = PLACE.matcher(text);
    while (places.find()) {
      if (places.group(1) != null) {
        names.add(places.group(1));
      }
    }
    return names;
  }

  private String replacement(
      java.util.regex.MatchResult place, Map<String, ? extends Number> numbers) {
    String name = place.group(1);
    if (name == null) {
      return place.group().substring(1);
    }
    Number number = numbers.get(name);
    if (number == null) {
      throw new IllegalArgumentException(
          "model checkpoint: nothing is called \"%s\" in \"%s\"; there are %s"
              .formatted(name, text, String.join(", ", numbers.keySet())));
    }
    boolean zeros = !blank(place.group(2)).isEmpty();
    String width = blank(place.group(3));
    String digits = printed(number, blank(place.group(4)), blank(place.group(5)));
    int missing = (width.isEmpty() ? 0 : Integer.parseInt(width)) - digits.length();
    if (missing <= 0) {
      return digits;
    }
    boolean negative = zeros && digits.startsWith("-");
    String filling = (zeros ? "0" : " ").repeat(missing);
    return negative ? "-" + filling + digits.substring(1) : filling + digits;
  }

  private static String blank(@org.jspecify.annotations.Nullable String group) {
    return group == null ? "" : group;
  }

  private static String printed(Number number, String precision, String kind) {
    if (number instanceof Integer || number instanceof Long) {
      if ((kind.isEmpty() && precision.isEmpty()) || kind.equals("d")) {
        return number.toString();
      }
    }
    double value = number.doubleValue();
    return switch (kind) {
      case "%" -> String.format(Locale.ROOT, "%" + precision + "f%%", 100 * value);
      case "f", "e" -> String.format(Locale.ROOT, "%" + precision + kind, value);
      case "g" -> general(value, precision);
      case "d" ->
          throw new IllegalArgumentException(
              "model checkpoint: d is for whole numbers; got " + value);
      default -> precision.isEmpty() ? plain(value) : general(value, precision);
    };
  }

  // So many digits in all, without zeros at the end.
  private static String general(double value, String precision) {
    int digits = precision.isEmpty() ? 6 : Math.max(1, Integer.parseInt(precision.substring(1)));
    BigDecimal rounded =
        new BigDecimal(value).round(new java.math.MathContext(digits)).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    return exponent < -4 || exponent >= digits
        ? scientific(rounded.unscaledValue().toString(), exponent)
        : rounded.toPlainString();
  }

  // The shortest that is read back as the same number.
  private static String plain(double value) {
    BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (value != 0 && (exponent < -4 || exponent >= 16)) {
      return scientific(exact.unscaledValue().toString(), exponent);
    }
    String text = exact.toPlainString();
    return text.contains(".") ? text : text + ".0";
  }

  private static String scientific(String unscaled, int exponent) {
    boolean negative = unscaled.startsWith("-");
    String digits = negative ? unscaled.substring(1) : unscaled;
    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    return "%s%s%se%s%02d"
        .formatted(
            negative ? "-" : "",
            digits.charAt(0),
            fraction,
            exponent < 0 ? "-" : "+",
            Math.abs(exponent));
  }
}
