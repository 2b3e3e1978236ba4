package io.gradus.nn.operation;

import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import java.util.List;

/// Parts of tensors by index.
final class IndexingFunctions {
  private IndexingFunctions() {}

  /// Adds the rows.
  static void addTo(FunctionTable table) {
    table.row("get_item", "x key", a -> a.tensor("x").get(a.index("key")));
    table.row("take", "x indices axis", IndexingFunctions::take);
    table.row("take_along_axis", "x indices axis", IndexingFunctions::takeAlongAxis);
    table.row(
        "slice",
        "inputs start_indices shape",
        a -> a.tensor("inputs").get(place(a, a.dims("shape"))));
    table.row(
        "slice_update",
        "inputs start_indices updates",
        a -> {
          Tensor updates = a.tensor("updates");
          Index[] place = place(a, updates.shape().dims());
          return a.tensor("inputs").with(List.of(place), updates);
        });
    table.row(
        "scatter",
        "indices values shape",
        a -> a.tensor("values").scatter(a.tensor("indices"), a.shape("shape")));
    table.row(
        "scatter_update", "inputs indices updates reduction", IndexingFunctions::scatterUpdate);
    table.row("one_hot", "x num_classes axis dtype sparse", IndexingFunctions::oneHot);
    table.row("multi_hot", "inputs num_classes axis dtype sparse", IndexingFunctions::multiHot);
    table.rows("nonzero", "x", a -> a.tensor("x").nonZero());
  }

  private static Tensor take(CallArguments a) {
    Tensor x = a.tensor("x");
    return a.has("axis")
        ? x.gather(a.tensor("indices"), a.integer("axis"))
        : x.reshape(-1).gather(a.tensor("indices"), 0);
  }

  private static Tensor takeAlongAxis(CallArguments a) {
    return a.has("axis")
        ? a.tensor("x").takeAlongAxis(a.tensor("indices"), a.integer("axis"))
        : a.tensor("x").flatten().takeAlongAxis(a.tensor("indices").flatten(), 0);
  }

  private static Index[] place(CallArguments a, long[] lengths) {
    int[] starts =
        a.get("start_indices") instanceof Tensor tensor
            ? tensor.toIntArray()
            : a.integers("start_indices");
    Index[] place = new Index[starts.length];
    for (int axis = 0; axis < place.length; axis++) {
      place[axis] = Index.range(starts[axis], starts[axis] + lengths[axis]);
    }
    return place;
  }

  private static Tensor scatterUpdate(CallArguments a) {
    Tensor x = a.tensor("inputs");
    Tensor indices = a.tensor("indices");
    String reduction = a.has("reduction") ? (String) a.get("reduction") : "none";
    return switch (reduction) {
      case "none" -> x.scatterUpdate(indices, a.tensor("updates"));
      case "add" -> x.scatterAdd(indices, a.tensor("updates"));
      case "max" -> x.scatterMax(indices, a.tensor("updates"));
      case "min" -> x.scatterMin(indices, a.tensor("updates"));
      case "mul" -> x.scatterMul(indices, a.tensor("updates"));
      default -> throw KerasOp.missing("scatter_update with " + reduction);
    };
  }

  private static Tensor oneHot(CallArguments a) {
    DType dtype = a.dtype("dtype", DType.FLOAT32);
    return a.tensor("x").oneHot(a.integer("num_classes"), a.integer("axis", -1), dtype);
  }

  private static Tensor multiHot(CallArguments a) {
    DType dtype = a.dtype("dtype", DType.FLOAT32);
    Tensor x = a.tensor("inputs");
    // Keras takes the largest along axis 1 of what oneHot gives, axis 0 for a vector.
    Tensor hot = x.oneHot(a.integer("num_classes"), a.integer("axis", -1), dtype);
    return hot.max(x.rank() > 1 ? 1 : 0);
  }
}
