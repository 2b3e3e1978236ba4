package io.gradus.nn.loss;

import io.gradus.nn.config.Names;
import io.gradus.nn.config.Schema;
import io.gradus.nn.config.SchemaTable;
import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Keras' losses: by name, by configuration, and as functions that give the loss of each sample
/// with Keras' defaults. With other settings it is the `call` of the loss itself: `new
/// Huber(2).call(yTrue, yPred)`.
///
/// ```java
/// Tensor losses = Losses.meanSquaredError(yTrue, yPred);  // [n, d], [n, d] → [n]
/// ```
public final class Losses {
  private static final List<Schema<? extends Loss>> SCHEMAS =
      List.of(
          BinaryCrossentropy.SCHEMA,
          BinaryFocalCrossentropy.SCHEMA,
          CategoricalCrossentropy.SCHEMA,
          CategoricalFocalCrossentropy.SCHEMA,
          CategoricalGeneralizedCrossEntropy.SCHEMA,
          CategoricalHinge.SCHEMA,
          Circle.SCHEMA,
          CosineSimilarity.SCHEMA,
          CTC.SCHEMA,
          Dice.SCHEMA,
          Hinge.SCHEMA,
          Huber.SCHEMA,
          KLDivergence.SCHEMA,
          LogCosh.SCHEMA,
          MeanAbsoluteError.SCHEMA,
          MeanAbsolutePercentageError.SCHEMA,
          MeanSquaredError.SCHEMA,
          MeanSquaredLogarithmicError.SCHEMA,
          Poisson.SCHEMA,
          SparseCategoricalCrossentropy.SCHEMA,
          SquaredHinge.SCHEMA,
          Tversky.SCHEMA);

  private static final Map<String, String> SHORT =
      Map.of(
          "bce", "BinaryCrossentropy",
          "kld", "KLDivergence",
          "mae", "MeanAbsoluteError",
          "mape", "MeanAbsolutePercentageError",
          "mse", "MeanSquaredError",
          "msle", "MeanSquaredLogarithmicError");

  /// The losses that a configuration can name, by Keras' names.
  public static final SchemaTable<Loss> TABLE =
      new SchemaTable<>(Loss.class, "loss", "keras.losses", SCHEMAS);

  private Losses() {}

  static Loss of(String name) {
    if (Crossentropy.isNamed(name)) {
      return new Crossentropy(name);
    }
    for (Schema<? extends Loss> schema : SCHEMAS) {
      String className = schema.className();
      boolean isShort = className.equals(SHORT.get(name.toLowerCase(Locale.ROOT)));
      if (isShort || name.equals(className) || name.equals(function(className))) {
        return schema.read(Map.of());
      }
    }
    throw Names.unknown("loss", name, names());
  }

  /// {@return Keras' names of all losses, as functions: `"mean_squared_error"`, and the short ones:
  /// `"mse"`}
  public static Collection<String> names() {
    List<String> names = new ArrayList<>();
    SCHEMAS.forEach(schema -> names.add(function(schema.className())));
    names.add(Crossentropy.NAME);
    SHORT.keySet().stream().sorted().forEach(names::add);
    return names;
  }

  /// {@return the name of Keras' function beside the class}
  private static String function(String className) {
    return className
        .replaceAll("([a-z])([A-Z])|([A-Z])([A-Z][a-z])", "$1$3_$2$4")
        .toLowerCase(Locale.ROOT);
  }

  /// {@return the [BinaryCrossentropy] of each sample}
  public static Tensor binaryCrossentropy(Operand yTrue, Operand yPred) {
    return new BinaryCrossentropy().call(yTrue.value(), yPred.value());
  }

  /// {@return the [BinaryFocalCrossentropy] of each sample}
  public static Tensor binaryFocalCrossentropy(Operand yTrue, Operand yPred) {
    return new BinaryFocalCrossentropy().call(yTrue.value(), yPred.value());
  }

  /// {@return the [CategoricalCrossentropy] of each sample}
  public static Tensor categoricalCrossentropy(Operand yTrue, Operand yPred) {
    return new CategoricalCrossentropy().call(yTrue.value(), yPred.value());
  }

