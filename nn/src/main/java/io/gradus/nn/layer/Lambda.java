package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A function of tensors as a layer without weights (`keras.layers.Lambda`). A Java function cannot
/// be written to a configuration, so a model with such a layer cannot be saved; a layer with a
/// schema of its own can. Masks do not go on.
///
/// ```java
/// new Lambda(x -> x.square().add(1));
/// ```
public final class Lambda extends Layer {
  private static final ConfigKey<Function<List<Tensor>, Tensor>> FUNCTION =
      new ConfigKey<>("function", new Codec<>(Lambda::read, Lambda::write));

  /// The configuration, which can be neither written nor read.
  public static final Schema<Lambda> SCHEMA =
      Layer.<Lambda>schemaOf("Lambda")
          .required(FUNCTION, lambda -> lambda.function)
          .ignored("output_shape")
          .ignored("mask")
          .ignored("arguments")
          .build(config -> new Lambda(settings(config), config.get(FUNCTION)));

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

  // A function in a configuration is code, and no code is loaded from files.
  private static Function<List<Tensor>, Tensor> read(Object value) {
    throw new UnsupportedConfigException(
        "Lambda: a function cannot be read from a configuration; write a layer with a schema");
  }

  private static Object write(Function<List<Tensor>, Tensor> function) {
    throw new IllegalArgumentException(
        "Lambda: a Java function cannot be written to a configuration; write a layer with a"
            + " schema");
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
