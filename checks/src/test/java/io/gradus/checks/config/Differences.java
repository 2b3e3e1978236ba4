package io.gradus.checks.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What differs between two values of JSON.
final class Differences {
  private static final Object ABSENT =
      new Object() {
        @Override
        public String toString() {
          return "nothing";
        }
      };

  private final boolean numbersByValue;
  private final List<Difference> found = new ArrayList<>();

  /// A difference.
  ///
  /// @param place the keys and positions that lead to it
  /// @param wanted what the first value has there
  /// @param got what the second value has there
  record Difference(String place, @Nullable Object wanted, @Nullable Object got) {
    /// {@return whether one of the two has no such key}
    boolean isOfKeys() {
      return wanted == ABSENT || got == ABSENT;
    }

    @Override
    public String toString() {
      return "%s: want %s, got %s".formatted(place, text(wanted), text(got));
    }

    private static String text(@Nullable Object value) {
      return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    }
  }

  private Differences(boolean numbersByValue) {
    this.numbersByValue = numbersByValue;
  }

  /// {@return all differences}
  ///
  /// @param numbersByValue whether 1 and 1.0 are the same
  static List<Difference> of(
      @Nullable Object wanted, @Nullable Object got, boolean numbersByValue) {
    Differences differences = new Differences(numbersByValue);
    differences.compare("", wanted, got);
    return differences.found;
  }

  private void compare(String place, @Nullable Object wanted, @Nullable Object got) {
    if (wanted instanceof Map<?, ?> w && "function".equals(w.get("class_name"))) {
      // A function is its name.
      compare(place, w.get("config"), got);
    } else if (wanted instanceof Map<?, ?> w && got instanceof Map<?, ?> g) {
      w.forEach((key, value) -> compare(place + "." + key, value, value(g, key)));
      g.forEach((key, value) -> {
        if (!w.containsKey(key)) {
          found.add(new Difference(place + "." + key, ABSENT, value));
        }
      });
    } else if (wanted instanceof List<?> w && got instanceof List<?> g && w.size() == g.size()) {
      for (int i = 0; i < w.size(); i++) {
        compare("%s[%d]".formatted(place, i), w.get(i), g.get(i));
      }
    } else if (!same(wanted, got)) {
      found.add(new Difference(place, wanted, got));
    }
  }

  private static @Nullable Object value(Map<?, ?> map, @Nullable Object key) {
    return map.containsKey(key) ? map.get(key) : ABSENT;
  }

  private boolean same(@Nullable Object wanted, @Nullable Object got) {
    if (wanted instanceof Number w && got instanceof Number g) {
      return w.doubleValue() == g.doubleValue() && (numbersByValue || isWhole(w) == isWhole(g));
    }
    return wanted == null ? got == null : wanted.equals(got);
  }

  private static boolean isWhole(Number number) {
    return !(number instanceof Double || number instanceof Float);
  }
}
