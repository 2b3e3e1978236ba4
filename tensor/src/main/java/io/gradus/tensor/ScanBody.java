package io.gradus.tensor;

import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// What a [Scan] does in each step: code recorded once, and made a program once for each device and
/// types. Variables that the code reads are among what is fixed, so gradients reach them; other
/// tensors that it brings along are constants, which no gradient reaches.
///
/// ```java
/// ScanBody sums = ScanBody.of((carries, slices, _) -> {
///   Tensor sum = carries.getFirst().add(slices.getFirst());
///   return new ScanBody.Results(List.of(sum), List.of(sum));
/// }, List.of(row), List.of(row), List.of());
/// Tensor running = sums.scan(List.of(zeros), List.of(x), List.of(), false).outputs().getFirst();
/// ```
public final class ScanBody {
  private final Graph graph;
  private final int carries;
  private final int slices;
  private final List<Variable> variables;
  private final Map<List<TensorType>, Graph> graphs = new ConcurrentHashMap<>();
  private final Map<Ready, Program> programs = new ConcurrentHashMap<>();
  private final Map<Object, ScanBody> derived = new ConcurrentHashMap<>();

  private record Ready(List<TensorType> types, Device device) {}

  /// The code of a step.
  public interface Step {
    /// {@return the next carries and the outputs, for the carries, a slice of each sequence and
    /// what is the same in all steps}
    Results apply(List<Tensor> carries, List<Tensor> slices, List<Tensor> fixed);
  }

  /// What a step gives, or a whole scan.
  ///
  /// @param carries the carries after it
  /// @param outputs the other results; those of a scan are stacked along the first axis
  public record Results(List<Tensor> carries, List<Tensor> outputs) {
    /// Copies the lists.
    public Results {
      carries = List.copyOf(carries);
      outputs = List.copyOf(outputs);
    }
  }

  private ScanBody(Graph graph, int carries, int slices, List<Variable> variables) {
    this.graph = graph;
    this.carries = carries;
    this.slices = slices;
    this.variables = variables;
  }

  /// {@return the body that runs this code on carries, slices and fixed tensors of these types. The
  /// code is called once, with symbolic tensors. The types may have unknown lengths; a scan over
  /// tensors of other types records the same operations for them}
  ///
  /// @throws IllegalArgumentException if there is no slice, or the code gives more or fewer carries
  ///   than it gets
  /// @throws IllegalStateException if the code assigns a variable
  public static ScanBody of(
      Step step, List<TensorType> carries, List<TensorType> slices, List<TensorType> fixed) {
    if (slices.isEmpty()) {
      throw new IllegalArgumentException("scan: needs at least one sequence");
    }
    int to = carries.size() + slices.size();
    Graph traced =
        record(
            in -> {
              Results results =
                  step.apply(
                      in.subList(0, carries.size()),
                      in.subList(carries.size(), to),
                      in.subList(to, in.size()));
              if (results.carries.size() != carries.size()) {
                throw new IllegalArgumentException(
                    "scan: a step must give as many carries as it gets; got %d, gives %d"
                        .formatted(carries.size(), results.carries.size()));
              }
              return Stream.concat(results.carries.stream(), results.outputs.stream()).toList();
            },
            Stream.of(carries, slices, fixed).flatMap(Collection::stream).toList());
    if (!traced.updates().isEmpty()) {
      throw new IllegalStateException(
          "scan: a step must not assign variables; it assigns "
              + traced.updates().getFirst().variable().name());
    }
    return new ScanBody(
        fixing(traced), carries.size(), slices.size(), List.copyOf(traced.variables().values()));
  }

  // Tapes see the scan, not what its code does while it is recorded.
  private static Graph record(Graph.Function code, List<TensorType> types) {
    return GradientTape.apart(() -> Graph.trace(code, types));
  }

  private static Graph fixing(Graph graph) {
    List<Integer> inputs = new ArrayList<>(graph.inputs());
    inputs.addAll(graph.variables().keySet());
    return new Graph(
        graph.types(),
        inputs,
        graph.constants(),
        new LinkedHashMap<>(),
        graph.steps(),
        graph.outputs(),
        List.of());
  }

  /// {@return what the body gives when it runs once for each slice, in order or, where `reverse`,
  /// the last slices first; the stacked outputs are at their slices' places either way}
  ///
  /// @param first the carries before the first step
  /// @param sequences tensors whose first axes have one length, that of the loop
  /// @param fixed what is the same in all steps
  /// @throws io.gradus.tensor.type.ShapeException if the lengths differ, or a step changes the type
  ///   of a carry
  public Results scan(
      List<Tensor> first, List<Tensor> sequences, List<Tensor> fixed, boolean reverse) {
    List<Tensor> inputs =
        Stream.of(first, sequences, fixed, variables.stream().map(Variable::value).toList())
            .flatMap(Collection::stream)
            .toList();
    if (first.size() != carries || inputs.size() != graph.inputs().size()) {
      throw new IllegalArgumentException(
          "scan: the body takes %d carries, %d sequences and %d fixed tensors; got %d, %d and %d"
              .formatted(
                  carries,
                  slices,
                  graph.inputs().size() - firstFixed() - variables.size(),
                  first.size(),
                  sequences.size(),
                  fixed.size()));
    }
    List<Tensor> results = Apply.all(new Scan(this, reverse, GradientTape.isRecording()), inputs);
    return new Results(results.subList(0, carries), results.subList(carries, carries + outputs()));
  }

  /// {@return how many carries there are}
  int carries() {
    return carries;
  }

  /// {@return the number of the first operand that is the same in all steps}
  int firstFixed() {
    return carries + slices;
  }

  /// {@return how many outputs a step gives}
  int outputs() {
    return graph.outputs().size() - carries;
  }

  /// {@return the types of the next carries and outputs}
  List<TensorType> resultTypes(List<TensorType> types) {
    Graph found = graph(types);
    return found.outputs().stream().map(found.types()::get).toList();
  }

  /// {@return the program of a step}
  Program program(List<TensorType> types, Device device) {
    return programs.computeIfAbsent(
        new Ready(types, device), ready -> new Program(graph(ready.types), ready.device));
  }

  private Graph graph(List<TensorType> types) {
    List<TensorType> recorded = graph.inputs().stream().map(graph.types()::get).toList();
    return types.equals(recorded)
        ? graph
        : graphs.computeIfAbsent(types, other -> record(this::apply, other));
  }

  /// {@return the next carries and outputs, operation by operation}
  List<Tensor> apply(List<Tensor> inputs) {
    Tensor[] values = new Tensor[graph.types().size()];
    graph.constants().forEach((slot, constant) -> values[slot] = constant);
    for (int i = 0; i < inputs.size(); i++) {
      values[graph.inputs().get(i)] = inputs.get(i);
    }
    for (Graph.Step step : graph.steps()) {
      Operand[] in = step.inputs().stream().map(i -> values[i]).toArray(Operand[]::new);
      List<Tensor> out = Tensor.apply(step.op(), in);
      for (int i = 0; i < out.size(); i++) {
        values[step.outputs().get(i)] = out.get(i);
      }
    }
    return graph.outputs().stream().map(i -> values[i]).toList();
  }

  /// {@return the body made from this one for a key, made once}
  ScanBody derived(Object key, Function<Object, ScanBody> make) {
    return derived.computeIfAbsent(key, make);
  }

  /// {@return the number of operations}
  @Override
  public String toString() {
    return graph.steps().size() + " operations";
  }
}
