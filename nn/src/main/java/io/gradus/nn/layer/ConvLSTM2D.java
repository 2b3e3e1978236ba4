package io.gradus.nn.layer;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Schema;

/// An LSTM whose products are convolutions over two spatial axes (`keras.layers.ConvLSTM2D`; Shi et
/// al., *Convolutional LSTM Network*, 2015). See [Recurrent] for states and masks, [LSTMCell] for a
/// step.
///
/// Shapes: input `[batch, time, rows, columns, channels]`, output of the last step or of all steps,
/// with windows in place of lengths and filters in place of channels; with channels first they are
/// behind the time.
public final class ConvLSTM2D extends ConvLSTM<ConvLSTM2D> {
  /// The configuration, as Keras writes it.
  public static final Schema<ConvLSTM2D> SCHEMA =
      ConvLSTM.<ConvLSTM2D>keys("ConvLSTM2D").build(ConvLSTM2D::new);

  /// A layer of so many filters with a kernel of these lengths: one for each spatial axis, or one
  /// for all.
  public ConvLSTM2D(int filters, int... kernelSize) {
    this(Settings.DEFAULT, LoopOptions.DEFAULT, new CellOptions(filters), window(2, kernelSize));
  }

  private ConvLSTM2D(
      Settings settings, LoopOptions loop, CellOptions options, ConvolutionOptions.Window window) {
    super(settings, loop, options, window);
  }

  private ConvLSTM2D(Config config) {
    super(config, 2);
  }

  @Override
  ConvLSTM2D with(
      Settings changed,
      LoopOptions changedLoop,
      CellOptions changedOptions,
      ConvolutionOptions.Window changedWindow) {
    return new ConvLSTM2D(changed, changedLoop, changedOptions, changedWindow);
  }

  @Override
  public Schema<ConvLSTM2D> schema() {
    return SCHEMA;
  }
}
