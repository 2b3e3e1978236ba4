package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import java.util.ArrayList;
import java.util.List;

/// Several tensors made one, and grids of several vectors.
final class Joined {
  private Joined() {}

  static Tensor concat(String operation, int axis, List<Tensor> parts) {
    Tensor first = first(operation, parts);
    int at = first.shape().axis(operation, axis);
    DType dtype = parts.stream().map(Tensor::dtype).reduce(first.dtype(), DType::promote);
    List<Tensor> cast = parts.stream().map(part -> part.cast(dtype)).toList();
    return cast.size() == 1 ? cast.getFirst() : Apply.all(new Joining.Concat(at), cast).getFirst();
  }

  static Tensor stack(int axis, List<Tensor> parts) {
    Tensor first = first("stack", parts);
    int rank = first.rank() + 1;
    if (axis < -rank || axis >= rank) {
      throw new ShapeException(
          "stack: axis %d is out of range for operands of shape %s".formatted(axis, first.shape()));
    }
    int at = axis < 0 ? axis + rank : axis;
    for (int i = 1; i < parts.size(); i++) {
      if (!parts.get(i).shape().equals(first.shape())) {
        throw new ShapeException(
            "stack: operand %d must have the shape of operand 0; got %s, %s"
                .formatted(i, first.type(), parts.get(i).type()));
      }
    }
    return concat("stack", at, parts.stream().map(part -> part.expandDims(at)).toList());
  }

  private static Tensor first(String operation, List<Tensor> parts) {
    if (parts.isEmpty()) {
      throw new ShapeException(operation + ": needs at least one operand; got none");
    }
    return parts.getFirst();
  }

  static List<Tensor> meshGrid(List<Tensor> vectors) {
    long[] lengths = new long[vectors.size()];
    for (int i = 0; i < lengths.length; i++) {
      Tensor vector = vectors.get(i);
      if (vector.rank() > 1) {
        throw new ShapeException(
            "meshGrid: operand %d must be a vector; got %s".formatted(i, vector.type()));
      }
      lengths[i] = vector.size();
    }
    List<Tensor> grids = new ArrayList<>();
    for (int i = 0; i < lengths.length; i++) {
      long[] own = new long[lengths.length];
      java.util.Arrays.fill(own, 1);
      own[i] = lengths[i];
      grids.add(vectors.get(i).reshape(own).broadcastTo(Shape.of(lengths)));
    }
    return List.copyOf(grids);
  }
}
