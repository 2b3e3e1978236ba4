package io.gradus.testkit;

import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Values;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// One row of a table of layers: how to make the layer, what goes in, and which weights it has.
/// Immutable; each method gives a changed copy.
///
/// ```java
/// LayerCase.of(() -> new Dense(3)).takes("[2,4]").weights("kernel", "bias");
/// LayerCase.of(() -> new Dropout(0.5)).takes("[8,16]").differsInTraining();
/// ```
public final class LayerCase {
  private final Supplier<? extends Layer> maker;
  private String name;
  private String types = "[2,3]";
  private List<Sample> inputs = List.of(Sample.uniform(-2, 2));
  private List<String> weights = List.of();
  private UnaryOperator<Values> told = UnaryOperator.identity();
  private boolean differentiable = true;
  private boolean differing;
  private boolean cut;
  private boolean straightThrough;
  // The error of a central difference is about h² from the curve and 1e-16/h from rounding.
  private double step = 1e-5;
  private double tolerance = 1e-6;

  private LayerCase(Supplier<? extends Layer> maker, String name) {
    this.maker = maker;
    this.name = name;
  }

  private LayerCase(LayerCase other) {
    this.maker = other.maker;
    this.name = other.name;
    this.types = other.types;
    this.inputs = other.inputs;
    this.weights = other.weights;
    this.told = other.told;
    this.differentiable = other.differentiable;
    this.differing = other.differing;
    this.cut = other.cut;
    this.straightThrough = other.straightThrough;
    this.step = other.step;
    this.tolerance = other.tolerance;
  }

  private LayerCase with(Consumer<LayerCase> change) {
    LayerCase copy = new LayerCase(this);
    change.accept(copy);
    return copy;
  }

  /// A layer without weights that takes `float32[2,3]`, is differentiable, and does the same in
  /// training and in inference.
  ///
  /// @param maker makes a layer each time, unbuilt and with the same settings
  public static LayerCase of(Supplier<? extends Layer> maker) {
    return new LayerCase(maker, maker.get().schema().className());
  }

  /// Gives the name that messages show.
  public LayerCase named(String changed) {
    return with(c -> c.name = changed);
  }

  /// Gives the types of the inputs, as in `"[2,4,6] int32[2,5]"` (`float32` where no type stands).
  /// The first axis of each is that of samples.
  public LayerCase takes(String changed) {
    return with(c -> c.types = changed);
  }

  /// Gives the inputs' contents; the last one serves all further inputs.
  public LayerCase inputs(Sample... changed) {
    return with(c -> c.inputs = List.of(changed));
  }

  /// Gives the names of the weights in order, inside the layer: `kernel`, `query/kernel`.
  public LayerCase weights(String... changed) {
    return with(c -> c.weights = List.of(changed));
  }

  /// Gives masks and arguments to the inputs of a call.
  public LayerCase told(UnaryOperator<Values> changed) {
    return with(c -> c.told = changed);
  }

  /// Says that no gradient flows through.
  public LayerCase nonDifferentiable() {
    return with(c -> c.differentiable = false);
  }

  /// Says that training gives something else than inference.
  public LayerCase differsInTraining() {
    return with(c -> c.differing = true);
  }

  /// Says that training takes something for constant that depends on the weights, so that only the
  /// gradient in inference is that of differences.
  public LayerCase cutInTraining() {
    return with(c -> c.cut = true);
  }

  /// Says that the gradient is by intent not that of differences, since it goes straight through a
  /// step function; a test of its own must have it.
  public LayerCase straightThrough() {
    return with(c -> c.straightThrough = true);
  }

  /// Gives the step of the differences that gradients are compared with, and how near they must
  /// come.
  public LayerCase differences(double changedStep, double changedTolerance) {
    return with(c -> {
      c.step = changedStep;
      c.tolerance = changedTolerance;
    });
  }

  /// {@return a new layer}
  public Layer layer() {
    return maker.get();
  }

  List<TensorType> types() {
    List<TensorType> given = OpCase.types(types, DType.FLOAT32);
    return IntStream.range(0, given.size())
        .mapToObj(i -> given.get(i).withDType(input(i).typeFor(given.get(i).dtype())))
        .toList();
  }

  Sample input(int position) {
    return inputs.get(Math.min(position, inputs.size() - 1));
  }

  List<String> weights() {
    return weights;
  }

  Values told(Values in) {
    return told.apply(in);
  }

  boolean isDifferentiable() {
    return differentiable;
  }

  boolean isDifferentInTraining() {
    return differing;
  }

  boolean isStraightThrough() {
    return straightThrough;
  }

  boolean isCutInTraining() {
    return cut;
  }

  double step() {
    return step;
  }

  double tolerance() {
    return tolerance;
  }

  @Override
  public String toString() {
    return name;
  }
}
