package io.gradus.formats.legacy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who wrote a configuration or weights: the version of Keras, and the library it computed with.
///
/// @param version such as `2.2.4`, or `2.9.0-tf`; empty if it is not told
/// @param major 1, 2 or 3
/// @param minor the second number of the version
/// @param patch the third number of the version
/// @param tensorFlow whether it was TensorFlow's own Keras (`tf.keras`)
/// @param backend `tensorflow`, `theano` or `cntk`, or null if it is not told
public record Writer(
    String version, int major, int minor, int patch, boolean tensorFlow, @Nullable String backend) {
  /// Keras 3 of a version that is not told: the newest that is known.
  public static final Writer KERAS_3 = new Writer("", 3, 16, 0, false, null);

  private static final Writer KERAS_3_15 = new Writer("", 3, 15, 0, false, null);
  private static final int OF_TENSORFLOW_ONLY = 4;
  private static final Set<String> KEYS_OF_KERAS_1 =
      Set.of("init", "border_mode", "nb_filter", "W_regularizer", "inner_init", "dim_ordering");
  private static final Set<String> CLASSES_OF_KERAS_1 = Set.of("Merge", "Highway", "MaxoutDense");

  /// {@return who wrote a model}
  ///
  /// @param version what the file says, or null if it says nothing: the configuration tells then
  /// @param backend what the file says, or null
  /// @param config the model's configuration, or null
  public static Writer of(
      @Nullable String version, @Nullable String backend, @Nullable Map<?, ?> config) {
    String text = version == null ? "" : version.strip();
    String[] numbers = text.split("[^0-9]+", 4);
    int major = number(numbers, 0);
    int minor = number(numbers, 1);
    if (major == 0) {
      major = config == null ? 2 : major(config);
      if (major == KERAS_3.major()) {
        return CallArguments.areDefaults(config) ? KERAS_3_15 : KERAS_3;
      }
    }
    // Keras 2.4 and later are TensorFlow's; its files of Keras 2.1 to 2.3 say `-tf`.
    boolean tensorFlow = major == 2 && (text.endsWith("-tf") || minor >= OF_TENSORFLOW_ONLY);
    return new Writer(text, major, minor, number(numbers, 2), tensorFlow, backend);
  }

  private static int number(String[] numbers, int at) {
    if (numbers.length <= at || !numbers[at].matches("[0-9]{1,4}")) {
      return 0;
    }
    return Integer.parseInt(numbers[at]);
  }

  /// {@return the version whose configuration this is, by its form}
  private static int major(Map<?, ?> model) {
    if (model.containsKey("module")) {
      return 3;
    }
    return hasKeysOfKeras1(model.get("config"), 0) ? 1 : 2;
  }

  private static final int MOST_DEPTH = 200;

  private static boolean hasKeysOfKeras1(@Nullable Object value, int depth) {
    if (depth > MOST_DEPTH) {
      return false;
    }
    return switch (value) {
      case List<?> list -> list.stream().anyMatch(part -> hasKeysOfKeras1(part, depth + 1));
      case Map<?, ?> map ->
          CLASSES_OF_KERAS_1.contains(String.valueOf(map.get("class_name")))
              || map.keySet().stream().anyMatch(key -> KEYS_OF_KERAS_1.contains(key))
              || map.values().stream().anyMatch(part -> hasKeysOfKeras1(part, depth + 1));
      case null, default -> false;
    };
  }

  /// {@return whether configurations and weights are in the form of Keras 3}
  public boolean isCurrent() {
    return major >= 3;
  }

  /// {@return whether it was Keras 3.0 to 3.15, which computes some things otherwise}
  public boolean isEarlierKeras3() {
    return major == KERAS_3.major && isBefore(KERAS_3.major, KERAS_3.minor);
  }

  /// {@return whether it was Keras 1}
  public boolean isKeras1() {
    return major == 1;
  }

  /// {@return whether it was Keras before this version, not TensorFlow's}
  public boolean isBefore(int otherMajor, int otherMinor) {
    return isBefore(otherMajor, otherMinor, 0);
  }

  /// {@return whether it was Keras before this version, not TensorFlow's}
  public boolean isBefore(int otherMajor, int otherMinor, int otherPatch) {
    if (tensorFlow || major != otherMajor) {
      return !tensorFlow && major < otherMajor;
    }
    return minor < otherMinor || (minor == otherMinor && patch < otherPatch);
  }

  /// {@return whether kernels of convolutions stand turned around, as Theano convolves with them}
  public boolean turnsKernels() {
    return "theano".equals(backend);
  }

  /// {@return the same writer on another backend}
  public Writer backend(String changed) {
    return new Writer(version, major, minor, patch, tensorFlow, changed);
  }

  /// {@return name and version}
  @Override
  public String toString() {
    return "Keras " + (version.isEmpty() ? Integer.toString(major) : version);
  }
}