  /// {@return the [CategoricalFocalCrossentropy] of each sample}
  public static Tensor categoricalFocalCrossentropy(Operand yTrue, Operand yPred) {
    return new CategoricalFocalCrossentropy().call(yTrue.value(), yPred.value());
  }

  /// {@return the [CategoricalGeneralizedCrossEntropy] of each sample}
  public static Tensor categoricalGeneralizedCrossEntropy(Operand yTrue, Operand yPred) {
    return new CategoricalGeneralizedCrossEntropy().call(yTrue.value(), yPred.value());
  }

  /// {@return the [CategoricalHinge] of each sample}
  public static Tensor categoricalHinge(Operand yTrue, Operand yPred) {
    return new CategoricalHinge().call(yTrue.value(), yPred.value());
  }

  /// {@return the [Circle] of each sample}
  public static Tensor circle(Operand yTrue, Operand yPred) {
    return new Circle().call(yTrue.value(), yPred.value());
  }

  /// {@return the [CosineSimilarity] of each sample}
  public static Tensor cosineSimilarity(Operand yTrue, Operand yPred) {
    return new CosineSimilarity().call(yTrue.value(), yPred.value());
  }

  /// {@return the [CTC] of each sample}
  public static Tensor ctc(Operand yTrue, Operand yPred) {
    return new CTC().call(yTrue.value(), yPred.value());
  }

  /// {@return the [Dice] of each sample}
  public static Tensor dice(Operand yTrue, Operand yPred) {
    return new Dice().call(yTrue.value(), yPred.value());
  }

  /// {@return the [Hinge] of each sample}
  public static Tensor hinge(Operand yTrue, Operand yPred) {
    return new Hinge().call(yTrue.value(), yPred.value());
  }

  /// {@return the [Huber] of each sample}
  public static Tensor huber(Operand yTrue, Operand yPred) {
    return new Huber().call(yTrue.value(), yPred.value());
  }

  /// {@return the [KLDivergence] of each sample}
  public static Tensor klDivergence(Operand yTrue, Operand yPred) {
    return new KLDivergence().call(yTrue.value(), yPred.value());
  }

  /// {@return the [LogCosh] of each sample}
  public static Tensor logCosh(Operand yTrue, Operand yPred) {
    return new LogCosh().call(yTrue.value(), yPred.value());
  }

  /// {@return the [MeanAbsoluteError] of each sample}
  public static Tensor meanAbsoluteError(Operand yTrue, Operand yPred) {
    return new MeanAbsoluteError().call(yTrue.value(), yPred.value());
  }

  /// {@return the [MeanAbsolutePercentageError] of each sample}
  public static Tensor meanAbsolutePercentageError(Operand yTrue, Operand yPred) {
    return new MeanAbsolutePercentageError().call(yTrue.value(), yPred.value());
  }

  /// {@return the [MeanSquaredError] of each sample}
  public static Tensor meanSquaredError(Operand yTrue, Operand yPred) {
    return new MeanSquaredError().call(yTrue.value(), yPred.value());
  }

  /// {@return the [MeanSquaredLogarithmicError] of each sample}
  public static Tensor meanSquaredLogarithmicError(Operand yTrue, Operand yPred) {
    return new MeanSquaredLogarithmicError().call(yTrue.value(), yPred.value());
  }

  /// {@return the [Poisson] of each sample}
  public static Tensor poisson(Operand yTrue, Operand yPred) {
    return new Poisson().call(yTrue.value(), yPred.value());
  }

  /// {@return the [SparseCategoricalCrossentropy] of each sample}
  public static Tensor sparseCategoricalCrossentropy(Operand yTrue, Operand yPred) {
    return new SparseCategoricalCrossentropy().call(yTrue.value(), yPred.value());
  }

  /// {@return the [SquaredHinge] of each sample}
  public static Tensor squaredHinge(Operand yTrue, Operand yPred) {
    return new SquaredHinge().call(yTrue.value(), yPred.value());
  }

  /// {@return the [Tversky] of each sample}
  public static Tensor tversky(Operand yTrue, Operand yPred) {
    return new Tversky().call(yTrue.value(), yPred.value());
  }
}
