package io.gradus.nn.model;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What the data pipeline of a run of `fit` depends on, beside the seed and the place in the epoch.
///
/// @param variables what conversions change
/// @param samples the number of samples
/// @param batchSize how many of them a step takes
/// @param shuffled whether they are shuffled
record DataState(List<Variable> variables, long samples, long batchSize, boolean shuffled) {
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
    return new long[] {samples, batchSize, shuffled ? 1 : 0};
  }

  /// Gives the variables the values that they had.
  ///
  /// @param within whether an epoch was under way
  /// @throws IllegalArgumentException if that had other batches, or there were other variables
  void restore(Map<String, Tensor> tensors, boolean within) {
    Tensor batches = tensors.get(BATCHES);
    if (within && batches != null) {
      long[] was = batches.toLongArray();
      if (!Arrays.equals(was, numbers())) {
        throw new IllegalArgumentException(
            "resume: the epoch that was under way had %s; got %s"
                .formatted(text(was), text(numbers())));
      }
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
  }

  private static String text(long[] numbers) {
    return "%d samples in batches of %d%s"
        .formatted(numbers[0], numbers[1], numbers[2] == 1 ? ", shuffled" : "");
  }
}
