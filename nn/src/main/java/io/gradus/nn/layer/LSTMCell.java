package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import java.util.List;

/// One step of [LSTM] (`keras.layers.LSTMCell`): with `z = x·kernel + h·recurrent_kernel + bias` in
/// four parts, the gates `i`, `f` and `o` are `recurrentActivation` of the first, second and last,
/// `c ← f·c + i·activation(z₃)`, and output and state are `h = o·activation(c)`.
///
/// Shapes: input `[batch, features]`, states `h` and `c` and the output `[batch, units]`.
public final class LSTMCell extends StandardCell implements GatedSetup<LSTMCell> {
  /// The configuration, as Keras writes it.
  public static final Schema<LSTMCell> SCHEMA =
      CellKeys.lstm(Layer.<LSTMCell>schemaOf("LSTMCell"))
          .build(config -> new LSTMCell(settings(config), CellKeys.lstm(config)));

  /// A cell of `units` outputs with `tanh`, and `sigmoid` for the gates.
  public LSTMCell(int units) {
    this(Settings.DEFAULT, new CellOptions(units));
  }

  LSTMCell(Settings settings, CellOptions options) {
    super(settings, options, 4);
  }

  /// {@return this cell, unbuilt, with the given name}
  public LSTMCell named(String name) {
    return new LSTMCell(settings().named(name), cellOptions());
  }

  /// {@return this cell, unbuilt, whose forget gate's bias is 1 at first, or not}
  public LSTMCell unitForgetBias(boolean unit) {
    CellOptions o = cellOptions();
    return withCell(o.flags(o.useBias(), unit, o.resetAfter()));
  }

  @Override
  public LSTMCell withCell(CellOptions changed) {
    return new LSTMCell(settings(), changed);
  }

  @Override
  public Schema<LSTMCell> schema() {
    return SCHEMA;
  }

  @Override
  public List<Shape> stateShapes(Shape input) {
    return List.of(state(input), state(input));
  }

  @Override
  WeightOptions biasOptions() {
    CellOptions options = cellOptions();
    return options.bias().initializer(options.biasOfGates());
  }

  @Override
  List<Tensor> step(Parts parts, Tensor x, List<Tensor> states, Dropped dropped) {
    Tensor z =
        product(x, dropped.inputs(), parts.kernel().value())
            .add(product(states.getFirst(), dropped.states(), parts.recurrent().value()));
    if (parts.bias() != null) {
      z = z.add(parts.bias().cast(x.dtype()));
    }
    return gated(cellOptions(), z.split(4, -1), states.getLast());
  }

  /// {@return output and states, from what goes into the gates and the last `c`}
  static List<Tensor> gated(CellOptions options, List<Tensor> z, Tensor last) {
    Activation activation = options.activation();
    Activation gate = options.recurrentActivation();
    Tensor i = gate.apply(z.get(0));
    Tensor f = gate.apply(z.get(1));
    Tensor c = f.mul(last).add(i.mul(activation.apply(z.get(2))));
    Tensor h = gate.apply(z.get(3)).mul(activation.apply(c));
    return List.of(h, h, c);
  }
}
