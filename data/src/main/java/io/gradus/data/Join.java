package io.gradus.data;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How two batches become one.
final class Join {
  private Join() {}

  /// {@return the samples of both, one after the other}
  ///
  /// @throws ShapeException if they consist of something else
  static Batch along(Batch a, Batch b) {
    check(a, b);
    Iterator<Tensor> second = b.all().iterator();
    return a.map(part -> Tensor.concat(0, part, second.next()));
  }

  /// Checks that samples of both consist of the same.
  ///
  /// @throws ShapeException if they do not
  static void check(Batch a, Batch b) {
    if (!text(a).equals(text(b))) {
      throw new ShapeException(
          "concat: samples must be alike; got %s beside %s".formatted(text(a), text(b)));
    }
  }

  private static String text(Batch batch) {
    String weights = batch.weights().isEmpty() ? "" : " with weights " + text(batch.weights());
    return "%s for %s%s".formatted(text(batch.inputs()), text(batch.targets()), weights);
  }

  private static String text(List<? extends @Nullable Tensor> tensors) {
    return tensors.isEmpty()
        ? "none"
        : tensors.stream().map(Join::text).collect(Collectors.joining(", "));
  }

  private static String text(@Nullable Tensor tensor) {
    if (tensor == null) {
      return "none";
    }
    TensorType type = tensor.type();
    return type.withShape(type.shape().slice(1, tensor.rank())).toString();
  }

  /// {@return the samples of the first, which have what those of the second have too}
  static Batch across(Batch a, Batch b) {
    List<Tensor> inputs = new ArrayList<>(a.inputs());
    inputs.addAll(b.inputs());
    List<Tensor> targets = new ArrayList<>(a.targets());
    targets.addAll(b.targets());
    List<@Nullable Tensor> weights = new ArrayList<>();
    if (!a.weights().isEmpty() || !b.weights().isEmpty()) {
      addWeights(weights, a);
      addWeights(weights, b);
    }
    return new Batch(inputs, targets, weights);
  }

  private static void addWeights(List<@Nullable Tensor> weights, Batch batch) {
    for (int i = 0; i < batch.targets().size(); i++) {
      weights.add(batch.weight(i));
    }
  }
}
