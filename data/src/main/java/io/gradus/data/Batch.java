package io.gradus.data;

import io.gradus.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Some samples: the first axis of every tensor counts them.
///
/// @param inputs what the model is given, one tensor for each of its inputs
/// @param targets what it should give, one tensor for each of its outputs; none when predicting
/// @param weights the weight of each sample, or null where all count the same
public record Batch(List<Tensor> inputs, List<Tensor> targets, @Nullable Tensor weights) {
  /// {@return the only input, or the first}
  public Tensor x() {
    return inputs.getFirst();
  }

  /// {@return the only target, or the first}
  public Tensor y() {
    return targets.getFirst();
  }

  /// {@return the number of samples}
  public long size() {
    return x().dim(0);
  }

  /// {@return this batch with its only input, or the first, converted}
  public Batch mapX(UnaryOperator<Tensor> conversion) {
    List<Tensor> converted = new java.util.ArrayList<>(inputs);
    converted.set(0, conversion.apply(x()));
    return new Batch(List.copyOf(converted), targets, weights);
  }

  Batch each(UnaryOperator<Tensor> part) {
    return new Batch(
        inputs.stream().map(part).toList(),
        targets.stream().map(part).toList(),
        weights == null ? null : part.apply(weights));
  }
}
