package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.PathPattern;
import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.tensor.type.DType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The types a layer computes in and keeps its weights in (`keras.DTypePolicy`), and those of
/// layers inside it that have others (`keras.dtype_policies.DTypePolicyMap`).
///
/// @param compute the type that inputs are converted to
/// @param variable the type of the weights
/// @param byPath the policies of layers at certain places of the model, such as
///   `multi_head_attention/query`; a `.*` in a place stands for any text
/// @param quantization how the layer keeps its kernel in few bits, or null if it does not
public record DTypePolicy(
    DType compute,
    DType variable,
    Map<String, DTypePolicy> byPath,
    @Nullable Quantization quantization) {
  /// `float32` for both; the default.
  public static final DTypePolicy FLOAT32 = new DTypePolicy(DType.FLOAT32, DType.FLOAT32);

  /// Computes in `float16` on weights of `float32`.
  public static final DTypePolicy MIXED_FLOAT16 = new DTypePolicy(DType.FLOAT16, DType.FLOAT32);

  /// Computes in `bfloat16` on weights of `float32`.
  public static final DTypePolicy MIXED_BFLOAT16 = new DTypePolicy(DType.BFLOAT16, DType.FLOAT32);

  private static volatile DTypePolicy global = FLOAT32;

  private static final String MAP = "DTypePolicyMap";
  private static final String FROM = "_from_";

  static final Codec<DTypePolicy> CODEC =
      new Codec<>(
          value ->
              switch (value) {
                case String name -> of(name);
                case Map<?, ?> object
                    when MAP.equals(object.get("class_name"))
                        && object.get("config") instanceof Map<?, ?> config ->
                    ofMap(config);
                case Map<?, ?> object
                    when object.get("config") instanceof Map<?, ?> config
                        && config.get("mode") instanceof String mode ->
                    quantized(mode, config.get("source_name"));
                case Map<?, ?> object
                    when object.get("config") instanceof Map<?, ?> config
                        && config.get("name") instanceof String name ->
                    of(name);
                case Map<?, ?> object
                    when object.get("config") instanceof Map<?, ?> config
                        && config.containsKey("name")
                        && config.get("name") == null ->
                    FLOAT32;
                case null, default ->
                    throw new IllegalArgumentException("expected a dtype policy, got " + value);
              },
          DTypePolicy::written);

  /// A policy of one type is written as its name.
  static final Codec<DTypePolicy> NAME =
      new Codec<>(
          CODEC.read(),
          policy ->
              policy.equals(new DTypePolicy(policy.compute, policy.compute))
                  ? policy.toString()
                  : written(policy));

  /// Copies the map.
  ///
  /// @throws IllegalArgumentException if a policy in the map has a map itself, or integers of 8
  ///   bits are to go with `float16`, which holds no product of them
  /// @throws UnsupportedConfigException if a place is another regular expression
  public DTypePolicy {
    byPath = Collections.unmodifiableMap(new LinkedHashMap<>(byPath));
    byPath.keySet().forEach(PathPattern::new);
    if (compute == DType.FLOAT16
        && quantization != null
        && quantization.mode() == Quantization.Mode.INT8) {
      throw new IllegalArgumentException("dtype policy: int8 does not go with float16");
    }
    byPath.forEach((path, policy) -> {
      if (!policy.byPath.isEmpty()) {
        throw new IllegalArgumentException(
            "dtype policy: the policy of \"%s\" must not have a map itself".formatted(path));
      }
    });
  }

  /// {@return the policy of layers that are made from now on and, with the models around them, are
  /// told none (`keras.config.dtype_policy`); `float32` at first}
  public static DTypePolicy global() {
    return global;
  }

  /// Sets [#global()] (`keras.config.set_dtype_policy`), for the whole process. Layers and models
  /// that exist keep theirs.
  public static void setGlobal(DTypePolicy policy) {
    global = Objects.requireNonNull(policy, "dtype policy: null");
  }

  /// Sets [#global()] by Keras' name.
  ///
  /// @throws IllegalArgumentException if there is no such policy
  public static void setGlobal(String name) {
    setGlobal(of(name));
  }

  /// A policy of a layer, and those of layers inside it.
  public DTypePolicy(DType compute, DType variable, Map<String, DTypePolicy> byPath) {
    this(compute, variable, byPath, null);
  }

  /// A policy of a layer and all layers inside it.
  public DTypePolicy(DType compute, DType variable) {
    this(compute, variable, Map.of());
  }

  /// {@return this policy of layers that keep their kernels in few bits, or that do not for null}
  public DTypePolicy quantization(@Nullable Quantization changed) {
    return new DTypePolicy(compute, variable, byPath, changed);
  }

  /// {@return the policy of the layer at a place of the model}
  ///
  /// @throws IllegalArgumentException if several places of the map with `.*` stand for it
  public DTypePolicy at(String path) {
    DTypePolicy exact = byPath.get(path);
    if (exact != null || byPath.isEmpty()) {
      return exact != null ? exact : this;
    }
    List<String> matching =
        byPath.keySet().stream().filter(key -> new PathPattern(key).matches(path)).toList();
    if (matching.size() > 1) {
      throw new IllegalArgumentException(
          "dtype policy: several places stand for \"%s\": %s".formatted(path, matching));
    }
    return matching.isEmpty() ? this : byPath.getOrDefault(matching.getFirst(), this);
  }

  private static DTypePolicy ofMap(Map<?, ?> config) {
    Object standard = config.get("default_policy");
    DTypePolicy policy = standard == null ? FLOAT32 : CODEC.read().apply(standard);
    Map<String, DTypePolicy> byPath = new LinkedHashMap<>();
    if (config.get("policy_map") instanceof Map<?, ?> map) {
      map.forEach((path, value) -> byPath.put(String.valueOf(path), CODEC.read().apply(value)));
    }
    return new DTypePolicy(policy.compute, policy.variable, byPath, policy.quantization);
  }

  // Without a source, Keras takes the type it computes in by default.
  private static DTypePolicy quantized(String mode, @Nullable Object source) {
    Quantization quantization = Quantization.of(mode);
    return switch (source) {
      case null -> FLOAT32.quantization(quantization);
      case String name -> of(name).quantization(quantization);
      default ->
          throw new IllegalArgumentException("expected the name of a dtype policy, got " + source);
    };
  }

  private static Map<String, @Nullable Object> written(DTypePolicy policy) {
    if (policy.byPath.isEmpty()) {
      return writtenAlone(policy);
    }
    Map<String, @Nullable Object> byPath = new LinkedHashMap<>();
    policy.byPath.forEach((path, inner) -> byPath.put(path, writtenAlone(inner)));
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("default_policy", policy.toString());
    config.put("policy_map", byPath);
    Map<String, @Nullable Object> written = new LinkedHashMap<>();
    written.put("module", "keras.dtype_policies");
    written.put("class_name", MAP);
    written.put("config", config);
    written.put("registered_name", null);
    return written;
  }

  private static Map<String, @Nullable Object> writtenAlone(DTypePolicy policy) {
    Quantization quantization = policy.quantization;
    Map<String, @Nullable Object> written = new LinkedHashMap<>();
    if (quantization == null) {
      written.put("module", "keras");
      written.put("class_name", "DTypePolicy");
      written.put("config", Map.of("name", policy.toString()));
    } else {
      written.put("module", "keras.dtype_policies");
      written.put("class_name", quantization.className());
      Map<String, @Nullable Object> config = new LinkedHashMap<>();
      config.put("mode", quantization.toString());
      config.put("source_name", policy.source());
      written.put("config", config);
    }
    written.put("registered_name", null);
    return written;
  }

  /// {@return the policy that Keras calls so: an element type (`"float64"`), `"mixed_float16"`,
  /// `"mixed_bfloat16"`, or a quantized one (`"int8_from_float32"`)}
  ///
  /// @throws UnsupportedConfigException if there is no such policy
  public static DTypePolicy of(String name) {
    int from = name.indexOf(FROM);
    if (from > 0) {
      return quantized(name.substring(0, from), name.substring(from + FROM.length()));
    }
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
    throw new UnsupportedConfigException(
        "dtype policy: unknown name \"%s\"; known: an element type, %s, %s"
            .formatted(name, MIXED_FLOAT16, MIXED_BFLOAT16));
  }

  /// {@return the name Keras gives the policy}
  @Override
  public String toString() {
    return quantization == null ? source() : quantization + FROM + source();
  }

  private String source() {
    return (compute == variable ? "" : "mixed_") + compute;
  }
}
