package io.gradus.selection;

import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// How many samples of each class were predicted to be of which
/// (`sklearn.metrics.confusion_matrix`): rows are true classes, columns predicted ones.
///
/// ```java
/// var matrix = ConfusionMatrix.ofProbabilities(labels, model.predict(x));
/// System.out.println(matrix.named("cat", "dog", "horse").table());
/// ```
public final class ConfusionMatrix {
  private static final String NAME = "confusion matrix";
  private static final double THRESHOLD = 0.5;

  private final List<String> names;
  private final long[][] counts;

  private ConfusionMatrix(List<String> names, long[][] counts) {
    this.names = names;
    this.counts = counts;
  }

  /// {@return the matrix of class numbers or one-hot rows, true and predicted, of the classes that
  /// occur, in order}
  ///
  /// @throws IllegalArgumentException if they are neither, or not as many
  public static ConfusionMatrix of(Operand labels, Operand predictions) {
    List<Integer> truths = boxed(ClassNumbers.of(NAME, labels));
    return of(truths, boxed(ClassNumbers.of(NAME, predictions)));
  }

  private static List<Integer> boxed(int[] classes) {
    return Arrays.stream(classes).boxed().toList();
  }

  /// {@return the matrix of labels that are any values with an order, such as texts, of those that
  /// occur, in order}
  ///
  /// @throws IllegalArgumentException if there are none, or not as many predictions
  public static <T extends Comparable<T>> ConfusionMatrix of(List<T> labels, List<T> predictions) {
    checkSizes(labels.size(), predictions.size());
    TreeSet<T> found = new TreeSet<>(labels);
    found.addAll(predictions);
    List<T> classes = new ArrayList<>(found);
    long[][] counts = new long[classes.size()][classes.size()];
    for (int i = 0; i < labels.size(); i++) {
      counts[classes.indexOf(labels.get(i))][classes.indexOf(predictions.get(i))]++;
    }
    return new ConfusionMatrix(classes.stream().map(String::valueOf).toList(), counts);
  }

  private static void checkSizes(int labels, int predictions) {
    if (labels == 0 || labels != predictions) {
      throw new IllegalArgumentException(
          "%s: needs a prediction for each label; got %d labels, %d predictions"
              .formatted(NAME, labels, predictions));
    }
  }

  /// {@return the matrix of class numbers or one-hot rows and the probabilities that a model gives:
  /// `[n, classes]`, of which the highest counts, or `[n]` or `[n, 1]` for class 1, which counts
  /// above 0.5} It has every class that there are probabilities for.
  ///
  /// @throws IllegalArgumentException if there are not as many, a probability is NaN, or a label is
  ///   no class of the model's
  public static ConfusionMatrix ofProbabilities(Operand labels, Operand probabilities) {
    return ofProbabilities(labels, probabilities, THRESHOLD);
  }

  /// {@return the matrix of [#ofProbabilities(Operand, Operand)], where class 1 counts above this
  /// probability}
  ///
  /// @param threshold for a single probability; rows of probabilities do not look at it
  /// @throws IllegalArgumentException if there are not as many, a probability is NaN, or a label is
  ///   no class of the model's
  public static ConfusionMatrix ofProbabilities(
      Operand labels, Operand probabilities, double threshold) {
    Tensor given = probabilities.value();
    int[] predicted = ClassNumbers.chosen(NAME, given, threshold);
    int[] truths = ClassNumbers.of(NAME, labels);
    checkSizes(truths.length, predicted.length);
    int classes = given.rank() == 1 || given.dim(1) == 1 ? 2 : Math.toIntExact(given.dim(1));
    long[][] counts = new long[classes][classes];
    for (int i = 0; i < truths.length; i++) {
      if (truths[i] >= classes) {
        throw new IllegalArgumentException(
            "%s: the predictions are for %d classes, from 0; sample %d has class %d"
                .formatted(NAME, classes, i, truths[i]));
      }
      counts[truths[i]][predicted[i]]++;
    }
    return new ConfusionMatrix(
        IntStream.range(0, classes).mapToObj(Integer::toString).toList(), counts);
  }

  /// {@return this matrix with names for its classes}
  ///
  /// @throws IllegalArgumentException if there is not a name for each class
  public ConfusionMatrix named(String... classes) {
    if (classes.length != counts.length) {
      throw new IllegalArgumentException(
          "%s: needs a name for each of the classes %s; got %s"
              .formatted(NAME, names, List.of(classes)));
    }
    return new ConfusionMatrix(List.of(classes), counts);
  }

  /// {@return the names of the classes, which are their numbers unless others were given}
  public List<String> names() {
    return names;
  }

  /// {@return how many samples of a class were predicted to be of a class, by their places}
  public long count(int actual, int predicted) {
    return counts[actual][predicted];
  }

  /// {@return the counts, `int64`, `[classes, classes]`}
  public Tensor tensor() {
    long[] all = Arrays.stream(counts).flatMapToLong(Arrays::stream).toArray();
    return Tensor.of(all).reshape(counts.length, counts.length);
  }

  /// {@return the shares, `float64`, `[classes, classes]`; 0 where there is nothing to divide by}
  public Tensor normalized(Normalized by) {
    int n = counts.length;
    double[] shares = new double[n * n];
    for (int row = 0; row < n; row++) {
      for (int column = 0; column < n; column++) {
        long all =
            switch (by) {
              case TRUE -> support(row);
              case PRED -> predicted(column);
              case ALL -> samples();
            };
        shares[row * n + column] = all == 0 ? 0 : (double) counts[row][column] / all;
      }
    }
    return Tensor.of(shares).reshape(n, n);
  }

  /// {@return the number of samples of a class}
  public long support(int actual) {
    return Arrays.stream(counts[actual]).sum();
  }

  /// {@return the number of predictions of a class}
  public long predicted(int predicted) {
    return Arrays.stream(counts).mapToLong(row -> row[predicted]).sum();
  }

  /// {@return the number of samples}
  public long samples() {
    return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
  }

  /// {@return precision, recall and F1 of each class}
  public ClassificationReport report() {
    return new ClassificationReport(this);
  }

  /// {@return the matrix with the names of the classes, true ones at the left, predicted ones
  /// above}
  public String table() {
    int width = names.stream().mapToInt(String::length).max().orElse(0);
    for (long[] row : counts) {
      for (long count : row) {
        width = Math.max(width, Long.toString(count).length());
      }
    }
    String cell = "%" + width + "s";
    StringBuilder table = new StringBuilder(" ".repeat(width));
    names.forEach(name -> table.append("  ").append(cell.formatted(name)));
    for (int row = 0; row < counts.length; row++) {
      table.append('\n').append(cell.formatted(names.get(row)));
      for (long count : counts[row]) {
        table.append("  ").append(cell.formatted(count));
      }
    }
    return table.append('\n').toString();
  }

  /// {@return the counts as NumPy prints them}
  @Override
  public String toString() {
    return tensor().toString();
  }
}
