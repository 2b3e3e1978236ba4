package io.gradus.nn.layer;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/// A layer that makes one tensor of several, element by element. Shapes broadcast but for the axis
/// of samples; where ranks differ, axes of length 1 come in behind that one. The result has a mask
/// if all inputs have one: what counts in any of them.
abstract class Merge extends MergingLayer {
  private final String operation;

  Merge(String operation, Settings settings) {
    super(settings);
    this.operation = operation;
  }

  /// {@return the result for tensors of one rank}
  ///
  /// @param masks for each tensor its mask with axes of length 1 behind, or null
  abstract Tensor merge(List<Tensor> parts, List<@Nullable Tensor> masks);

  /// Refuses inputs that the layer does not take.
  void check(List<TensorType> inputs) {
    if (inputs.isEmpty()) {
      throw new ShapeException(operation + ": needs at least one input; got none");
    }
    for (TensorType input : inputs) {
      if (input.shape().rank() == 0) {
        throw new ShapeException(
            "%s: inputs need an axis of samples; got %s".formatted(operation, inputs));
      }
      checkSamples(operation, inputs.getFirst(), input);
    }
    int rank = rank(inputs);
    TensorType all = aligned(inputs.getFirst(), rank);
    for (TensorType input : inputs) {
      TensorType next = aligned(input, rank);
      all = all.withShape(Shape.broadcast(operation, all, next));
    }
  }

  private static int rank(List<TensorType> inputs) {
    return inputs.stream().mapToInt(input -> input.shape().rank()).max().orElseThrow();
  }

  private static TensorType aligned(TensorType input, int rank) {
    Shape shape = input.shape().slice(0, 1);
    for (int i = input.shape().rank(); i < rank; i++) {
      shape = shape.concat(Shape.of(1));
    }
    return input.withShape(shape.concat(input.shape().from(1)));
  }

  @Override
  protected final Forward build(List<TensorType> inputs, Weights weights) {
    check(inputs);
    return (in, _) -> Values.of(merged(in)).masked(any(in.masks()));
  }

  private Tensor merged(Values in) {
    int rank = rank(in.types());
    boolean even = in.all().stream().allMatch(x -> x.rank() == rank);
    List<Tensor> parts = new ArrayList<>();
    List<@Nullable Tensor> masks = new ArrayList<>();
    for (int i = 0; i < in.all().size(); i++) {
      Tensor x = in.all().get(i);
      // As in Keras masks do not choose among tensors of different ranks.
      masks.add(even ? open(in.mask(i), rank) : null);
      while (x.rank() < rank) {
        x = x.expandDims(1);
      }
      parts.add(x);
    }
    return merge(parts, masks);
  }

  private static @Nullable Tensor open(@Nullable Tensor mask, int rank) {
    Tensor open = mask;
    while (open != null && open.rank() < rank) {
      open = open.expandDims(-1);
    }
    return open;
  }

  /// {@return what counts in any of the masks, or null if one is missing}
  static @Nullable Tensor any(List<@Nullable Tensor> masks) {
    Tensor any = null;
    for (Tensor mask : masks) {
      if (mask == null) {
        return null;
      }
      any = any == null ? mask : any.logicalOr(mask);
    }
    return any;
  }

  /// {@return the tensors combined one after the other, where one that does not count takes the
  /// other's elements}
  static Tensor chosen(
      BinaryOperator<Tensor> operator, List<Tensor> parts, List<@Nullable Tensor> masks) {
    Tensor result = parts.getFirst();
    Tensor counts = masks.getFirst();
    for (int i = 1; i < parts.size(); i++) {
      Tensor next = parts.get(i);
      Tensor mask = masks.get(i);
      Tensor right = mask == null ? next : mask.where(next, result);
      Tensor left = counts == null ? result : counts.where(result, right);
      counts = mask == null || counts == null ? null : counts.logicalOr(mask);
      result = operator.apply(left, right);
    }
    return result;
  }
}
