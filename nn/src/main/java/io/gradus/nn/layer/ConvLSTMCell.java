package io.gradus.nn.layer;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Conv;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// One step of a [ConvLSTM]: an LSTM whose products are convolutions, that of the state with zeros
/// at the ends and strides of 1 (Keras' `ConvLSTMCell`).
final class ConvLSTMCell extends StandardCell implements GatedSetup<ConvLSTMCell> {
  private static final Schema<ConvLSTMCell> SCHEMA =
      ConvLSTMKeys.all(Layer.<ConvLSTMCell>schemaOf("ConvLSTMCell"), cell -> cell.window)
          .build(ConvLSTMCell::new);

  private final ConvolutionOptions.Window window;

  ConvLSTMCell(Settings settings, CellOptions options, ConvolutionOptions.Window window) {
    super(settings, options, 4);
    this.window = window.checked("conv lstm");
  }

  private ConvLSTMCell(Config config) {
    this(
        settings(config),
        CellKeys.convolutional(config),
        ConvLSTMKeys.window(config.get(ConvolutionKeys.SIZE).size(), config));
  }

  /// {@return how the kernel goes over a step's input}
  ConvolutionOptions.Window window() {
    return window;
  }

  @Override
  public ConvLSTMCell withCell(CellOptions changed) {
    return new ConvLSTMCell(settings(), changed, window);
  }

  @Override
  public Schema<ConvLSTMCell> schema() {
    return SCHEMA;
  }

  @Override
  public List<Shape> stateShapes(Shape input) {
    int axes = window.axes();
    int first = window.channelsFirst() ? 2 : 1;
    long[] dims = input.dims();
    for (int axis = 0; axis < axes; axis++) {
      dims[first + axis] = windows(axis, dims[first + axis]);
    }
    dims[window.channelsFirst() ? 1 : axes + 1] = cellOptions().units();
    Shape state = Shape.of(dims);
    return List.of(state, state);
  }

  private long windows(int axis, long length) {
    int stride = window.conv().strides().get(axis);
    long span = (window.size().get(axis) - 1L) * window.conv().dilation().get(axis) + 1;
    return window.conv().border() == Conv.Border.SAME
        ? Math.ceilDiv(length, stride)
        : Math.max(0, Math.floorDiv(length - span, stride) + 1);
  }

  @Override
  WeightOptions biasOptions() {
    CellOptions options = cellOptions();
    return options.bias().initializer(options.biasOfGates());
  }

  @Override
  boolean drawsForEachGate() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    TensorType input = inputs.getFirst();
    int axes = window.axes();
    boolean known = input.shape().rank() == axes + 2 && input.shape().from(1).isKnown();
    if (!known) {
      throw new ShapeException(
          "conv lstm: a step needs the axes [batch, %s] of known lengths but the first; got x=%s"
              .formatted(window.channelsFirst() ? "channels, l₁, …" : "l₁, …, channels", input));
    }
    CellOptions options = cellOptions();
    long units = options.units();
    long channels = input.shape().dim(window.channelsFirst() ? 1 : -1);
    Shape taps = Shape.of(window.size().stream().mapToLong(Integer::longValue).toArray());
    Variable kernel =
        weights.add("kernel", taps.concat(Shape.of(channels, 4 * units)), options.kernel());
    Variable recurrent =
        weights.add(
            "recurrent_kernel", taps.concat(Shape.of(units, 4 * units)), options.recurrent());
    Variable bias = options.useBias() ? weights.add("bias", biasShape(), biasOptions()) : null;
    return forward(new Parts(kernel, recurrent, bias));
  }

  @Override
  List<Tensor> step(Parts parts, Tensor x, List<Tensor> states, Dropped dropped) {
    Tensor inputs = dropped.inputs() == null ? null : channelsLast(dropped.inputs(), 2);
    Tensor recurrent = dropped.states() == null ? null : channelsLast(dropped.states(), 2);
    Tensor z =
        product(
            channelsLast(x, 1),
            inputs,
            parts.kernel().value(),
            (part, kernel) -> part.conv(kernel, window.conv()));
    if (parts.bias() != null) {
      z = z.add(parts.bias().cast(x.dtype()));
    }
    Tensor back =
        product(
            channelsLast(states.getFirst(), 1),
            recurrent,
            parts.recurrent().value(),
            (part, kernel) -> part.conv(kernel, Conv.SAME));
    return LSTMCell.gated(
            cellOptions(), z.add(back).split(4, -1), channelsLast(states.getLast(), 1))
        .stream()
        .map(y -> window.channelsFirst() ? y.moveAxis(-1, 1) : y)
        .toList();
  }

  private Tensor channelsLast(Tensor x, int axis) {
    return window.channelsFirst() ? x.moveAxis(axis, -1) : x;
  }
}
