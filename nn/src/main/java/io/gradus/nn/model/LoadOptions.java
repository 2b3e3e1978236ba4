package io.gradus.nn.model;

import io.gradus.nn.config.CustomObjects;
import io.gradus.nn.config.LoadLimits;

/// How a model is read.
///
/// @param custom the classes and functions of one's own that a file may name
/// @param compile whether the model is compiled as it was when it was saved, with the optimizer's
///   state
/// @param theano whether the kernels of convolutions are taken for Theano's, which stand turned
///   around, whatever a file says. Keras 2 says it; Keras 1 does not
/// @param limits what a file may ask for
public record LoadOptions(
    CustomObjects custom, boolean compile, boolean theano, LoadLimits limits) {
  /// Keras' classes alone; compiled; generous limits.
  public static final LoadOptions DEFAULT =
      new LoadOptions(CustomObjects.NONE, true, false, LoadLimits.DEFAULT);

  /// {@return these options with classes and functions of one's own}
  public LoadOptions custom(CustomObjects changed) {
    return new LoadOptions(changed, compile, theano, limits);
  }

  /// {@return these options with a model that is compiled or not}
  public LoadOptions compile(boolean changed) {
    return new LoadOptions(custom, changed, theano, limits);
  }

  /// {@return these options with kernels that are taken for Theano's or not}
  public LoadOptions theano(boolean changed) {
    return new LoadOptions(custom, compile, changed, limits);
  }

  /// {@return these options with other limits}
  public LoadOptions limits(LoadLimits changed) {
    return new LoadOptions(custom, compile, theano, changed);
  }
}
