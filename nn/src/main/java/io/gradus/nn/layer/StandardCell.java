package io.gradus.nn.layer;

import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/// A cell with the weights `kernel` `[features, gates·units]`, `recurrent_kernel` `[units,
/// gates·units]` and `bias`, and dropout of inputs and states.
abstract class StandardCell extends RecurrentCell {
  private final CellOptions options;
  private final int gates;

  StandardCell(Settings settings, CellOptions options, int gates) {
    super(settings);
    this.options = options;
    this.gates = gates;
  }

  /// The weights of a cell. What a product drops is a tensor `[n, batch, …]` of factors, for all
  /// gates together or for each, or null.
  ///
  /// @param kernel the weights of the inputs
  /// @param recurrent the weights of the states
  /// @param bias the bias, or null
  record Parts(Variable kernel, Variable recurrent, @Nullable Variable bias) {}

  /// {@return what a step gives: the output and the next states}
  ///
  /// @param x the input
  /// @param states the states
  /// @param dropped for the inputs and the states factors that drop some, or null
  abstract List<Tensor> step(Parts parts, Tensor x, List<Tensor> states, Dropped dropped);

  /// Factors that drop some of a cell's inputs and states.
  record Dropped(@Nullable Tensor inputs, @Nullable Tensor states) {}

  /// {@return what the cell was told}
  public final CellOptions cellOptions() {
    return options;
  }

  Shape biasShape() {
    return Shape.of((long) gates * options.units());
  }

  WeightOptions biasOptions() {
    return options.bias();
  }

  @Override
  public List<Shape> stateShapes(Shape input) {
    return List.of(state(input));
  }

  final Shape state(Shape input) {
    return Shape.of(input.dims()[0], options.units());
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    TensorType input = inputs.getFirst();
    if (input.shape().rank() != 2 || !input.shape().isKnown(1)) {
      throw new ShapeException(
          "recurrent cell: a step needs the axes [batch, features], with features of known length;"
              + " got x="
              + input);
    }
    long columns = (long) gates * options.units();
    Variable kernel =
        weights.add("kernel", Shape.of(input.shape().dim(1), columns), options.kernel());
    Variable recurrent =
        weights.add("recurrent_kernel", Shape.of(options.units(), columns), options.recurrent());
    Variable bias = options.useBias() ? weights.add("bias", biasShape(), biasOptions()) : null;
    return forward(new Parts(kernel, recurrent, bias));
  }

  final Forward forward(Parts parts) {
    return (in, call) -> {
      List<Tensor> all = in.all();
      int states = stateShapes(all.getFirst().shape()).size();
      if (all.size() < 1 + states) {
        throw new ShapeException(
            "recurrent cell: needs an input and %d states; got %s".formatted(states, in.types()));
      }
      List<Tensor> drawn = all.subList(1 + states, all.size());
      if (drawn.isEmpty()) {
        drawn = draw(all.getFirst().type(), call);
      }
      Tensor inputs = drawn.isEmpty() || options.dropout() == 0 ? null : drawn.getFirst();
      Tensor recurrent =
          drawn.isEmpty() || options.recurrentDropout() == 0 ? null : drawn.getLast();
      return new Values(
          step(parts, all.getFirst(), all.subList(1, 1 + states), new Dropped(inputs, recurrent)));
    };
  }

  @Override
  public int draws() {
    return (options.dropout() > 0 ? 1 : 0) + (options.recurrentDropout() > 0 ? 1 : 0);
  }

  /// {@return in training the factors of inputs and states, as far as some are dropped: `[n, batch,
  /// …]` with one draw for all gates or, as in Keras where states are dropped, one for each}
  @Override
  public List<Tensor> draw(TensorType input, Call call) {
    if (call.mode() == Mode.INFER) {
      return List.of();
    }
    int draws = drawsForEachGate() ? gates : 1;
    List<Tensor> drawn = new ArrayList<>();
    if (options.dropout() > 0) {
      drawn.add(factors(draws, input, options.dropout(), call.inside("dropout")));
    }
    if (options.recurrentDropout() > 0) {
      TensorType state = input.withShape(stateShapes(input.shape()).getFirst());
      drawn.add(factors(draws, state, options.recurrentDropout(), call.inside("recurrent")));
    }
    return drawn;
  }

  boolean drawsForEachGate() {
    return options.recurrentDropout() > 0 && gates > 1;
  }

  private static Tensor factors(int draws, TensorType type, double share, Call call) {
    Shape shape = Shape.of(draws).concat(type.shape());
    Tensor kept = call.random().uniform(type.withShape(shape)).greaterEqual(share);
    return kept.cast(type.dtype()).div(1 - share);
  }

  /// {@return `x·weights`, with what is dropped of `x` for all columns or for each gate's}
  final Tensor product(Tensor x, @Nullable Tensor factors, Tensor weights) {
    return product(x, factors, weights, Tensor::matmul);
  }

  /// {@return a product of `x` and weights whose last axis has the gates' columns, with what is
  /// dropped of `x` for all of them or for each gate's}
  final Tensor product(
      Tensor x, @Nullable Tensor factors, Tensor weights, BinaryOperator<Tensor> multiply) {
    Tensor kernel = weights.cast(x.dtype());
    if (factors == null) {
      return multiply.apply(x, kernel);
    }
    if (factors.dim(0) == 1) {
      return multiply.apply(x.mul(factors.squeeze(0)), kernel);
    }
    List<Tensor> columns = kernel.split(gates, -1);
    Tensor[] parts = new Tensor[gates];
    for (int gate = 0; gate < gates; gate++) {
      parts[gate] = multiply.apply(x.mul(factors.get(Index.at(gate))), columns.get(gate));
    }
    return Tensor.concat(-1, parts);
  }
}
