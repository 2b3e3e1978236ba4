package io.gradus.tensor;

import static java.util.stream.Collectors.joining;

import io.gradus.tensor.kernel.Chain;
import io.gradus.tensor.kernel.Link;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a program does, as a table with a line for each unit that runs: its operations, what it
/// writes and where that lives, what it reads, and what it costs.
final class Explanation {
  private static final List<String> HEAD =
      List.of("#", "operations", "writes", "reads", "bytes", "FLOPs");
  // The columns of numbers stand at the right.
  private static final String NUMBERS = "[0-9,]*";

  private final Graph graph;
  private final Map<Integer, String> names = new HashMap<>();
  private final Map<Integer, String> places = new HashMap<>();

  private Explanation(Graph graph, List<BufferPlan.Place> lives) {
    this.graph = graph;
    for (int i = 0; i < graph.inputs().size(); i++) {
      names.put(graph.inputs().get(i), "input " + i);
    }
    graph.constants().keySet().forEach(value -> names.put(value, "constant"));
    graph.variables().forEach((value, variable) -> names.put(value, variable.name()));
    for (BufferPlan.Place place : lives) {
      places.put(place.value(), place(place));
      if (place instanceof BufferPlan.Viewing(int value, int of, Op.View _)) {
        names.put(value, name(of));
      }
    }
  }

  /// {@return the table, and below it the buffers and the sums}
  static String of(Graph traced, Graph graph, BufferPlan plan) {
    Explanation explanation = new Explanation(graph, plan.places());
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    for (int i = 0; i < plan.units().size(); i++) {
      rows.addAll(explanation.rows(i + 1, plan.units().get(i)));
    }
    long flops = plan.units().stream().mapToLong(explanation::flops).sum();
    long memory = plan.buffers().stream().mapToLong(TensorType::bytes).sum();
    long bands = plan.units().stream().mapToLong(Unit::bandBytes).sum();
    return table(rows)
        + String.format(
            Locale.ROOT,
            "%d of %d recorded operations in %d units; %,d FLOPs%n%d buffers, %,d bytes%s%s%n",
            plan.units().stream().mapToInt(unit -> operations(unit).size()).sum(),
            traced.steps().size(),
            plan.units().size(),
            flops,
            plan.buffers().size(),
            memory,
            plan.buffers().isEmpty() ? "" : ": " + join(plan.buffers()),
            bands == 0 ? "" : "; %,d bytes in each worker".formatted(bands));
  }

  /// {@return a row for each value that the unit writes, the first with all the rest}
  private List<List<String>> rows(int number, Unit unit) {
    List<List<String>> rows = new ArrayList<>();
    for (int value : unit.outputs()) {
      String written =
          "%%%d %s in %s".formatted(value, graph.types().get(value), places.get(value));
      rows.add(
          rows.isEmpty()
              ? List.of(
                  Integer.toString(number),
                  title(unit),
                  written,
                  unit.inputs().stream().distinct().map(this::name).collect(joining(", ")),
                  String.format(Locale.ROOT, "%,d", bytes(unit)),
                  String.format(Locale.ROOT, "%,d", flops(unit)))
              : List.of("", "", written, "", "", ""));
    }
    return rows;
  }

  private static String title(Unit unit) {
    String operations = String.join(" ", operations(unit));
    return unit instanceof Unit.Banded banded
        ? "%s, %d of %d samples at a time".formatted(operations, banded.band(), banded.samples())
        : operations;
  }

  private static List<String> operations(Unit unit) {
    return switch (unit) {
      case Unit.Single single -> List.of(single.op().name());
      case Unit.Fused fused -> operations(fused.chain());
      case Unit.Multiplied multiplied -> {
        List<String> all = new ArrayList<>(List.of(new Linear.MatMul().name()));
        all.addAll(operations(multiplied.then().chain()));
        yield all;
      }
      case Unit.Summed summed -> {
        List<String> all = new ArrayList<>(operations(summed.chain()));
        all.add(new Reductions.Sum(0).name());
        yield all;
      }
      case Unit.Banded banded ->
          banded.parts().stream().flatMap(part -> operations(part).stream()).toList();
    };
  }

  private static List<String> operations(Chain chain) {
    return chain.links().stream()
        .map(link ->
            switch (link) {
              case Link.Unary(var f, int _) -> function(f);
              case Link.Binary(var f, int _, int _) -> function(f);
              case Link.Compare(var relation, int _, int _) -> function(relation);
              case Link.Select _ -> new Comparison.Select().name();
            })
        .toList();
  }

  private static String function(Object function) {
    return function instanceof Op op ? op.name() : function.toString();
  }

  private String name(int value) {
    return names.getOrDefault(value, "%" + value);
  }

  private String place(BufferPlan.Place place) {
    return switch (place) {
      case BufferPlan.Shared(int _, int buffer) -> "buffer " + buffer;
      case BufferPlan.Own _ -> "a result";
      case BufferPlan.Updating(int _, int update) -> variable(update) + ", swapped";
      case BufferPlan.Replacing(int _, int update, int _) -> variable(update) + ", in place";
      case BufferPlan.Viewing(int _, int of, Op.View _) -> name(of);
    };
  }

  private String variable(int update) {
    return graph.updates().get(update).variable().name();
  }

  private long bytes(Unit unit) {
    long read = unit.inputs().stream().distinct().mapToLong(this::bytes).sum();
    return read + unit.outputs().stream().mapToLong(this::bytes).sum();
  }

  private long bytes(int value) {
    return graph.types().get(value).bytes();
  }

  private long flops(Unit unit) {
    return switch (unit) {
      case Unit.Single(Op op, List<Integer> inputs, List<Integer> outputs) ->
          op.flops(types(inputs), types(outputs));
      case Unit.Fused _, Unit.Summed _ -> 0;
      case Unit.Multiplied multiplied -> {
        TensorType a = graph.types().get(multiplied.a());
        TensorType b = graph.types().get(multiplied.b());
        Linear.MatMul product = new Linear.MatMul();
        yield product.flops(List.of(a, b), product.types(List.of(a, b)));
      }
      case Unit.Banded banded -> banded.parts().stream().mapToLong(this::flops).sum();
    };
  }

  private List<TensorType> types(List<Integer> values) {
    return values.stream().map(graph.types()::get).toList();
  }

  private static String join(List<TensorType> buffers) {
    return buffers.stream().map(TensorType::toString).collect(joining(", "));
  }

  private static String table(List<List<String>> rows) {
    int[] widths = new int[HEAD.size()];
    rows.forEach(
        row -> Arrays.setAll(widths, column -> Math.max(widths[column], row.get(column).length())));
    StringBuilder table = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        String cell = row.get(column);
        String space = " ".repeat(widths[column] - cell.length());
        line.append(cell.matches(NUMBERS) ? space + cell : cell + space).append("  ");
      }
      table.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return table.toString();
  }
}
