package io.gradus.nn.layer;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Schema;

/// An LSTM whose products are convolutions over three spatial axes (`keras.layers.ConvLSTM3D`; Shi
/// et al., *Convolutional LSTM Network*, 2015). See [Recurrent] for states and masks, [LSTMCell]
/// for a step.
///
/// Shapes: input `[batch, time, depth, rows, columns, channels]`, output of the last step or of all
/// steps, with windows in place of lengths and filters in place of channels; with channels first
/// they are behind the time.
public final class ConvLSTM3D extends ConvLSTM<ConvLSTM3D> {
  /// The configuration, as Keras writes it.
  public static final Schema<ConvLSTM3D> SCHEMA =
      ConvLSTM.<ConvLSTM3D>keys("ConvLSTM3D").build(ConvLSTM3D::new);

  /// A layer of so many filters with a kernel of these lengths: one for each spatial axis, or one
  /// for all.
  public ConvLSTM3D(int filters, int... kernelSize) {
    this(Settings.DEFAULT, LoopOptions.DEFAULT, new CellOptions(filters), window(3, kernelSize));
  }

  private ConvLSTM3D(
      Settings settings, LoopOptions loop, CellOptions options, ConvolutionOptions.Window window) {
    super(settings, loop, options, window);
  }

  private ConvLSTM3D(Config config) {
    super(config, 3);
  }

  @Override
  ConvLSTM3D with(
      Settings changed,
      LoopOptions changedLoop,
      CellOptions changedOptions,
      ConvolutionOptions.Window changedWindow) {
    return new ConvLSTM3D(changed, changedLoop, changedOptions, changedWindow);
  }

  @Override
  public Schema<ConvLSTM3D> schema() {
    return SCHEMA;
  }
}
