package io.gradus.nn.model;

import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.nn.layer.TypeTrace;
import io.gradus.nn.operation.KerasOperation;
import io.gradus.tensor.Outlining;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.TracedValueException;
import io.gradus.tensor.kernel.Allowance;
import io.gradus.tensor.type.OperandException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the types of an operation's results.
final class OperationOutline {
  // What an operation may make by itself, such as indices, when its types are looked for.
  private static final long MOST = 1 << 24;

  private OperationOutline() {}

  /// {@return the types of the results}
  ///
  /// @throws UnsupportedConfigException if they depend on the values of the operands
  /// @throws OperandException if the operands do not fit
  static List<TensorType> types(KerasOperation operation, NodeArguments arguments) {
    try {
      return typed(operation, arguments, null);
    } catch (ShapeException e) {
      if (arguments.tensors().stream().allMatch(x -> x.shape().isKnown())) {
        throw e;
      }
    }
    // The function asks for a length that is not known. What comes out alike for two lengths does
    // not depend on it.
    List<TensorType> two;
    try {
      two = typed(operation, arguments, 2L);
    } catch (ShapeException _) {
      // Some axis goes away, which only one of length 1 does.
      return typed(operation, arguments, 1L);
    }
    List<TensorType> three = typed(operation, arguments, 3L);
    List<TensorType> types = new ArrayList<>();
    for (int i = 0; i < two.size(); i++) {
      long[] dims = two.get(i).shape().dims();
      for (int axis = 0; axis < dims.length; axis++) {
        dims[axis] = dims[axis] == three.get(i).shape().dim(axis) ? dims[axis] : Shape.UNKNOWN;
      }
      types.add(two.get(i).withShape(Shape.of(dims)));
    }
    return types;
  }

  private static List<TensorType> typed(
      KerasOperation operation, NodeArguments arguments, @Nullable Long unknown) {
    TypeTrace trace = new TypeTrace();
    NodeArguments symbols =
        arguments.map(x ->
            x.isSymbolic() ? Tensor.symbolic(x.type().withShape(known(x, unknown)), trace) : x);
    operation.checkLengths(symbols.kwargs());
    try {
      return Outlining.within(
              trace,
              () -> Allowance.within(MOST, () -> operation.call(symbols.args(), symbols.kwargs())))
          .stream()
          .map(Tensor::type)
          .toList();
    } catch (OutOfMemoryError e) {
      throw new IllegalArgumentException(
          "operation %s takes more memory than there is".formatted(operation), e);
    } catch (TracedValueException e) {
      UnsupportedConfigException refused =
          new UnsupportedConfigException(
              "operation %s between layers depends on the values of its operands here"
                  .formatted(operation));
      refused.initCause(e);
      throw refused;
    } catch (OperandException e) {
      throw e.in("operation " + operation);
    }
  }

  private static Shape known(Tensor x, @Nullable Long unknown) {
    if (unknown == null) {
      return x.shape();
    }
    long[] dims = x.shape().dims();
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = dims[axis] == Shape.UNKNOWN ? unknown : dims[axis];
    }
    return Shape.of(dims);
  }
}
