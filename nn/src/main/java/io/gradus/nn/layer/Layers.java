package io.gradus.nn.layer;

import io.gradus.nn.config.SchemaTable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The layers that a configuration can name.
public final class Layers {
  /// All layers by Keras' names.
  public static final SchemaTable<Layer> TABLE =
      new SchemaTable<>(
          "layer",
          List.of(
              ActivationLayer.SCHEMA,
              ActivityRegularization.SCHEMA,
              Add.SCHEMA,
              AdditiveAttention.SCHEMA,
              Attention.SCHEMA,
              Average.SCHEMA,
              BatchNormalization.SCHEMA,
              Concatenate.SCHEMA,
              Dense.SCHEMA,
              Dot.SCHEMA,
              Dropout.SCHEMA,
              EinsumDense.SCHEMA,
              ELU.SCHEMA,
              Flatten.SCHEMA,
              GroupNormalization.SCHEMA,
              GroupedQueryAttention.SCHEMA,
              IdentityLayer.SCHEMA,
              InputLayer.SCHEMA,
              LayerNormalization.SCHEMA,
              LeakyReLU.SCHEMA,
              Maximum.SCHEMA,
              Minimum.SCHEMA,
              MultiHeadAttention.SCHEMA,
              Multiply.SCHEMA,
              PReLU.SCHEMA,
              RMSNormalization.SCHEMA,
              ReLU.SCHEMA,
              Rescaling.SCHEMA,
              Reshape.SCHEMA,
              Softmax.SCHEMA,
              Subtract.SCHEMA,
              UnitNormalization.SCHEMA));

  private static final ScopedValue<SchemaTable<Layer>> IN_USE = ScopedValue.newInstance();

  private Layers() {}

  /// {@return the table in which the layers inside other layers are looked up: that of the reading
  /// under way, else all layers}
  public static SchemaTable<Layer> table() {
    return IN_USE.orElse(TABLE);
  }

  /// {@return the layer or model that Keras writes as `{"class_name": …, "config": {…}}`, itself
  /// and what is inside it looked up in the table}
  public static Layer read(SchemaTable<Layer> table, Map<?, ?> object) {
    return ScopedValue.where(IN_USE, table).call(() -> table.read(object));
  }

  /// {@return the layer or model as Keras writes it, itself and what is inside it looked up in the
  /// table}
  public static Map<String, @Nullable Object> write(SchemaTable<Layer> table, Layer layer) {
    return ScopedValue.where(IN_USE, table).call(() -> table.write(layer));
  }
}
