package io.gradus.tensor;

import io.gradus.tensor.type.ShapeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a pattern such as `"b (h p) c -> b p (h c)"` says about a tensor's axes.
///
/// @param pattern the text
/// @param from for each axis of the operand the names of the axes it is made of
/// @param to for each axis of the result the names of the axes it is made of
record Rearrangement(String pattern, List<List<String>> from, List<List<String>> to) {
  private static final Pattern AXIS = Pattern.compile("\\G\\s*(?:(\\w+)|\\(([\\w\\s]*)\\))\\s*");

  /// {@return the pattern}
  ///
  /// @throws IllegalArgumentException if the text is none
  static Rearrangement parse(String pattern) {
    String[] sides = pattern.split("->", -1);
    if (sides.length != 2) {
      throw new IllegalArgumentException(
          "rearrange: needs a pattern with one \"->\"; got \"" + pattern + "\"");
    }
    List<List<String>> from = side(pattern, sides[0]);
    List<List<String>> to = side(pattern, sides[1]);
    List<String> left = from.stream().flatMap(List::stream).toList();
    List<String> right = to.stream().flatMap(List::stream).toList();
    boolean once = new HashSet<>(left).size() == left.size() && left.size() == right.size();
    if (!once || !new HashSet<>(left).equals(new HashSet<>(right))) {
      throw new IllegalArgumentException(
          "rearrange: both sides must name each axis once; got \"" + pattern + "\"");
    }
    return new Rearrangement(pattern, from, to);
  }

  private static List<List<String>> side(String pattern, String text) {
    List<List<String>> axes = new ArrayList<>();
    Matcher matcher = AXIS.matcher(text);
    int end = 0;
    while (end < text.length() && matcher.find()) {
      String group = matcher.group(2);
      axes.add(
          group == null
              ? List.of(matcher.group(1))
              : List.of(group.strip().split("\\s+")).stream().filter(n -> !n.isEmpty()).toList());
      end = matcher.end();
    }
    if (!text.substring(end).isBlank()) {
      throw new IllegalArgumentException(
          "rearrange: needs names, and names in parentheses; got \"" + pattern + "\"");
    }
    return axes;
  }

  /// {@return the tensor rearranged}
  Tensor of(Tensor x, Map<String, Integer> lengths) {
    if (x.rank() != from.size()) {
      throw new ShapeException(
          "rearrange: the pattern \"%s\" is for %d axes; got %s"
              .formatted(pattern, from.size(), x.type()));
    }
    Map<String, Long> all = new HashMap<>();
    for (int axis = 0; axis < from.size(); axis++) {
      measure(x, axis, lengths, all);
    }
    List<String> apart = from.stream().flatMap(List::stream).toList();
    long[] parts = apart.stream().mapToLong(all::get).toArray();
    int[] order = to.stream().flatMap(List::stream).mapToInt(apart::indexOf).toArray();
    long[] dims =
        to.stream()
            .mapToLong(group -> group.stream().mapToLong(all::get).reduce(1, (a, b) -> a * b))
            .toArray();
    return x.reshape(parts).transpose(order).reshape(dims);
  }

  private void measure(Tensor x, int axis, Map<String, Integer> lengths, Map<String, Long> all) {
    List<String> group = from.get(axis);
    long known = 1;
    String open = null;
    for (String name : group) {
      Integer length = lengths.get(name);
      if (length == null && open == null) {
        open = name;
      } else if (length == null || length < 1) {
        throw new IllegalArgumentException(
            "rearrange: needs the length of \"%s\" in \"%s\", at least 1; got %s"
                .formatted(name, pattern, length));
      } else {
        known *= length;
        all.put(name, (long) length);
      }
    }
    long rest = x.dim(axis) / known;
    if (rest * known != x.dim(axis) || (open == null && rest != 1)) {
      throw new ShapeException(
          "rearrange: axis %d cannot be taken apart as %s with %s; got %s"
              .formatted(axis, group, lengths, x.type()));
    }
    if (open != null) {
      all.put(open, rest);
    }
  }
}
