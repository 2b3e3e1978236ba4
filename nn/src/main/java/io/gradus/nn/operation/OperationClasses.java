package io.gradus.nn.operation;

import io.gradus.nn.config.UnsupportedConfigException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keras' classes of operations (3.16), each with its function.
///
/// A row is `Class function(settings) parameters`, with defaults as Python writes them: `Mean
/// mean(axis=None, keepdims=False) x`. A setting that 3.15 has not is marked `?`.
public final class OperationClasses {
  // Up to 3.1 it was `keras.ops.`.
  private static final String MODULE = "keras.src.ops.";
  private static final Map<String, OperationClass> TABLE = new LinkedHashMap<>();

  static {
    add("core", CoreClasses.ROWS);
    add("einops", "Rearrange rearrange() tensor, pattern, **axes_lengths");
    add("image", ImageClasses.ROWS);
    add("linalg", LinearAlgebraClasses.ROWS);
    add("math", MathClasses.ROWS);
    add("nn", NeuralClasses.ROWS);
    add("numpy", NumpyClasses.ROWS);
  }

  private OperationClasses() {}

  /// {@return all classes}
  public static Collection<OperationClass> all() {
    return Collections.unmodifiableCollection(TABLE.values());
  }

  /// {@return the class of this module and name}
  ///
  /// @throws UnsupportedConfigException if Gradus does not know it
  public static OperationClass of(String module, String name) {
    OperationClass found = TABLE.get(module.replaceFirst("^keras\\.ops\\.", MODULE) + "." + name);
    if (found == null || !found.isKnown()) {
      throw new UnsupportedConfigException(
          found == null
              ? "operation %s.%s does not exist yet".formatted(module, name)
              : "operation %s (keras.ops.%s) does not exist yet".formatted(name, found.function()));
    }
    return found;
  }

  /// {@return the class of this name, whatever its module}
  public static OperationClass named(String name) {
    return TABLE.values().stream()
        .filter(found -> found.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no class of operations is " + name));
  }

  private static void add(String module, String rows) {
    for (String row : rows.lines().toList()) {
      int name = row.indexOf(' ');
      int open = row.indexOf('(');
      int close = row.lastIndexOf(')');
      OperationClass added =
          new OperationClass(
              MODULE + module,
              row.substring(0, name),
              row.substring(name + 1, open),
              parameters(row.substring(open + 1, close)),
              parameters(row.substring(close + 1)));
      TABLE.put(added.module() + "." + added.name(), added);
    }
  }

  private static List<OperationClass.Parameter> parameters(String row) {
    List<OperationClass.Parameter> parameters = new ArrayList<>();
    for (String part : row.isBlank() ? new String[0] : row.strip().split(",\\s+")) {
      int equals = part.indexOf('=');
      parameters.add(
          equals < 0
              ? new OperationClass.Parameter(part, true, null, false)
              : new OperationClass.Parameter(
                  part.substring(0, equals).replace("?", ""),
                  false,
                  value(part.substring(equals + 1)),
                  part.charAt(equals - 1) == '?'));
    }
    return parameters;
  }

  private static @Nullable Object value(String text) {
    return switch (text) {
      case "None" -> null;
      case "True" -> true;
      case "False" -> false;
      default -> {
        if (text.startsWith("'")) {
          yield text.substring(1, text.length() - 1);
        }
        if (text.startsWith("(")) {
          List<@Nullable Object> values = new ArrayList<>();
          for (String element : text.substring(1, text.length() - 1).split(",")) {
            values.add(value(element));
          }
          yield values;
        }
        if (text.matches("-?\\d+")) {
          yield Integer.valueOf(text);
        }
        yield Double.valueOf(text);
      }
    };
  }
}
