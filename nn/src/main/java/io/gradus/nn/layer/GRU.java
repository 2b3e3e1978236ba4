package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;

/// Gated recurrent units (`keras.layers.GRU`; Cho et al., *Learning Phrase Representations using
/// RNN Encoder–Decoder*, 2014). See [Recurrent] for shapes, states and masks, [GRUCell] for a step.
public final class GRU extends Recurrent<GRU> implements GatedSetup<GRU> {
  /// The configuration, as Keras writes it.
  public static final Schema<GRU> SCHEMA =
      CellKeys.gru(LoopOptions.keys(Layer.<GRU>schemaWithActivity("GRU")))
          .build(
              config -> new GRU(settings(config), new LoopOptions(config), CellKeys.gru(config)));

  private final CellOptions options;

  /// A layer of `units` outputs with `tanh`, and `sigmoid` for the gates.
  public GRU(int units) {
    this(Settings.DEFAULT, LoopOptions.DEFAULT, new CellOptions(units));
  }

  private GRU(Settings settings, LoopOptions loop, CellOptions options) {
    super(settings, loop, new GRUCell(inner(settings, "gru_cell"), options));
    this.options = options;
  }

  /// {@return this layer, unbuilt, whose reset gate comes after the product, or before}
  public GRU resetAfter(boolean after) {
    CellOptions o = options;
    return withCell(o.flags(o.useBias(), o.unitForgetBias(), after));
  }

  @Override
  public CellOptions cellOptions() {
    return options;
  }

  @Override
  public GRU withCell(CellOptions changed) {
    return new GRU(settings(), loop(), changed);
  }

  @Override
  GRU with(Settings changed, LoopOptions changedLoop) {
    return new GRU(changed, changedLoop, options);
  }

  @Override
  public Schema<GRU> schema() {
    return SCHEMA;
  }
}
