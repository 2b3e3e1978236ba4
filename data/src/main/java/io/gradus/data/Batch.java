package io.gradus.data;

import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Some samples: the first axis of every tensor counts them.
///
/// @param inputs what the model is given, one tensor for each of its inputs
/// @param targets what it should give, one tensor for each of its outputs; none when predicting
/// @param weights the weights of the samples: none where all count the same, one tensor for all
///   targets, or one for each target, null where its samples count the same
public record Batch(List<Tensor> inputs, List<Tensor> targets, List<@Nullable Tensor> weights) {
  /// Copies the lists.
  ///
  /// @throws IllegalArgumentException if the weights are neither none nor one nor as many as the
  ///   targets
  public Batch {
    inputs = List.copyOf(inputs);
    targets = List.copyOf(targets);
    weights = Collections.unmodifiableList(new ArrayList<>(weights));
    if (weights.size() > 1 && weights.size() != targets.size()) {
      throw new IllegalArgumentException(
          "batch: needs weights for all targets or for each; got %d targets, %d weights"
              .formatted(targets.size(), weights.size()));
    }
  }

  /// Samples that all count the same.
  public Batch(List<Tensor> inputs, List<Tensor> targets) {
    this(inputs, targets, List.of());
  }

  /// {@return the samples `x` with the targets `y`}
  public static Batch of(Operand x, Operand y) {
    return new Batch(List.of(x.value()), List.of(y.value()));
  }

  /// {@return these samples, each of its own weight, for all targets}
  public Batch weighted(Operand weights) {
    return new Batch(inputs, targets, List.of(weights.value()));
  }

  /// {@return these samples with weights for each target, null where its samples count the same}
  ///
  /// @throws IllegalArgumentException if there are neither none nor one nor as many as targets
  public Batch weighted(List<@Nullable Tensor> weights) {
    return new Batch(inputs, targets, weights);
  }

  /// {@return the only input, or the first}
  public Tensor x() {
    return inputs.getFirst();
  }

  /// {@return the only target, or the first}
  public Tensor y() {
    return targets.getFirst();
  }

  /// {@return the weights of the samples for one of the targets, or null where all count the same}
  public @Nullable Tensor weight(int target) {
    return switch (weights.size()) {
      case 0 -> null;
      case 1 -> weights.getFirst();
      default -> weights.get(target);
    };
  }

  /// {@return the number of samples}
  public long size() {
    return x().dim(0);
  }

  /// {@return this batch with its only input, or the first, converted}
  public Batch mapX(UnaryOperator<Tensor> conversion) {
    List<Tensor> converted = new ArrayList<>(inputs);
    converted.set(0, conversion.apply(x()));
    return new Batch(converted, targets, weights);
  }

  /// {@return all tensors: inputs, targets and weights, in order}
  public List<Tensor> all() {
    List<Tensor> all = new ArrayList<>(inputs);
    all.addAll(targets);
    for (Tensor weight : weights) {
      if (weight != null) {
        all.add(weight);
      }
    }
    return all;
  }

  /// {@return this batch with each of its tensors, in the order of [#all], replaced by what the
  /// function gives for it}
  public Batch map(UnaryOperator<Tensor> function) {
    // Without streams: this is done in each step.
    List<Tensor> x = new ArrayList<>(inputs);
    List<Tensor> y = new ArrayList<>(targets);
    List<@Nullable Tensor> changed = new ArrayList<>(weights);
    x.replaceAll(function);
    y.replaceAll(function);
    changed.replaceAll(weight -> weight == null ? null : function.apply(weight));
    return new Batch(x, y, changed);
  }
}
