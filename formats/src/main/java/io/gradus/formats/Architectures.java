package io.gradus.formats;

import io.gradus.formats.legacy.Writer;
import io.gradus.nn.model.LoadOptions;
import io.gradus.nn.model.Model;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Models whose file has the architecture alone, and what they were compiled with.
final class Architectures {
  // The share of the memory that the first weights may take.
  private static final long SHARE = 4;

  private Architectures() {}

  /// {@return the model of a text in JSON}
  ///
  /// @throws ModelFormatException if it is of none that is known here
  static Model json(Bytes text, LoadOptions options) throws IOException {
    return model(new ModelConfig(text, Json.read(text)), options);
  }

  /// {@return the model of a text in YAML}
  ///
  /// @throws ModelFormatException if it is of none that is known here
  static Model yaml(Bytes text, LoadOptions options) throws IOException {
    return model(new ModelConfig(text, Yaml.read(text)), options);
  }

  private static Model model(ModelConfig config, LoadOptions options) throws IOException {
    Writer writer = writer(config.object());
    // First without first values, so that no text takes the memory that its numbers ask for.
    ModelConfig current = config.upgraded(writer, List.of());
    long most = Runtime.getRuntime().maxMemory() / SHARE;
    current.describe(options, most / Float.BYTES, most);
    Model fresh = current.fresh(options);
    if (options.compile() && writer.isCurrent()) {
      current.compile(fresh, ModelConfig.COMPILED, options);
    }
    return fresh;
  }

  /// {@return who wrote an architecture}
  static Writer writer(Map<?, ?> object) {
    return Writer.of(text(object.get("keras_version")), text(object.get("backend")), object);
  }

  private static @Nullable String text(@Nullable Object value) {
    return value instanceof String text ? text : null;
  }
}
