package io.gradus.nn.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The `module` of an object in a configuration, which tells layers from operations of one name.
public final class KerasModule {
  // Up to 3.1 it was `keras.ops.`.
  private static final Pattern OPERATIONS = Pattern.compile("keras(\\.src)?\\.ops\\..*");

  private KerasModule() {}

  /// {@return whether objects of this module are operations, not layers}
  public static boolean isOfOperations(@Nullable Object module) {
    return module instanceof String name && OPERATIONS.matcher(name).matches();
  }
}
