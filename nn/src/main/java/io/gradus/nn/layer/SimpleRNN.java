package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;

/// The simplest recurrent layer: `h ← activation(x·kernel + h·recurrent_kernel + bias)`
/// (`keras.layers.SimpleRNN`; Elman, *Finding Structure in Time*, 1990). See [Recurrent] for
/// shapes, states and masks, [SimpleRNNCell] for a step.
public final class SimpleRNN extends Recurrent<SimpleRNN> implements CellSetup<SimpleRNN> {
  /// The configuration, as Keras writes it.
  public static final Schema<SimpleRNN> SCHEMA =
      CellKeys.simple(LoopOptions.keys(Layer.<SimpleRNN>schemaWithActivity("SimpleRNN")))
          .build(config ->
              new SimpleRNN(settings(config), new LoopOptions(config), CellKeys.simple(config)));

  private final CellOptions options;

  /// A layer of `units` outputs with `tanh`.
  public SimpleRNN(int units) {
    this(Settings.DEFAULT, LoopOptions.DEFAULT, new CellOptions(units));
  }

  private SimpleRNN(Settings settings, LoopOptions loop, CellOptions options) {
    super(settings, loop, new SimpleRNNCell(inner(settings, "simple_rnn_cell"), options));
    this.options = options;
  }

  @Override
  public CellOptions cellOptions() {
    return options;
  }

  @Override
  public SimpleRNN withCell(CellOptions changed) {
    return new SimpleRNN(settings(), loop(), changed);
  }

  @Override
  SimpleRNN with(Settings changed, LoopOptions changedLoop) {
    return new SimpleRNN(changed, changedLoop, options);
  }

  @Override
  public Schema<SimpleRNN> schema() {
    return SCHEMA;
  }
}
