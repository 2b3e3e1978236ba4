package io.gradus.selection;

import io.gradus.data.Batch;
import io.gradus.data.Dataset;
import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import java.util.Arrays;

/// The class of each sample, from class numbers, one-hot rows or probabilities.
final class ClassNumbers {
  private static final long BATCH = 1024;

  private ClassNumbers() {}

  /// {@return the classes of a dataset's only target, or the first, as its batches give it}
  ///
  /// @throws IllegalArgumentException if it has none, or one that does not name classes
  static int[] of(String caller, Dataset data) {
    int[] classes = new int[Math.toIntExact(data.size())];
    int done = 0;
    for (Batch batch : data.batches(BATCH)) {
      if (batch.targets().isEmpty()) {
        throw new IllegalArgumentException(caller + ": the data has no targets");
      }
      int[] some = of(caller, batch.y());
      System.arraycopy(some, 0, classes, done, some.length);
      done += some.length;
    }
    return classes;
  }

  /// {@return the classes of labels: whole numbers from 0, `[n]` or `[n, 1]`, or one-hot rows `[n,
  /// classes]`}
  ///
  /// @throws IllegalArgumentException if they are neither, naming the first sample that is not
  static int[] of(String caller, Operand labels) {
    Tensor tensor = labels.value();
    double[] values = tensor.toDoubleArray();
    if (tensor.rank() == 1 || (tensor.rank() == 2 && tensor.dim(1) == 1)) {
      return whole(caller, values);
    }
    if (tensor.rank() != 2) {
      throw new IllegalArgumentException(
          caller
              + ": labels must be class numbers [n] or [n, 1], or one-hot rows [n, classes]; got "
              + tensor.type());
    }
    return oneHot(caller, values, Math.toIntExact(tensor.dim(1)));
  }

  private static int[] whole(String caller, double[] values) {
    int[] classes = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      classes[i] = (int) values[i];
      if (classes[i] != values[i] || classes[i] < 0) {
        throw new IllegalArgumentException(
            "%s: class numbers must be whole and not negative; sample %d has %s"
                .formatted(caller, i, values[i]));
      }
    }
    return classes;
  }

  private static int[] oneHot(String caller, double[] values, int width) {
    int[] classes = new int[values.length / width];
    for (int i = 0; i < classes.length; i++) {
      double[] row = Arrays.copyOfRange(values, i * width, (i + 1) * width);
      classes[i] = highest(row);
      double sum = Arrays.stream(row).map(Math::abs).sum();
      if (row[classes[i]] != 1 || sum != 1) {
        throw new IllegalArgumentException(
            "%s: a one-hot row needs one 1 among zeros; sample %d has %s"
                .formatted(caller, i, Arrays.toString(row)));
      }
    }
    return classes;
  }

  /// {@return the classes that probabilities are for: of rows `[n, classes]` the highest, the first
  /// of equals; of a probability for class 1, `[n]` or `[n, 1]`, whether it is above the threshold}
  ///
  /// @throws IllegalArgumentException if they have other axes, or one is NaN, naming the sample
  static int[] chosen(String caller, Operand probabilities, double threshold) {
    Tensor tensor = probabilities.value();
    if (tensor.rank() < 1 || tensor.rank() > 2 || tensor.size() == 0) {
      throw new IllegalArgumentException(
          "%s: probabilities must be [n], [n, 1] or [n, classes]; got %s"
              .formatted(caller, tensor.type()));
    }
    double[] values = tensor.toDoubleArray();
    int width = tensor.rank() == 1 ? 1 : Math.toIntExact(tensor.dim(1));
    int[] classes = new int[values.length / width];
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(values[i])) {
        throw new IllegalArgumentException(
            "%s: the prediction for sample %d is NaN".formatted(caller, i / width));
      }
    }
    for (int i = 0; i < classes.length; i++) {
      classes[i] =
          width == 1
              ? (values[i] > threshold ? 1 : 0)
              : highest(Arrays.copyOfRange(values, i * width, (i + 1) * width));
    }
    return classes;
  }

  private static int highest(double[] row) {
    int best = 0;
    for (int i = 1; i < row.length; i++) {
      if (row[i] > row[best]) {
        best = i;
      }
    }
    return best;
  }
}
