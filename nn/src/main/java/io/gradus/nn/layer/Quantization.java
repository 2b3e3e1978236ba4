package io.gradus.nn.layer;

import io.gradus.nn.config.UnsupportedConfigException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// That a layer keeps its kernel in integers of few bits, with scales that make numbers of them
/// (Keras' `quantize`). Such kernels are not trained.
///
/// @param mode how the kernel is kept
/// @param blockSize how many inputs of a unit have a scale and a zero point in common, for
///   [Mode#INT4]; 0 where all inputs of a unit have one scale
public record Quantization(Mode mode, int blockSize) {
  /// How a kernel is kept.
  public enum Mode {
    /// 8-bit integers. Inputs are rounded to 8 bits too, and the product is one of integers.
    INT8,
    /// 4-bit integers, two in a byte.
    INT4,
    /// −1, 0 and 1, five in a byte.
    TERNARY;

    /// {@return Keras' name}
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  // What Keras has besides.
  private static final List<String> OTHERS = List.of("float8", "gptq", "awq");

  /// Checks the length.
  ///
  /// @throws IllegalArgumentException if it is negative, or given for another mode
  public Quantization {
    if (blockSize < 0 || (blockSize > 0 && mode != Mode.INT4)) {
      throw new IllegalArgumentException(
          "quantization: %s with blocks of %d".formatted(mode, blockSize));
    }
  }

  /// {@return the quantization that Keras calls by this name: `int8`, `ternary`, `int4`,
  /// `int4/128`}
  ///
  /// @throws UnsupportedConfigException if Keras has it, but it does not exist here
  static Quantization of(String name) {
    int slash = name.indexOf('/');
    String mode = slash < 0 ? name : name.substring(0, slash);
    if (OTHERS.contains(mode)) {
      throw new UnsupportedConfigException(
          "quantization in %s does not exist here; int8, int4 and ternary do".formatted(mode));
    }
    for (Mode known : Mode.values()) {
      if (known.toString().equals(mode) && (slash < 0 || known == Mode.INT4)) {
        return new Quantization(known, slash < 0 ? 0 : blockSize(name, name.substring(slash + 1)));
      }
    }
    throw new IllegalArgumentException(
        "expected one of %s as quantization, got \"%s\""
            .formatted(Arrays.toString(Mode.values()), name));
  }

  private static int blockSize(String name, String text) {
    if (text.equals("None") || text.equals("-1")) {
      return 0;
    }
    if (text.matches("[1-9][0-9]{0,8}")) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(
        "expected −1 or a length of at least 1 behind the / of a quantization, got \"%s\""
            .formatted(name));
  }

  /// {@return the class of Keras' policies with this quantization}
  String className() {
    return switch (mode) {
      case INT8 -> "QuantizedDTypePolicy";
      case INT4 -> "Int4DTypePolicy";
      case TERNARY -> "TernaryDTypePolicy";
    };
  }

  /// {@return Keras' name}
  @Override
  public String toString() {
    return mode == Mode.INT4 ? mode + "/" + (blockSize == 0 ? -1 : blockSize) : mode.toString();
  }
}
