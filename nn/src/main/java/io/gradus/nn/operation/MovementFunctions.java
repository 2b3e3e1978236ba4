package io.gradus.nn.operation;

import io.gradus.tensor.Padding;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Shapes, axes, padding and diagonals.
final class MovementFunctions {
  private MovementFunctions() {}

  /// Adds the rows.
  static void addTo(FunctionTable table) {
    table.row("reshape", "x newshape", a -> a.tensor("x").reshape(a.dims("newshape")));
    table.row("ravel", "x", a -> a.tensor("x").reshape(-1));
    table.row("transpose", "x axes", MovementFunctions::transpose);
    table.row(
        "swapaxes",
        "x axis1 axis2",
        a -> a.tensor("x").swapAxes(a.integer("axis1"), a.integer("axis2")));
    table.row("expand_dims", "x axis", MovementFunctions::expandDims);
    table.row("broadcast_to", "x shape", a -> a.tensor("x").broadcastTo(a.shape("shape")));
    table.row(
        "squeeze",
        "x axis",
        a -> a.has("axis") ? a.tensor("x").squeeze(a.integers("axis")) : a.tensor("x").squeeze());
    table.row(
        "moveaxis",
        "x source destination",
        a -> a.tensor("x").moveAxis(a.integers("source"), a.integers("destination")));
    table.row(
        "flip",
        "x axis",
        a -> a.has("axis") ? a.tensor("x").flip(a.integers("axis")) : a.tensor("x").flip());
    table.row("rot90", "array k axes", MovementFunctions::rotate90);
    table.row("roll", "x shift axis", MovementFunctions::roll);
    table.row("pad", "x pad_width mode constant_values", MovementFunctions::pad);
    table.row("tril", "x k", a -> a.tensor("x").tril(a.integer("k", 0)));
    table.row("triu", "x k", a -> a.tensor("x").triu(a.integer("k", 0)));
    table.row("diag", "x k", a -> a.tensor("x").diag(a.integer("k", 0)));
    table.row("diagonal", "x offset axis1 axis2", a -> diagonal(a));
    table.row("trace", "x offset axis1 axis2", a -> diagonal(a).sum(-1));
    table.row("diagflat", "x k", a -> a.tensor("x").diagFlat(a.integer("k", 0)));
    table.row("fliplr", "x", a -> a.tensor("x").fliplr());
    table.row("flipud", "x", a -> a.tensor("x").flipud());
    table.row("rearrange", "tensor pattern", MovementFunctions::rearrange);
    table.row(
        "saturate_cast",
        "x dtype",
        a -> a.tensor("x").saturateCast(a.dtype("dtype", DType.FLOAT32)));
    table.row("view", "x dtype", a -> a.tensor("x").view(a.dtype("dtype", a.tensor("x").dtype())));
    table.row("convert_to_tensor", "x dtype sparse ragged", MovementFunctions::converted);
    table.row("array", "x dtype", MovementFunctions::converted);
    table.row("stop_gradient", "variable", a -> a.tensor("variable").stopGradient());
    table.row("cast", "x dtype", a -> a.tensor("x").cast(a.dtype("dtype", DType.FLOAT32)));
  }

  private static Tensor transpose(CallArguments a) {
    return a.has("axes") ? a.tensor("x").transpose(a.integers("axes")) : a.tensor("x").transpose();
  }

  private static Tensor expandDims(CallArguments a) {
    Tensor x = a.tensor("x");
    int[] axes = a.integers("axis");
    if (axes.length == 1) {
      return x.expandDims(axes[0]);
    }
    // Several axes are counted in the result.
    int rank = x.rank() + axes.length;
    for (int axis : Arrays.stream(axes).map(axis -> Math.floorMod(axis, rank)).sorted().toArray()) {
      x = x.expandDims(axis);
    }
    return x;
  }

  private static Tensor converted(CallArguments a) {
    Tensor x = a.tensor("x");
    return x.cast(a.dtype("dtype", x.dtype()));
  }

  private static Tensor rearrange(CallArguments a) {
    Map<String, Integer> lengths = new HashMap<>();
    a.others().forEach((name, length) -> lengths.put(name, a.integer(name)));
    return a.tensor("tensor").rearrange((String) a.get("pattern"), lengths);
  }

  private static Tensor rotate90(CallArguments a) {
    int[] axes = a.has("axes") ? a.integers("axes") : new int[] {0, 1};
    return a.tensor("array").rotate90(a.integer("k", 1), axes[0], axes[1]);
  }

  private static Tensor roll(CallArguments a) {
    Tensor x = a.tensor("x");
    int[] shifts = a.integers("shift");
    if (!a.has("axis")) {
      return x.roll(shifts[0]);
    }
    int[] axes = a.integers("axis");
    for (int i = 0; i < axes.length; i++) {
      x = x.roll(shifts[Math.min(i, shifts.length - 1)], axes[i]);
    }
    return x;
  }

  private static Tensor pad(CallArguments a) {
    Tensor x = a.tensor("x");
    long[][] widths = new long[x.rank()][];
    List<?> given = a.get("pad_width") instanceof List<?> list ? list : List.of(a.get("pad_width"));
    boolean pairs = given.getFirst() instanceof List<?>;
    for (int axis = 0; axis < widths.length; axis++) {
      Object width = !pairs ? given : given.get(Math.min(axis, given.size() - 1));
      int[] both = a.integersOf(width);
      widths[axis] = new long[] {both[0], both[both.length - 1]};
    }
    String mode = a.has("mode") ? (String) a.get("mode") : "constant";
    if (mode.equals("constant")) {
      double value =
          a.has("constant_values") ? ((Number) a.get("constant_values")).doubleValue() : 0;
      return x.pad(widths, value);
    }
    return x.pad(widths, Padding.valueOf(mode.toUpperCase(Locale.ROOT)));
  }

  private static Tensor diagonal(CallArguments a) {
    return a.tensor("x")
        .diagonal(a.integer("offset", 0), a.integer("axis1", 0), a.integer("axis2", 1));
  }
}
