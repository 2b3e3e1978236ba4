package io.gradus.nn.layer;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Schema;

/// An LSTM whose products are convolutions over one spatial axis (`keras.layers.ConvLSTM1D`; Shi et
/// al., *Convolutional LSTM Network*, 2015). See [Recurrent] for states and masks, [LSTMCell] for a
/// step.
///
/// Shapes: input `[batch, time, length, channels]`, output of the last step or of all steps, with
/// windows in place of lengths and filters in place of channels; with channels first they are
/// behind the time.
public final class ConvLSTM1D extends ConvLSTM<ConvLSTM1D> {
  /// The configuration, as Keras writes it.
  public static final Schema<ConvLSTM1D> SCHEMA =
      ConvLSTM.<ConvLSTM1D>keys("ConvLSTM1D").build(ConvLSTM1D::new);

  /// A layer of so many filters with a kernel of these lengths: one for each spatial axis, or one
  /// for all.
  public ConvLSTM1D(int filters, int... kernelSize) {
    this(Settings.DEFAULT, LoopOptions.DEFAULT, new CellOptions(filters), window(1, kernelSize));
  }

  private ConvLSTM1D(
      Settings settings, LoopOptions loop, CellOptions options, ConvolutionOptions.Window window) {
    super(settings, loop, options, window);
  }

  private ConvLSTM1D(Config config) {
    super(config, 1);
  }

  @Override
  ConvLSTM1D with(
      Settings changed,
      LoopOptions changedLoop,
      CellOptions changedOptions,
      ConvolutionOptions.Window changedWindow) {
    return new ConvLSTM1D(changed, changedLoop, changedOptions, changedWindow);
  }

  @Override
  public Schema<ConvLSTM1D> schema() {
    return SCHEMA;
  }
}
