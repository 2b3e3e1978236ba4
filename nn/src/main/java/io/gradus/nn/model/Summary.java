package io.gradus.nn.model;

import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.Layer;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The table that Keras' `summary()` prints.
final class Summary {
  private static final List<String> HEAD = List.of("Layer (type)", "Output Shape", "Param #");

  private Summary() {}

  static String of(Model model) {
    List<List<String>> rows = new ArrayList<>();
    for (Layer layer : model.layers()) {
      if (!(layer instanceof InputLayer)) {
        long parameters = count(layer.weights());
        rows.add(
            List.of(
                "%s (%s)".formatted(layer.name(), layer.getClass().getSimpleName()),
                shape(model, layer),
                layer.isBuilt() ? String.format(Locale.ROOT, "%,d", parameters) : "0 (unbuilt)"));
      }
    }
    long total = count(model.weights());
    long trainable = count(model.trainableWeights());
    long bytes = bytes(model.weights());
    return String.format(Locale.ROOT, "Model: \"%s\"%n%s", model.name(), table(rows))
        + totals("Total", total, bytes)
        + totals("Trainable", trainable, bytes(model.trainableWeights()))
        + totals("Non-trainable", total - trainable, bytes - bytes(model.trainableWeights()));
  }

  private static String totals(String name, long count, long bytes) {
    return String.format(Locale.ROOT, " %s params: %,d (%s)%n", name, count, size(bytes));
  }

  private static long count(List<Variable> weights) {
    return weights.stream().mapToLong(Variable::size).sum();
  }

  private static long bytes(List<Variable> weights) {
    return weights.stream().mapToLong(weight -> weight.type().bytes()).sum();
  }

  private static String size(long bytes) {
    if (bytes < 1024) {
      return "%d.00 B".formatted(bytes);
    }
    boolean mega = bytes >= 1 << 20;
    return String.format(
        Locale.ROOT, "%.2f %s", bytes / (mega ? 0x1p20 : 0x1p10), mega ? "MB" : "KB");
  }

  private static String shape(Model model, Layer layer) {
    ModelGraph graph = model.graph();
    for (ModelNode node : graph == null ? List.<ModelNode>of() : graph.nodes()) {
      if (node instanceof ModelNode.OfLayer call && call.layer().equals(layer)) {
        return keras(call.out().types().getFirst().shape());
      }
    }
    return "?";
  }

  private static String keras(Shape shape) {
    List<String> dims = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      dims.add(shape.isKnown(axis) ? Long.toString(shape.dim(axis)) : "None");
    }
    return "(" + String.join(", ", dims) + (dims.size() == 1 ? ",)" : ")");
  }

  private static String table(List<List<String>> rows) {
    int[] widths = new int[HEAD.size()];
    for (int column = 0; column < widths.length; column++) {
      int c = column;
      widths[c] =
          java.util.stream.Stream.concat(java.util.stream.Stream.of(HEAD), rows.stream())
              .mapToInt(row -> row.get(c).length())
              .max()
              .orElse(0);
    }
    StringBuilder out = new StringBuilder();
    line(out, widths, "┏", "┳", "┓", "━");
    row(out, widths, HEAD, "┃");
    line(out, widths, "┡", "╇", "┩", "━");
    for (int i = 0; i < rows.size(); i++) {
      if (i > 0) {
        line(out, widths, "├", "┼", "┤", "─");
      }
      row(out, widths, rows.get(i), "│");
    }
    line(out, widths, "└", "┴", "┘", "─");
    return out.toString();
  }

  private static void line(
      StringBuilder out, int[] widths, String left, String middle, String right, String dash) {
    for (int i = 0; i < widths.length; i++) {
      out.append(i == 0 ? left : middle).append(dash.repeat(widths[i] + 2));
    }
    out.append(right).append(System.lineSeparator());
  }

  private static void row(StringBuilder out, int[] widths, List<String> cells, String bar) {
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - cells.get(i).length());
      boolean number = i == widths.length - 1;
      out.append(bar).append(' ').append(number ? padding : "").append(cells.get(i));
      out.append(number ? "" : padding).append(' ');
    }
    out.append(bar).append(System.lineSeparator());
  }
}
