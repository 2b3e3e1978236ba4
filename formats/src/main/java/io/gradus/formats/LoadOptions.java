package io.gradus.formats;

import io.gradus.nn.config.LoadLimits;
import io.gradus.nn.config.SchemaTable;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.model.ModelTable;

/// How a model is read.
///
/// @param layers the layers and models that a file may name
/// @param compile whether the model is compiled as it was when it was saved, with the optimizer's
///   state
/// @param theano whether the kernels of convolutions are taken for Theano's, which stand turned
///   around, whatever a file says. Keras 2 says it; Keras 1 does not
/// @param limits what a file may ask for
public record LoadOptions(
    SchemaTable<Layer> layers, boolean compile, boolean theano, LoadLimits limits) {
  /// All layers of Gradus; compiled; generous limits.
  public static final LoadOptions DEFAULT =
      new LoadOptions(ModelTable.TABLE, true, false, LoadLimits.DEFAULT);

  /// {@return these options with another table, such as `ModelTable.TABLE.with(Scale.SCHEMA)`}
  public LoadOptions layers(SchemaTable<Layer> changed) {
    return new LoadOptions(changed, compile, theano, limits);
  }

  /// {@return these options with a model that is compiled or not}
  public LoadOptions compile(boolean changed) {
    return new LoadOptions(layers, changed, theano, limits);
  }

  /// {@return these options with kernels that are taken for Theano's or not}
  public LoadOptions theano(boolean changed) {
    return new LoadOptions(layers, compile, changed, limits);
  }

  /// {@return these options with other limits}
  public LoadOptions limits(LoadLimits changed) {
    return new LoadOptions(layers, compile, theano, changed);
  }
}
