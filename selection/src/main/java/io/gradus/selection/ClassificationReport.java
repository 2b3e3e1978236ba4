package io.gradus.selection;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// Precision, recall and F1 of each class, and their averages
/// (`sklearn.metrics.classification_report`), made by [ConfusionMatrix#report].
///
/// What there is nothing to divide by for counts 0: the precision of a class that is never
/// predicted, the recall of one without samples. [#undefined] names them, and a warning does.
public final class ClassificationReport {
  private static final System.Logger LOG = System.getLogger("io.gradus");
  private static final List<String> HEAD = List.of("precision", "recall", "f1-score", "support");
  private static final String WEIGHTED = "weighted avg";

  private final List<String> names;
  private final List<ClassScores> classes = new ArrayList<>();
  private final List<String> undefined = new ArrayList<>();
  private final double accuracy;
  private final long samples;

  ClassificationReport(ConfusionMatrix matrix) {
    names = matrix.names();
    samples = matrix.samples();
    long right = 0;
    for (int i = 0; i < names.size(); i++) {
      long found = matrix.count(i, i);
      right += found;
      double precision = share("precision", names.get(i), found, matrix.predicted(i));
      double recall = share("recall", names.get(i), found, matrix.support(i));
      // 2·tp / (2·tp + fp + fn), which is 0 where precision and recall are.
      long sum = matrix.predicted(i) + matrix.support(i);
      double f1 = share("f1-score", names.get(i), 2 * found, sum);
      classes.add(new ClassScores(precision, recall, f1, matrix.support(i)));
    }
    accuracy = (double) right / samples;
    if (!undefined.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "classification report: nothing to divide by, counted as 0: "
              + String.join(", ", undefined));
    }
  }

  private double share(String what, String name, long part, long all) {
    if (all == 0) {
      undefined.add("%s of class %s".formatted(what, name));
      return 0;
    }
    return (double) part / all;
  }

  /// {@return the scores of each class, in the order of the matrix}
  public List<ClassScores> classes() {
    return List.copyOf(classes);
  }

  /// {@return the scores of a class}
  ///
  /// @throws IllegalArgumentException if there is no class of this name, listing those there are
  public ClassScores get(String name) {
    int place = names.indexOf(name);
    if (place < 0) {
      throw new IllegalArgumentException(
          "classification report: no class \"%s\"; there are %s".formatted(name, names));
    }
    return classes.get(place);
  }

  /// {@return the share of the samples that were predicted right}
  public double accuracy() {
    return accuracy;
  }

  /// {@return the average of the classes, each counting the same}
  public ClassScores macroAverage() {
    return average(scores -> 1.0 / classes.size());
  }

  /// {@return the average of the classes, each counting by its number of samples}
  public ClassScores weightedAverage() {
    return average(scores -> (double) scores.support() / samples);
  }

  private ClassScores average(ToDoubleFunction<ClassScores> weight) {
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    for (ClassScores each : classes) {
      double share = weight.applyAsDouble(each);
      precision += share * each.precision();
      recall += share * each.recall();
      f1 += share * each.f1();
    }
    return new ClassScores(precision, recall, f1, samples);
  }

  /// {@return what there was nothing to divide by for, such as `precision of class 2`}
  public List<String> undefined() {
    return List.copyOf(undefined);
  }

  /// {@return the table that scikit-learn prints, with two decimal places}
  @Override
  public String toString() {
    return text(2);
  }

  /// {@return the table that scikit-learn prints}
  ///
  /// @param digits the number of decimal places
  /// @throws IllegalArgumentException if it is negative
  public String text(int digits) {
    if (digits < 0) {
      throw new IllegalArgumentException(
          "classification report: digits must not be negative; got " + digits);
    }
    int longest = names.stream().mapToInt(String::length).max().orElse(0);
    int width = Math.max(Math.max(longest, WEIGHTED.length()), digits);
    StringBuilder text = new StringBuilder();
    text.append(" ".repeat(width)).append(' ');
    text.append(HEAD.stream().map(" %9s"::formatted).collect(Collectors.joining()));
    text.append("\n\n");
    for (int i = 0; i < names.size(); i++) {
      text.append(row(names.get(i), width, digits, classes.get(i)));
    }
    String share = String.format(Locale.ROOT, "%." + digits + "f", accuracy);
    text.append(
        ("\n%" + width + "s  %9s %9s %9s %9d\n").formatted("accuracy", "", "", share, samples));
    text.append(row("macro avg", width, digits, macroAverage()));
    text.append(row(WEIGHTED, width, digits, weightedAverage()));
    return text.toString();
  }

  private static String row(String name, int width, int digits, ClassScores scores) {
    String number = " %9." + digits + "f";
    return String.format(
        Locale.ROOT,
        "%" + width + "s " + number + number + number + " %9d\n",
        name,
        scores.precision(),
        scores.recall(),
        scores.f1(),
        scores.support());
  }
}
