package io.gradus.nn.model;

import io.gradus.nn.config.Names;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What the logs of a training will have, as far as it is known before the first step.
///
/// @param names the names of loss and metrics, those of the validation, and what callbacks announce
/// @param complete whether there will be no others: each callback has told what it puts in
/// @param validated whether epochs are validated
public record LogNames(Set<String> names, boolean complete, boolean validated) {
  private static final Pattern ELEMENT = Pattern.compile("(.*)\\[\\d+]");

  /// Copies the names.
  public LogNames {
    names = new TreeSet<>(names);
  }

  static LogNames of(
      Collection<String> measured, boolean validated, List<TrainingCallback> callbacks) {
    Set<String> names = new TreeSet<>(measured);
    if (validated) {
      measured.forEach(name -> names.add("val_" + name));
    }
    boolean complete = true;
    for (TrainingCallback callback : callbacks) {
      Set<String> told = callback.logNames();
      if (told != null) {
        names.addAll(told);
      } else {
        complete &= !hasEpochEnd(callback);
      }
    }
    return new LogNames(names, complete, validated);
  }

  // Only there can names be put in.
  private static boolean hasEpochEnd(TrainingCallback callback) {
    try {
      return !callback
          .getClass()
          .getMethod("onEpochEnd", Training.class, int.class, Map.class)
          .getDeclaringClass()
          .equals(TrainingCallback.class);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  /// {@return whether there will be a value of this name, or `name[i]`, an element of one}
  public boolean has(String name) {
    return names.contains(name) || names.contains(ELEMENT.matcher(name).replaceFirst("$1"));
  }

  /// {@return whether it is certain that there will be no value of this name}
  public boolean lacks(String name) {
    return complete && !has(name);
  }

  /// {@return the names that are near one}
  public List<String> nearest(String name) {
    return Names.nearest(name, names);
  }

  /// {@return what to say about a name that is not among these: the nearest, all, and what is
  /// missing for one of validation}
  public String text(String name) {
    List<String> near = nearest(name);
    return "nothing is called \"%s\"; %sthere are %s%s"
        .formatted(
            name,
            near.isEmpty() ? "" : "nearest: " + String.join(", ", near) + "; ",
            String.join(", ", names),
            name.startsWith("val_") && !validated
                ? "; fit has no validation data (Fit.validation, validationSplit)"
                : "");
  }
}
