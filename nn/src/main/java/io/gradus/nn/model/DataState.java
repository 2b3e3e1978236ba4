package io.gradus.nn.model;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the data pipeline of a run of `fit` depends on, beside the seed and the place in the epoch.
///
/// @param variables what conversions change
/// @param samples the number of samples, or [BatchSource#UNKNOWN] where batches come from outside
/// @param batchSize how many of them a step takes
/// @param shuffled whether they are shuffled
/// @param stepsPerEpoch the steps of an epoch, or 0 for a pass over the data
record DataState(
    List<Variable> variables, long samples, long batchSize, boolean shuffled, long stepsPerEpoch) {
  private static final String BATCHES = "data/batches";
  private static final String STATE = "data/state/";

  DataState {
    variables = List.copyOf(variables);
  }

  /// {@return the values that the variables have now}
  List<Tensor> values() {
    return variables.stream().map(Variable::value).toList();
  }

  /// Puts the state among others.
  ///
  /// @param begun the values that the variables had when the epoch began, whose batches are made
  ///   again from there; between epochs, those that they have
  void put(Map<String, Tensor> tensors, List<Tensor> begun) {
    tensors.put(BATCHES, Tensor.of(numbers()));
    for (int i = 0; i < begun.size(); i++) {
      tensors.put(STATE + i, begun.get(i));
    }
  }

  private long[] numbers() {
    boolean streamed = samples == BatchSource.UNKNOWN;
    return new long[] {
      samples, streamed ? 0 : batchSize, shuffled && !streamed ? 1 : 0, stepsPerEpoch
    };
  }

  /// Gives the variables the values that they had. Returns what the data was and what it is, if
  /// that differs, or null.
  ///
  /// @param within whether an epoch was under way
  /// @throws IllegalArgumentException if that had other batches, or there were other variables
  @Nullable String restore(Map<String, Tensor> tensors, boolean within) {
    Tensor batches = tensors.get(BATCHES);
    long[] was = batches == null ? numbers() : Arrays.copyOf(batches.toLongArray(), 4);
    boolean same = Arrays.equals(was, numbers());
    if (within && !same) {
      throw new IllegalArgumentException(
          "resume: the epoch that was under way had %s; got %s"
              .formatted(text(was), text(numbers())));
    }
    for (int i = 0; i < variables.size(); i++) {
      Variable variable = variables.get(i);
      Tensor value = tensors.get(STATE + i);
      if (value == null || !value.type().equals(variable.type())) {
        throw new IllegalArgumentException(
            "resume: the training that is resumed had other data; it lacks state %d of it, %s"
                .formatted(i, variable.type()));
      }
      variable.assign(value);
    }
    return same
        ? null
        : "the training that was interrupted had %s; it goes on with %s"
            .formatted(text(was), text(numbers()));
  }

  private static String text(long[] numbers) {
    String batches =
        numbers[0] == BatchSource.UNKNOWN
            ? "batches of a stream"
            : "%d samples in batches of %d%s"
                .formatted(numbers[0], numbers[1], numbers[2] == 1 ? ", shuffled" : "");
    return numbers[3] == 0 ? batches : batches + ", %d steps an epoch".formatted(numbers[3]);
  }
}
