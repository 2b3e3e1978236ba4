package io.gradus.nn.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Names given as text: an unknown one is answered with the nearest known ones.
public final class Names {
  private static final int NEAREST = 3;
  private static final int MOST = 100;
  // Names in a file may be as long as its maker likes.
  private static final int MOST_LETTERS = 200;

  private Names() {}

  /// {@return the error for an unknown name, with the known names that are near: those that begin
  /// with it, and those that differ from it in less than half of its letters; all if none is near}
  public static IllegalArgumentException unknown(
      String kind, String name, Collection<String> known) {
    List<String> near = nearest(name, known);
    List<String> all = known.stream().limit(MOST).toList();
    String more = near.isEmpty() && all.size() < known.size() ? ", …" : "";
    return new IllegalArgumentException(
        "%s: unknown name \"%s\"; %s: %s"
            .formatted(
                kind,
                name,
                near.isEmpty() ? "known" : "nearest",
                String.join(", ", near.isEmpty() ? all : near) + more));
  }

  /// {@return the known names that are near one: those that begin with it, and those that differ
  /// from it in less than half of its letters; none if none is}
  public static List<String> nearest(String name, Collection<String> known) {
    return known.stream()
        .filter(candidate -> isNear(name, candidate))
        .sorted(
            Comparator.comparing((String candidate) -> !candidate.startsWith(name))
                .thenComparingInt(candidate -> distance(name, candidate)))
        .limit(NEAREST)
        .toList();
  }

  private static boolean isNear(String name, String candidate) {
    if (name.isEmpty() || candidate.isEmpty() || candidate.length() > MOST_LETTERS) {
      return false;
    }
    return candidate.startsWith(name)
        || name.startsWith(candidate)
        || 2 * distance(lower(name), lower(candidate)) < Math.max(3, name.length());
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /// {@return a class's name as Keras writes it in text: `GlorotUniform` as `glorot_uniform`}
  public static String underscored(String className) {
    return className
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .replaceAll("([A-Z0-9])([A-Z][a-z]|[A-Z][0-9])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /// {@return what Keras names objects of a class after, without a number: `LeakyReLU` as
  /// `leaky_re_lu`}
  public static String snake(String className) {
    return className
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /// {@return the number of letters to insert, remove or change (Levenshtein)}
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
