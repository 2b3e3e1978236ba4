package io.gradus.nn.layer;

import io.gradus.nn.constraint.Constraint;
import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.regularizer.Regularizer;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;

/// A layer that subtracts a mean, divides by a standard deviation, and then multiplies by `gamma`
/// and adds `beta`.
///
/// @param <L> the layer
abstract class NormalizationLayer<L extends NormalizationLayer<L>> extends Layer {
  private final NormalizationOptions options;

  /// A layer with these options.
  ///
  /// @param operation the layer's name in messages
  /// @throws IllegalArgumentException if epsilon is not above 0
  NormalizationLayer(String operation, Settings settings, NormalizationOptions options) {
    super(settings);
    if (!(options.epsilon() > 0)) {
      throw new IllegalArgumentException(
          operation + ": epsilon must be above 0, got " + options.epsilon());
    }
    this.options = options;
  }

  /// {@return this layer, unbuilt, with other settings}
  abstract L with(Settings settings, NormalizationOptions changed);

  final NormalizationOptions options() {
    return options;
  }

  /// {@return this layer, unbuilt, with the given name}
  public L named(String name) {
    return with(settings().named(name), options);
  }

  /// {@return this layer, unbuilt, with another number above 0 added to the variance; 1e-3 unless
  /// told otherwise}
  public L epsilon(double epsilon) {
    return with(settings(), options.epsilon(epsilon));
  }

  /// {@return this layer, unbuilt, with or without `beta`}
  public L center(boolean center) {
    return with(settings(), options.center(center));
  }

  /// {@return this layer, unbuilt, with or without `gamma`}
  public L scale(boolean scale) {
    return with(settings(), options.scale(scale));
  }

  /// {@return this layer, unbuilt, with other first values of `beta`; zeros unless told otherwise}
  public L betaInitializer(Initializer changed) {
    return with(settings(), options.beta(options.beta().initializer(changed)));
  }

  /// {@return this layer, unbuilt, with other first values of `gamma`; ones unless told otherwise}
  public L gammaInitializer(Initializer changed) {
    return with(settings(), options.gamma(options.gamma().initializer(changed)));
  }

  /// {@return this layer, unbuilt, with a penalty on `beta` that is part of the loss}
  public L betaRegularizer(Regularizer changed) {
    return with(settings(), options.beta(options.beta().regularizer(changed)));
  }

  /// {@return this layer, unbuilt, with a penalty on `gamma` that is part of the loss}
  public L gammaRegularizer(Regularizer changed) {
    return with(settings(), options.gamma(options.gamma().regularizer(changed)));
  }

  /// {@return this layer, unbuilt, with a constraint that each new `beta` passes through}
  public L betaConstraint(Constraint changed) {
    return with(settings(), options.beta(options.beta().constraint(changed)));
  }

  /// {@return this layer, unbuilt, with a constraint that each new `gamma` passes through}
  public L gammaConstraint(Constraint changed) {
    return with(settings(), options.gamma(options.gamma().constraint(changed)));
  }

  @Override
  protected boolean passesMask() {
    return true;
  }

  /// {@return the input in the type that statistics are computed in: squares of halves would
  /// overflow}
  static Tensor wide(Tensor x) {
    return x.cast(x.dtype().promote(DType.FLOAT32));
  }
}
