package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.nn.initializer.Initializer;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Gives a kernel whose units have several axes the first values of the matrix `[inputs, units]`
/// that it stands for, so that the numbers are as large as the number of inputs and outputs wants.
///
/// @param ofMatrix the initializer of the matrix
/// @param inputAxes the axes of the kernel that count the inputs of a unit
/// @param outputAxes the other axes
record UnitsInitializer(Initializer ofMatrix, List<Integer> inputAxes, List<Integer> outputAxes)
    implements Initializer {
  @Override
  public Tensor initialize(TensorType type, long key) {
    List<Integer> order = Stream.concat(inputAxes.stream(), outputAxes.stream()).toList();
    Shape inputs = lengths(type, inputAxes);
    Shape outputs = lengths(type, outputAxes);
    Tensor matrix =
        ofMatrix.initialize(type.withShape(Shape.of(inputs.size(), outputs.size())), key);
    int[] back = IntStream.range(0, order.size()).map(order::indexOf).toArray();
    return matrix.reshape(inputs.concat(outputs)).transpose(back);
  }

  private static Shape lengths(TensorType type, List<Integer> axes) {
    return Shape.of(axes.stream().mapToLong(type.shape()::dim).toArray());
  }

  @Override
  public Schema<?> schema() {
    return ofMatrix.schema();
  }
}
