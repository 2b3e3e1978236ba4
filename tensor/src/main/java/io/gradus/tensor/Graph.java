package io.gradus.tensor;

import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A recorded program: operations in order, between numbered values of known types. Nothing is
/// written until the end, when the updates bring the variables their new values.
///
/// @param types the type of each value
/// @param inputs the values that a run is given
/// @param constants the values known when the program was traced
/// @param variables the values read from variables
/// @param steps the operations, in an order in which they can run
/// @param outputs the values that a run gives back
/// @param updates the variables' new values
public record Graph(
    List<TensorType> types,
    List<Integer> inputs,
    Map<Integer, Tensor> constants,
    Map<Integer, Variable> variables,
    List<Step> steps,
    List<Integer> outputs,
    List<Update> updates) {
  /// An operation and the values it takes and gives.
  public record Step(Op op, List<Integer> inputs, List<Integer> outputs) {}

  /// A variable and the value it has after the run.
  public record Update(Variable variable, int value) {}

  /// Code that can be traced.
  public interface Function {
    /// {@return the results for these arguments}
    List<Tensor> apply(List<Tensor> inputs);
  }

  /// {@return the program that the function runs on inputs of these types. The function is called
  /// once, with symbolic tensors: its Java branches are taken once, and tensors that it brings
  /// along are constants}
  ///
  /// @throws TracedValueException if the function reads elements of a symbolic tensor
  public static Graph trace(Function function, List<TensorType> inputs) {
    return Tracer.trace(function, inputs);
  }

  /// {@return the program as text, a line for each operation}
  @Override
  public String toString() {
    String head =
        inputs.stream().map(i -> "%" + i + ": " + types.get(i)).collect(Collectors.joining(", "));
    String body =
        steps.stream()
            .map(step ->
                "  %s = %s %s: %s"
                    .formatted(
                        values(step.outputs),
                        step.op,
                        values(step.inputs),
                        types.get(step.outputs.getFirst())))
            .collect(Collectors.joining("\n"));
    String changes =
        updates.stream()
            .map(update -> "  %s ← %%%d".formatted(update.variable.name(), update.value))
            .collect(Collectors.joining("\n"));
    return "program(%s)%n%s%n%s%n  return %s".formatted(head, body, changes, values(outputs));
  }

  private static String values(List<Integer> values) {
    return values.stream().map(i -> "%" + i).collect(Collectors.joining(", "));
  }
}
