package io.gradus.selection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The samples of each class; the classes in the order in which the data has them first.
final class Strata {
  private final List<Integer> labels = new ArrayList<>();
  private final List<int[]> members = new ArrayList<>();

  Strata(int[] classes) {
    Map<Integer, List<Integer>> found = new LinkedHashMap<>();
    for (int i = 0; i < classes.length; i++) {
      found.computeIfAbsent(classes[i], _ -> new ArrayList<>()).add(i);
    }
    found.forEach((label, samples) -> {
      labels.add(label);
      members.add(samples.stream().mapToInt(Integer::intValue).toArray());
    });
  }

  int count() {
    return labels.size();
  }

  int label(int stratum) {
    return labels.get(stratum);
  }

  /// {@return the positions of a class's samples}
  int[] members(int stratum) {
    return members.get(stratum);
  }

  int[] sizes() {
    return members.stream().mapToInt(samples -> samples.length).toArray();
  }

  /// {@return the class with the fewest samples, the first of equals}
  int fewest() {
    int fewest = 0;
    for (int i = 1; i < count(); i++) {
      if (members.get(i).length < members.get(fewest).length) {
        fewest = i;
      }
    }
    return fewest;
  }
}
