package io.gradus.nn.config;

/// A place in a model as configurations name it: the path itself, or one with `.*` for any text.
/// Keras takes any regular expression, of which some take forever, so no other is taken here.
///
/// @param text the path
public record PathPattern(String text) {
  private static final String ANY = ".*";

  /// Checks the path.
  ///
  /// @throws UnsupportedConfigException if it is another regular expression
  public PathPattern {
    for (char c : text.replace(ANY, "").toCharArray()) {
      if ("\\^$.|?*+()[]{}".indexOf(c) >= 0) {
        throw new UnsupportedConfigException(
            "the pattern \"%s\" of a path is not supported; .* alone is".formatted(text));
      }
    }
  }

  /// {@return whether this is the path of one place}
  public boolean isExact() {
    return !text.contains(ANY);
  }

  /// {@return whether this stands for a path}
  public boolean matches(String path) {
    String[] parts = text.split("\\.\\*", -1);
    if (parts.length == 1) {
      return path.equals(text);
    }
    if (!path.startsWith(parts[0])) {
      return false;
    }
    // Each part where it is first met, which is enough as any text may stand between them.
    int from = parts[0].length();
    for (int i = 1; i < parts.length - 1; i++) {
      int found = path.indexOf(parts[i], from);
      if (found < 0) {
        return false;
      }
      from = found + parts[i].length();
    }
    String last = parts[parts.length - 1];
    return path.length() - last.length() >= from && path.endsWith(last);
  }
}
