package io.gradus.nn.layer;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Conv;
import java.util.Arrays;
import java.util.List;

/// An LSTM whose products are convolutions over one to three spatial axes (Shi et al.,
/// *Convolutional LSTM Network*, 2015). See [Recurrent] for states and masks, [LSTMCell] for a
/// step.
///
/// Shapes: input `[batch, time, l₁, …, channels]`, output `[batch, windows, …, filters]` or, of all
/// steps, `[batch, time, windows, …, filters]`; with channels first they are behind the time.
/// Weights: `kernel` `[t₁, …, channels, 4·filters]`, `recurrent_kernel` `[t₁, …, filters,
/// 4·filters]`, `bias` `[4·filters]`.
///
/// @param <L> the class of the layer
abstract sealed class ConvLSTM<L extends ConvLSTM<L>> extends Recurrent<L> implements GatedSetup<L>
    permits ConvLSTM1D, ConvLSTM2D, ConvLSTM3D {
  private final ConvolutionOptions.Window window;
  private final CellOptions options;

  ConvLSTM(
      Settings settings, LoopOptions loop, CellOptions options, ConvolutionOptions.Window window) {
    ConvLSTMCell cell = new ConvLSTMCell(inner(settings, "conv_lstm_cell"), options, window);
    super(settings, loop, cell);
    this.window = cell.window();
    this.options = options;
  }

  ConvLSTM(Config config, int axes) {
    this(
        settings(config),
        new LoopOptions(config),
        CellKeys.convolutional(config),
        ConvLSTMKeys.window(axes, config));
  }

  static <L extends ConvLSTM<L>> Schema.Builder<L> keys(String className) {
    return ConvLSTMKeys.all(
        LoopOptions.keys(Layer.<L>schemaWithActivity(className)), ConvLSTM::window);
  }

  static ConvolutionOptions.Window window(int axes, int... size) {
    List<Integer> lengths = Arrays.stream(size).boxed().toList();
    return ConvLSTMKeys.window(axes, lengths);
  }

  final ConvolutionOptions.Window window() {
    return window;
  }

  abstract L with(
      Settings changed,
      LoopOptions changedLoop,
      CellOptions changedOptions,
      ConvolutionOptions.Window changedWindow);

  @Override
  final L with(Settings changed, LoopOptions changedLoop) {
    return with(changed, changedLoop, options, window);
  }

  @Override
  public final CellOptions cellOptions() {
    return options;
  }

  @Override
  public final L withCell(CellOptions changed) {
    return with(settings(), loop(), changed, window);
  }

  private L conv(Conv changed) {
    return with(settings(), loop(), options, window.conv(changed));
  }

  /// {@return this layer, unbuilt, with other distances between neighbouring places of the kernel
  /// on the input: one for each spatial axis, or one for all; 1 by default}
  public final L strides(int... changed) {
    return conv(window.conv().strides(changed));
  }

  /// {@return this layer, unbuilt, with other behaviour at the ends of the input; `VALID` by
  /// default}
  public final L padding(Conv.Border changed) {
    return conv(window.conv().border(changed));
  }

  /// {@return this layer, unbuilt, with other behaviour at the ends of the input by Keras' name:
  /// `valid` or `same`}
  public final L padding(String changed) {
    return padding(ConvolutionKeys.border(changed));
  }

  /// {@return this layer, unbuilt, with other distances between neighbouring taps of the kernel on
  /// the input (`dilation_rate`): one for each spatial axis, or one for all; 1 by default}
  public final L dilation(int... changed) {
    return conv(window.conv().dilation(changed));
  }

  /// {@return this layer, unbuilt, for inputs `[batch, time, channels, l₁, …]` (`channels_first`)
  /// or `[batch, time, l₁, …, channels]`, the default}
  public final L channelsFirst(boolean changed) {
    return with(settings(), loop(), options, window.channelsFirst(changed));
  }

  /// {@return this layer, unbuilt, whose forget gate's bias is 1 at first, or not}
  public final L unitForgetBias(boolean unit) {
    CellOptions o = options;
    return withCell(o.flags(o.useBias(), unit, o.resetAfter()));
  }
}
