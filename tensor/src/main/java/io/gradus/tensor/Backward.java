package io.gradus.tensor;

import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What an operation's gradient may look at: the values it declared that it reads, the types of
/// all, and the gradients of its outputs.
public final class Backward {
  private final Op op;
  private final List<TensorType> inputTypes;
  private final List<TensorType> outputTypes;
  private final @Nullable Tensor[] inputs;
  private final @Nullable Tensor[] outputs;
  private @Nullable Tensor[] gradients = {};
  private @Nullable List<@Nullable Tensor> all;

  Backward(Op op, List<Tensor> inputs, List<Tensor> outputs) {
    this.op = op;
    this.inputTypes = inputs.stream().map(Tensor::type).toList();
    this.outputTypes = outputs.stream().map(Tensor::type).toList();
    this.inputs = new Tensor[inputs.size()];
    for (int i = 0; i < inputs.size(); i++) {
      this.inputs[i] = op.readsInput(i) ? inputs.get(i) : null;
    }
    this.outputs = new Tensor[outputs.size()];
    for (int i = 0; i < outputs.size(); i++) {
      this.outputs[i] = op.readsOutput(i) ? outputs.get(i) : null;
    }
  }

  Backward with(@Nullable Tensor[] outputGradients) {
    this.gradients = outputGradients;
    this.all = null;
    return this;
  }

  /// {@return the value of an input}
  ///
  /// @throws IllegalStateException if the operation does not declare that it reads it
  public Tensor input(int i) {
    return kept(inputs[i], "input", i);
  }

  /// {@return the value of an output}
  ///
  /// @throws IllegalStateException if the operation does not declare that it reads it
  public Tensor output(int i) {
    return kept(outputs[i], "output", i);
  }

  private Tensor kept(@Nullable Tensor tensor, String what, int i) {
    if (tensor == null) {
      throw new IllegalStateException(
          "%s: its gradient reads %s %d without declaring it".formatted(op.name(), what, i));
    }
    return tensor;
  }

  /// {@return the type of an input}
  public TensorType inputType(int i) {
    return inputTypes.get(i);
  }

  /// {@return the type of an output}
  public TensorType outputType(int i) {
    return outputTypes.get(i);
  }

  /// {@return the types of the inputs}
  List<TensorType> inputTypes() {
    return inputTypes;
  }

  /// {@return the gradients of all inputs, null where there is none, of an operation that computes
  /// them together: the supplier is asked when the first is wanted}
  public List<@Nullable Tensor> once(Supplier<List<@Nullable Tensor>> gradientsOfInputs) {
    List<@Nullable Tensor> known = all;
    if (known == null) {
      known = gradientsOfInputs.get();
      all = known;
    }
    return known;
  }

  /// {@return the gradients of all inputs of an operation that reads them all, by way of a function
  /// that computes the same outputs in tensor methods}
  List<@Nullable Tensor> through(Function<List<Tensor>, List<Tensor>> same) {
    return once(() -> {
      // An operand given twice is two, each with a gradient of its own.
      List<Tensor> operands =
          IntStream.range(0, inputs.length)
              .mapToObj(this::input)
              .map(input -> input.reshape(input.shape()))
              .toList();
      List<Tensor> arriving = IntStream.range(0, outputs.length).mapToObj(this::gradient).toList();
      try (var tape = new GradientTape()) {
        operands.stream().filter(in -> in.dtype().isFloating()).forEach(tape::watch);
        return Arrays.asList(tape.pulled(same.apply(operands), arriving, operands));
      }
    });
  }

  /// {@return whether a gradient arrived at an output}
  public boolean reaches(int output) {
    return gradients[output] != null;
  }

  /// {@return the gradient of the only output, or of the first}
  public Tensor gradient() {
    return gradient(0);
  }

  /// {@return the gradient of an output; zeros where none arrived}
  public Tensor gradient(int output) {
    Tensor gradient = gradients[output];
    return gradient != null ? gradient : Tensor.zeros(outputTypes.get(output));
  }
}
