package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.initializer.GlorotUniform;
import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.initializer.Orthogonal;
import io.gradus.nn.initializer.Zeros;
import org.jspecify.annotations.Nullable;

/// What the standard recurrent cells can be told; a cell reads what it has use for.
///
/// @param units the number of outputs, or of filters
/// @param activation of the outputs and the candidates; `tanh` by default
/// @param recurrentActivation of the gates; `sigmoid` by default
/// @param useBias whether there is a bias; there is by default
/// @param kernel what is said about the weights of the inputs; Glorot's uniform values first
/// @param recurrent what is said about the weights of the state; orthogonal first
/// @param bias what is said about the bias; zeros first
/// @param unitForgetBias whether the bias of the forget gate is 1 at first; it is by default
/// @param resetAfter whether the reset gate comes after the product with the recurrent weights; it
///   does by default
/// @param dropout the share of the inputs that is dropped while training; 0 by default
/// @param recurrentDropout the share of the states that is dropped while training; 0 by default
/// @param seed kept for configurations; random numbers follow from the model's seed
public record CellOptions(
    int units,
    Activation activation,
    Activation recurrentActivation,
    boolean useBias,
    WeightOptions kernel,
    WeightOptions recurrent,
    WeightOptions bias,
    boolean unitForgetBias,
    boolean resetAfter,
    double dropout,
    double recurrentDropout,
    @Nullable Integer seed) {
  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if there is no unit, or a share is not in [0, 1)
  public CellOptions {
    if (units < 1) {
      throw new IllegalArgumentException("recurrent cell: units must be at least 1, got " + units);
    }
    check("dropout", dropout);
    check("recurrent_dropout", recurrentDropout);
  }

  /// Keras' defaults.
  public CellOptions(int units) {
    this(
        units,
        Activation.TANH,
        Activation.SIGMOID,
        true,
        new WeightOptions(new GlorotUniform()),
        new WeightOptions(new Orthogonal()),
        new WeightOptions(new Zeros()),
        true,
        true,
        0,
        0,
        null);
  }

  private static void check(String name, double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(
          "recurrent cell: %s must be in [0, 1), got %s".formatted(name, share));
    }
  }

  /// {@return these options with other activations}
  public CellOptions activations(Activation changed, Activation changedRecurrent) {
    return new CellOptions(
        units,
        changed,
        changedRecurrent,
        useBias,
        kernel,
        recurrent,
        bias,
        unitForgetBias,
        resetAfter,
        dropout,
        recurrentDropout,
        seed);
  }

  /// {@return these options with other options of the weights}
  public CellOptions weights(
      WeightOptions changedKernel, WeightOptions changedRecurrent, WeightOptions changedBias) {
    return new CellOptions(
        units,
        activation,
        recurrentActivation,
        useBias,
        changedKernel,
        changedRecurrent,
        changedBias,
        unitForgetBias,
        resetAfter,
        dropout,
        recurrentDropout,
        seed);
  }

  /// {@return these options with other flags}
  public CellOptions flags(boolean changedBias, boolean changedForget, boolean changedReset) {
    return new CellOptions(
        units,
        activation,
        recurrentActivation,
        changedBias,
        kernel,
        recurrent,
        bias,
        changedForget,
        changedReset,
        dropout,
        recurrentDropout,
        seed);
  }

  /// {@return these options with other shares dropped while training}
  public CellOptions dropouts(
      double changed, double changedRecurrent, @Nullable Integer changedSeed) {
    return new CellOptions(
        units,
        activation,
        recurrentActivation,
        useBias,
        kernel,
        recurrent,
        bias,
        unitForgetBias,
        resetAfter,
        changed,
        changedRecurrent,
        changedSeed);
  }

  /// {@return what gives the bias of an LSTM its first value: the bias's own initializer, but ones
  /// for the forget gate, which is the second of four parts, where options say so}
  Initializer biasOfGates() {
    return unitForgetBias ? new ForgetBias(bias.initializer()) : bias.initializer();
  }
}
