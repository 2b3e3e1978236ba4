package io.gradus.formats;

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
public record LoadOptions(SchemaTable<Layer> layers, boolean compile, boolean theano) {
  /// All layers of Gradus; compiled.
  public static final LoadOptions DEFAULT = new LoadOptions(ModelTable.TABLE, true, false);

  /// {@return these options with another table, such as `ModelTable.TABLE.with(Scale.SCHEMA)`}
  public LoadOptions layers(SchemaTable<Layer> changed) {
    return new LoadOptions(changed, compile, theano);
  }

  /// {@return these options with a model that is compiled or not}
  public LoadOptions compile(boolean changed) {
    return new LoadOptions(layers, changed, theano);
  }

  /// {@return these options with kernels that are taken for Theano's or not}
  public LoadOptions theano(boolean changed) {
    return new LoadOptions(layers, compile, changed);
  }
}
