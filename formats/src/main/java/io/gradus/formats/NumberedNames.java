package io.gradus.formats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The order of paths in which numbers count as numbers: `vars/2` comes before `vars/10`, and
/// `dense_2` before `dense_10`. A group is not torn apart.
final class NumberedNames implements Comparator<String> {
  static final NumberedNames ORDER = new NumberedNames();
  private static final Pattern PART = Pattern.compile("/|[0-9]+|[^/0-9]+");

  private NumberedNames() {}

  @Override
  public int compare(String a, String b) {
    Matcher ofA = PART.matcher(a);
    Matcher ofB = PART.matcher(b);
    while (true) {
      boolean more = ofA.find();
      if (!ofB.find()) {
        return more ? 1 : a.compareTo(b);
      }
      if (!more) {
        return -1;
      }
      int order = parts(ofA.group(), ofB.group());
      if (order != 0) {
        return order;
      }
    }
  }

  private static int parts(String a, String b) {
    if (a.equals("/") || b.equals("/")) {
      return Boolean.compare(b.equals("/"), a.equals("/"));
    }
    if (!isNumber(a) || !isNumber(b)) {
      return a.compareTo(b);
    }
    String x = a.replaceFirst("^0+", "");
    String y = b.replaceFirst("^0+", "");
    return x.length() != y.length() ? Integer.compare(x.length(), y.length()) : x.compareTo(y);
  }

  private static boolean isNumber(String part) {
    return part.charAt(0) >= '0' && part.charAt(0) <= '9';
  }

  /// Brings what is in the order of its letters into this one; what has another order, such as that
  /// in which it was made, keeps that.
  static <V> void sort(Map<String, V> named) {
    List<String> names = List.copyOf(named.keySet());
    Comparator<String> letters = Comparator.comparing(name -> name.replace('/', '\0'));
    if (names.equals(names.stream().sorted(letters).toList())) {
      List<Map.Entry<String, V>> entries = new ArrayList<>();
      named.forEach((name, value) -> entries.add(Map.entry(name, value)));
      entries.sort(Map.Entry.comparingByKey(ORDER));
      named.clear();
      entries.forEach(entry -> named.put(entry.getKey(), entry.getValue()));
    }
  }
}
