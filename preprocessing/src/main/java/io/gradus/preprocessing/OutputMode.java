package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Names;
import io.gradus.nn.layer.DTypePolicy;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a layer makes of the number of a category (Keras' `output_mode`).
public enum OutputMode {
  /// The number itself.
  INT,

  /// A vector with 1 at the number and 0 elsewhere, for each number, along a new last axis; a last
  /// axis of length 1 is replaced.
  ONE_HOT,

  /// For each sample one vector with 1 at each of its numbers: the second axis, or of a vector the
  /// only one, is the sample's.
  MULTI_HOT,

  /// As [#MULTI_HOT], but how often each number occurs.
  COUNT,

  /// As [#COUNT], each times a weight: how rare the category is among the documents.
  TF_IDF;

  private static final DTypePolicy NUMBERS = new DTypePolicy(DType.INT64, DType.INT64);

  static final Codec<OutputMode> CODEC = new Codec<>(OutputMode::read, OutputMode::toString);

  private static OutputMode read(@Nullable Object value) {
    if (value instanceof String name) {
      return of(name);
    }
    throw new IllegalArgumentException("expected a text, got \"" + value + "\"");
  }

  /// {@return the mode by Keras' name; `binary` is an old one of `multi_hot`}
  ///
  /// @throws IllegalArgumentException if there is none, listing the nearest
  public static OutputMode of(String name) {
    for (OutputMode mode : values()) {
      if (mode.toString().equals(name)) {
        return mode;
      }
    }
    return switch (name) {
      case "binary" -> MULTI_HOT;
      case "tf-idf" -> TF_IDF;
      default ->
          throw Names.unknown(
              "output mode", name, Arrays.stream(values()).map(OutputMode::toString).toList());
    };
  }

  /// {@return Keras' name}
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// {@return the types of a layer that gives numbers in mode `int`: whole ones, unless other whole
  /// ones are given}
  @Nullable DTypePolicy policy(@Nullable DTypePolicy given) {
    boolean whole = given != null && !given.compute().isFloating();
    return this == INT && !whole ? NUMBERS : given;
  }

  /// {@return this mode, which must be one of those}
  OutputMode oneOf(String layer, OutputMode... allowed) {
    if (!Arrays.asList(allowed).contains(this)) {
      throw new IllegalArgumentException(
          "%s: output mode must be one of %s, got %s"
              .formatted(layer, Arrays.toString(allowed), this));
    }
    return this;
  }

  /// {@return the numbers encoded}
  ///
  /// @param numbers integers
  /// @param depth how many categories there are
  /// @param dtype the type of the result
  /// @param weights what each number counts in [#COUNT], or null for 1
  Tensor encode(Tensor numbers, int depth, DType dtype, @Nullable Tensor weights) {
    if (this == INT) {
      return numbers.cast(dtype);
    }
    Tensor rows = numbers.rank() == 0 ? numbers.expandDims(0) : numbers;
    int sample = rows.rank() > 1 ? 1 : 0;
    if (this == ONE_HOT) {
      boolean single = sample == 1 && rows.shape().isKnown(-1) && rows.dim(-1) == 1;
      return (single ? rows.squeeze(-1) : rows).oneHot(depth, -1, dtype);
    }
    Tensor marks = rows.oneHot(depth, -1, dtype);
    if (this == MULTI_HOT) {
      return marks.max(sample);
    }
    return (weights == null ? marks : marks.mul(weights.expandDims(-1))).sum(sample);
  }
}
