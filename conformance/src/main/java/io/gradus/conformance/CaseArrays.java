package io.gradus.conformance;

import io.gradus.formats.Npz;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The arrays of a case: inputs as tensors of their logical type, and expected ones with their
/// tolerance. All are stored as `float32`.
final class CaseArrays {
  private static final List<String> KERAS_DTYPES =
      List.of(
          "bool",
          "uint8",
          "uint16",
          "uint32",
          "uint64",
          "int8",
          "int16",
          "int32",
          "int64",
          "float8_e4m3fn",
          "float8_e5m2",
          "float16",
          "bfloat16",
          "float32",
          "float64");

  private final Fields fields;
  private final Path file;
  private final Map<String, Tensor> tensors = new HashMap<>();
  private @Nullable Map<String, Tensor> stored;

  /// The arrays that the case's JSON declares and the file holds; it is read when the first is
  /// wanted.
  CaseArrays(Fields fields, Path file) {
    this.fields = fields;
    this.file = file;
  }

  /// {@return the file that holds them}
  Path file() {
    return file;
  }

  private Fields declared(String name) {
    return fields.object("arrays").object(name);
  }

  /// {@return the type of this name}
  ///
  /// @throws MissingFeatureException if only Keras has it
  static DType dtype(String name) {
    for (DType dtype : DType.values()) {
      if (dtype.toString().equals(name)) {
        return dtype;
      }
    }
    if (KERAS_DTYPES.contains(name)) {
      throw new MissingFeatureException("dtype " + name);
    }
    throw new IllegalArgumentException("case file: no dtype is called " + name);
  }

  /// {@return whether the value is a reference to an array}
  static boolean isReference(@Nullable Object value) {
    return value instanceof Map<?, ?> map && map.get("$array") instanceof String;
  }

  /// {@return the name of the array that a reference, `{"$array": …}`, or a mere name stands for}
  static String name(Object reference) {
    return reference instanceof String name ? name : Fields.of(reference).text("$array");
  }

  /// {@return the array's logical type}
  DType dtypeOf(Object reference) {
    return dtype(declared(name(reference)).text("dtype"));
  }

  /// {@return the array as a tensor of its logical type, the same one each time}
  Tensor tensor(Object reference) {
    String name = name(reference);
    return tensors.computeIfAbsent(name, _ -> stored(name).cast(dtypeOf(name)));
  }

  /// {@return the tensor of the array, or null for a null}
  @Nullable Tensor tensorOrNull(@Nullable Object reference) {
    return reference == null ? null : tensor(reference);
  }

  private Tensor stored(String name) {
    if (stored == null) {
      try {
        stored = Npz.read(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
    }
    Tensor array = stored.get(name);
    if (array == null) {
      throw new IllegalArgumentException("case file: no array is called " + name);
    }
    Shape shape = Shape.of(declared(name).dims("shape"));
    if (!array.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "case file: array %s has shape %s, declared as %s".formatted(name, array.shape(), shape));
    }
    return array;
  }

  /// {@return how a result differs from the array, or null if it does not}
  @Nullable String difference(Object reference, Tensor got) {
    String name = name(reference);
    Tensor want = stored(name);
    Fields about = declared(name);
    DType dtype = dtypeOf(name);
    if (!got.shape().equals(want.shape())) {
      return "shape %s, want %s".formatted(got.shape(), want.shape());
    }
    if (got.dtype() != dtype) {
      return "dtype %s, want %s".formatted(got.dtype(), dtype);
    }
    double rtol = about.has("rtol") ? about.number("rtol") : 0;
    double atol = about.has("atol") ? about.number("atol") : 0;
    return new Tolerance(rtol, atol)
        .difference(got.toDoubleArray(), want.toDoubleArray(), want.shape());
  }
}
