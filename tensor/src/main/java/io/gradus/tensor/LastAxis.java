package io.gradus.tensor;

import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What gradients of running sums and products do along the last axis, in tensor methods.
final class LastAxis {
  private LastAxis() {}

  /// {@return the elements in reverse, as a view}
  static Tensor flip(Tensor x) {
    return x.get(Index.ELLIPSIS, Index.range(null, null, -1));
  }

  /// {@return each row moved on by one element, after a 0}
  static Tensor shifted(Tensor rows) {
    long n = rows.dim(-1);
    Tensor kept = rows.get(Index.ELLIPSIS, Index.range(0, Math.max(0, n - 1)));
    return placed(kept, Index.range(1, n), rows.shape());
  }

  /// {@return for each element of a row the product of those before it, 1 for the first}
  static Tensor productOfThoseBefore(Tensor rows) {
    if (rows.dim(-1) == 0) {
      return rows;
    }
    TensorType column = rows.type().withShape(rows.shape().withDim(-1, 1));
    Tensor first = placed(Tensor.ones(column), Index.range(0, 1), rows.shape());
    return first.add(shifted(rows)).cumProd(-1);
  }

  /// {@return `yᵢ = aᵢ₊₁·yᵢ₊₁ + bᵢ`, from the end of each row on}
  static Tensor recurrenceFromEnd(Tensor a, Tensor b) {
    return flip(Apply.two(new Cumulative.Recurrence(), shifted(flip(a)), flip(b)));
  }

  private static Tensor placed(Tensor part, Index place, Shape shape) {
    List<Index> index = new ArrayList<>(Collections.nCopies(shape.rank() - 1, Index.ALL));
    index.add(place);
    return Apply.one(new Indexing.Embed(new Indexing.Slice(List.copyOf(index)), shape), part);
  }
}
