package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.CustomObjects;
import io.gradus.nn.config.Schema;
import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A function of tensors as a layer without weights (`keras.layers.Lambda`). Files hold the name of
/// the layer in place of the function, and readers find it by that among the [CustomObjects];
/// Python code in a file is never run. Masks do not go on.
///
/// ```java
/// new Lambda(x -> x.square().add(1)).named("squared");
/// CustomObjects own = CustomObjects.NONE.function("squared", x -> x.square().add(1));
/// ```
public final class Lambda extends Layer {
  private static final ConfigKey<Object> FUNCTION =
      new ConfigKey<>("function", new Codec<>(Lambda::given, name -> name));

  /// The configuration, with the layer's name as that of the function.
  public static final Schema<Lambda> SCHEMA =
      Layer.<Lambda>schemaOf("Lambda")
          .required(FUNCTION, lambda -> CustomObjects.written(lambda.name()))
          .ignored("output_shape")
          .ignored("mask")
          .ignored("arguments")
          .build(config -> {
            Settings settings = settings(config);
            return new Lambda(settings, named(settings.name(), config.get(FUNCTION)));
          });

  private final Function<List<Tensor>, Tensor> function;

  /// A layer that applies a function of one tensor.
  public Lambda(UnaryOperator<Tensor> function) {
    this(Settings.DEFAULT, inputs -> function.apply(inputs.getFirst()));
  }

  private Lambda(Settings settings, Function<List<Tensor>, Tensor> function) {
    super(settings);
    this.function = function;
  }

  /// {@return a layer that applies a function of several tensors, in the order of its inputs}
  public static Lambda ofSeveral(Function<List<Tensor>, Tensor> function) {
    return new Lambda(Settings.DEFAULT, function);
  }

  private static Object given(@Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException("expected a function, got null");
    }
    return value;
  }

  private static Function<List<Tensor>, Tensor> named(@Nullable String layer, Object written) {
    // A function with a name, or code.
    String function = CustomObjects.functionName(written);
    String name = function != null ? function : String.valueOf(layer);
    Function<List<Tensor>, Tensor> own = CustomObjects.inUse().function(name);
    if (own == null) {
      throw new UnsupportedConfigException(
          "Lambda: no code is read from a file; give the function:"
              + " CustomObjects.NONE.function(\"%s\", x -> …)".formatted(name));
    }
    return own;
  }

  /// {@return this layer, unbuilt, with the given name}
  public Lambda named(String name) {
    return new Lambda(settings().named(name), function);
  }

  @Override
  public Schema<Lambda> schema() {
    return SCHEMA;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    return (in, _) -> Values.of(function.apply(in.all()));
  }
}
