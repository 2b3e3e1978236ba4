package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.tensor.type.DType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The types a layer computes in and keeps its weights in (`keras.DTypePolicy`).
///
/// @param compute the type that inputs are converted to
/// @param variable the type of the weights
public record DTypePolicy(DType compute, DType variable) {
  /// `float32` for both; the default.
  public static final DTypePolicy FLOAT32 = new DTypePolicy(DType.FLOAT32, DType.FLOAT32);

  /// Computes in `float16` on weights of `float32`.
  public static final DTypePolicy MIXED_FLOAT16 = new DTypePolicy(DType.FLOAT16, DType.FLOAT32);

  /// Computes in `bfloat16` on weights of `float32`.
  public static final DTypePolicy MIXED_BFLOAT16 = new DTypePolicy(DType.BFLOAT16, DType.FLOAT32);

  static final Codec<DTypePolicy> CODEC =
      new Codec<>(
          value ->
              switch (value) {
                case String name -> of(name);
                case Map<?, ?> object
                    when object.get("config") instanceof Map<?, ?> config
                        && config.get("name") instanceof String name ->
                    of(name);
                case null, default ->
                    throw new IllegalArgumentException("expected a dtype policy, got " + value);
              },
          DTypePolicy::written);

  private static Map<String, @Nullable Object> written(DTypePolicy policy) {
    Map<String, @Nullable Object> written = new LinkedHashMap<>();
    written.put("module", "keras");
    written.put("class_name", "DTypePolicy");
    written.put("config", Map.of("name", policy.toString()));
    written.put("registered_name", null);
    return written;
  }

  private static DTypePolicy of(String name) {
    if (name.startsWith("mixed_")) {
      for (DTypePolicy mixed : List.of(MIXED_FLOAT16, MIXED_BFLOAT16)) {
        if (mixed.toString().equals(name)) {
          return mixed;
        }
      }
    }
    for (DType dtype : DType.values()) {
      if (dtype.toString().equals(name)) {
        return new DTypePolicy(dtype, dtype);
      }
    }
    throw new UnsupportedConfigException("dtype policy " + name + " does not exist yet");
  }

  /// {@return the name Keras gives the policy}
  @Override
  public String toString() {
    return (compute == variable ? "" : "mixed_") + compute;
  }
}
