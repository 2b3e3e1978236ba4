package io.gradus.nn.loss;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import org.jspecify.annotations.Nullable;

/// A loss with the settings that all of Keras' losses have. They never change; a copy may have
/// others: `new MeanSquaredError().reduction(Loss.Reduction.SUM)`.
///
/// @param <L> the class of the loss
public interface AdjustableLoss<L extends AdjustableLoss<L>> extends Loss {
  /// What every loss can be told.
  ///
  /// @param name the name
  /// @param reduction how the losses become one number
  /// @param dtype the type they are computed in, or null for the prediction's, but at least
  ///   `float32`
  record Settings(String name, Reduction reduction, @Nullable DType dtype) {
    private static final ConfigKey<String> NAME = new ConfigKey<>("name", Codec.TEXT);
    private static final ConfigKey<@Nullable DType> DTYPE =
        new ConfigKey<>("dtype", new Codec<>(Settings::readType, Settings::writeType).orNull());

    /// Settings with Keras' defaults and this name.
    public Settings(String name) {
      this(name, Reduction.SUM_OVER_BATCH_SIZE, null);
    }

    /// The settings in a configuration.
    public Settings(Config config) {
      this(config.get(NAME), config.get(Reduction.KEY), config.get(DTYPE));
    }

    private static DType readType(@Nullable Object value) {
      for (DType dtype : DType.values()) {
        if (dtype.isFloating() && dtype.toString().equals(value)) {
          return dtype;
        }
      }
      throw new UnsupportedConfigException("dtype " + value + " of a loss does not exist yet");
    }

    private static String writeType(DType dtype) {
      return dtype.toString();
    }
  }

  /// {@return what every loss can be told}
  Settings settings();

  /// {@return this loss with other settings}
  L with(Settings settings);

  /// {@return this loss under another name}
  default L named(String name) {
    return with(new Settings(name, reduction(), dtype()));
  }

  /// {@return this loss, reduced differently}
  default L reduction(Reduction reduction) {
    return with(new Settings(name(), reduction, dtype()));
  }

  /// {@return this loss, computed in a type}
  ///
  /// @throws io.gradus.tensor.type.DTypeException if it is not floating
  default L dtype(DType dtype) {
    return with(new Settings(name(), reduction(), dtype));
  }

  /// {@return the name}
  default String name() {
    return settings().name();
  }

  @Override
  default Reduction reduction() {
    return settings().reduction();
  }

  @Override
  default @Nullable DType dtype() {
    return settings().dtype();
  }

  /// Checks that targets and prediction have one shape, up to a last axis of length 1.
  ///
  /// @throws io.gradus.tensor.type.ShapeException if they do not
  @Override
  default void check(Tensor yTrue, TensorType yPred) {
    Pair.check(yTrue.type(), yPred);
  }

  /// {@return a schema with the keys that every loss has}
  ///
  /// @param className the class's name in Keras
  /// @param name the name that a loss of the class has by default
  static <L extends AdjustableLoss<L>> Schema.Builder<L> schemaOf(String className, String name) {
    return Schema.<L>of(className)
        .optional(Settings.NAME, AdjustableLoss::name, name)
        .optional(Reduction.KEY, AdjustableLoss::reduction, Reduction.SUM_OVER_BATCH_SIZE)
        .extra(Settings.DTYPE, AdjustableLoss::dtype, null);
  }
}
