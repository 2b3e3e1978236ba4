package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import java.util.List;

/// One step of [SimpleRNN]: `h ← activation(x·kernel + h·recurrent_kernel + bias)`, which is output
/// and state (`keras.layers.SimpleRNNCell`).
///
/// Shapes: input `[batch, features]`, state and output `[batch, units]`.
public final class SimpleRNNCell extends StandardCell implements CellSetup<SimpleRNNCell> {
  /// The configuration, as Keras writes it.
  public static final Schema<SimpleRNNCell> SCHEMA =
      CellKeys.simpleCell(Layer.<SimpleRNNCell>schemaOf("SimpleRNNCell"))
          .build(config -> new SimpleRNNCell(settings(config), CellKeys.simple(config)));

  /// A cell of `units` outputs with `tanh`.
  public SimpleRNNCell(int units) {
    this(Settings.DEFAULT, new CellOptions(units));
  }

  SimpleRNNCell(Settings settings, CellOptions options) {
    super(settings, options, 1);
  }

  /// {@return this cell, unbuilt, with the given name}
  public SimpleRNNCell named(String name) {
    return new SimpleRNNCell(settings().named(name), cellOptions());
  }

  @Override
  public SimpleRNNCell withCell(CellOptions changed) {
    return new SimpleRNNCell(settings(), changed);
  }

  @Override
  public Schema<SimpleRNNCell> schema() {
    return SCHEMA;
  }

  @Override
  List<Tensor> step(Parts parts, Tensor x, List<Tensor> states, Dropped dropped) {
    Activation activation = cellOptions().activation();
    Tensor sum = product(x, dropped.inputs(), parts.kernel().value());
    if (parts.bias() != null) {
      sum = sum.add(parts.bias().cast(x.dtype()));
    }
    Tensor back = product(states.getFirst(), dropped.states(), parts.recurrent().value());
    Tensor h = activation.apply(sum.add(back));
    return List.of(h, h);
  }
}
