package io.gradus.checks.config;

import io.gradus.nn.loss.Loss;
import io.gradus.nn.loss.Losses;
import io.gradus.nn.metric.Metric;
import io.gradus.nn.metric.Metrics;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The differences to Keras' configurations that there may be, and what is refused, each with its
/// reason.
final class Justified {
  /// A difference that may be.
  ///
  /// @param reason why
  /// @param call the calls
  /// @param place where
  /// @param test what else must hold
  private record Row(
      String reason, String call, String place, Predicate<Differences.Difference> test) {
    boolean covers(String made, Differences.Difference difference) {
      return Pattern.matches(call, made)
          && Pattern.matches(place, difference.place())
          && test.test(difference);
    }
  }

  private static final List<Row> ROWS =
      List.of(
          new Row(
              "a list of one axis is that axis",
              ".*",
              ".*\\.axis",
              d -> d.wanted() instanceof List<?> list && List.of(d.got()).equals(list)),
          new Row(
              "no reduction has two names",
              ".*reduction=None.*",
              "\\.config\\.reduction",
              d -> d.wanted() == null && "none".equals(d.got())),
          new Row(
              "Keras writes the range [-f, f], which it does not read; f it does",
              "RandomShear\\(.*",
              "\\.config\\.[xy]_factor",
              d -> d.got() instanceof Double f && List.of(-f, f).equals(d.wanted())),
          new Row(
              "Keras writes a tensor, which it does not read; a list it does",
              "AUC\\(label_weights.*",
              "\\.config\\.label_weights",
              d ->
                  d.wanted() instanceof Map<?, ?> tensor
                      && tensor.get("config") instanceof Map<?, ?> config
                      && config.get("value").equals(d.got())),
          new Row(
              "the numbers of mode int are of int64",
              "HashedCrossing\\(dtype.*",
              "\\.config\\.dtype",
              d -> "int64".equals(d.got())),
          new Row(
              "the parts of what is not trained say so too",
              "model: normalized",
              ".*\\.trainable",
              d -> Boolean.FALSE.equals(d.got())),
          new Row(
              "the shape of states says nothing that the layer does not know",
              "model: arguments",
              "\\.config\\.layers\\[2]\\.build_config\\..*",
              Differences.Difference::isOfKeys),
          new Row(
              "how a program runs is not told here",
              "compiled: .*",
              "\\.compile_config\\.(jit_compile|run_eagerly|steps_per_execution)",
              d -> !d.isOfKeys()),
          new Row(
              "what is told by name is written as the object it means",
              "compiled: .*",
              "\\.compile_config\\.(loss|metrics|weighted_metrics)\\b.*",
              d -> d.got() != null && d.got().equals(objectOf(d.place(), d.wanted()))));

  // What is refused, by its message.
  private static final List<Pattern> REFUSED =
      List.of(
          // Metrics keep their sums in float32.
          Pattern.compile("a metric's dtype (float64|float16|bfloat16) is not supported yet"),
          // Options of the version 3.16 that only first weights depend on.
          Pattern.compile("\\w+: (in|out)put_axes = \\S+ is not supported yet"),
          Pattern.compile("Constant: key \"value\": expected a number, got \\{.*__tensor__.*"),
          Pattern.compile("sparse = true is not supported yet"),
          Pattern.compile("\\w+: encoding = latin-1 is not supported yet"));

  private Justified() {}

  /// {@return whether an object may differ so}
  static boolean covers(String call, Differences.Difference difference) {
    return ROWS.stream().anyMatch(row -> row.covers(call, difference));
  }

  /// {@return whether an object may be refused with this message}
  private static final Pattern IN_LAYER =
      Pattern.compile(" \\(in layer \"[^\"]*\" of class \\w+\\)");

  static boolean refuses(@Nullable String message) {
    if (message == null) {
      return false;
    }
    String problem = IN_LAYER.matcher(message).replaceAll("");
    return REFUSED.stream().anyMatch(pattern -> pattern.matcher(problem).matches());
  }

  private static @Nullable Object objectOf(String place, @Nullable Object wanted) {
    if (!(wanted instanceof String text)) {
      return null;
    }
    return place.startsWith(".compile_config.loss")
        ? Losses.TABLE.write(Loss.of(text))
        : isAlone(place) ? List.of(text) : Metrics.TABLE.write(Metric.of(text));
  }

  // One metric is written in a list.
  private static boolean isAlone(String place) {
    return !place.endsWith("]");
  }
}
