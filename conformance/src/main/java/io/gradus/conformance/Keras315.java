package io.gradus.conformance;

import io.gradus.nn.layer.Bidirectional;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Recurrent;
import io.gradus.nn.layer.TimeDistributed;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Cases of Keras 3.15.1 about something that Keras 3.16 computes otherwise, which Gradus follows.
/// Each is restated so that 3.16's rule must give 3.15.1's value, and a note says so.
final class Keras315 {
  private static final String TVERSKY = "Tversky";
  private static final String R2 = "R2Score";

  private final Case given;

  private Keras315(Case given) {
    this.given = given;
  }

  /// {@return the differences that matter for a case, or null for a case of another version}
  static @Nullable Keras315 of(Case given) {
    boolean is =
        given.fields().objectOrEmpty("oracle").get("keras") instanceof String version
            && version.startsWith("3.15.");
    return is ? new Keras315(given) : null;
  }

  /// {@return the differences that matter for a case of a metric that counted all elements as
  /// samples, or null for another}
  static @Nullable Keras315 countingElements(Case given) {
    Keras315 earlier = of(given);
    return earlier != null && earlier.isOf(R2) ? earlier : null;
  }

  private Fields object() {
    return given.fields().object("object");
  }

  private boolean isOf(String className) {
    return className.equals(object().get("class_name"));
  }

  private Fields config() {
    return object().object("config");
  }

  private static Fields with(Fields object, Map<String, ?> changes) {
    Map<Object, @Nullable Object> config = new HashMap<>(object.object("config").map());
    config.putAll(changes);
    Map<Object, @Nullable Object> changed = new HashMap<>(object.map());
    changed.put("config", config);
    return new Fields(changed);
  }

  /// {@return the loss that has the case's values: alpha and beta of Tversky change places, and
  /// targets come smoothed already where the classes were counted along another axis}
  Fields loss(Checks checks) {
    if (isOf(TVERSKY) && !config().value("alpha").equals(config().value("beta"))) {
      checks.note("alpha and beta change places in 3.16 (keras-team/keras#23333)");
      return with(
          object(), Map.of("alpha", config().value("beta"), "beta", config().value("alpha")));
    }
    return countsOtherAxis() ? with(object(), Map.of("label_smoothing", 0)) : object();
  }

  private boolean countsOtherAxis() {
    return (isOf("CategoricalCrossentropy") || isOf("CategoricalFocalCrossentropy"))
        && config().has("label_smoothing")
        && config().number("label_smoothing") > 0
        && config().has("axis")
        && config().integer("axis") != -1
        && config().integer("axis") != given.tensor(given.fields().value("y_pred")).rank() - 1;
  }

  /// {@return the targets of a loss}
  Tensor targets(Tensor yTrue, Checks checks) {
    if (!countsOtherAxis()) {
      return yTrue;
    }
    checks.note("smoothing counts the classes along axis in 3.16 (keras-team/keras#23437)");
    double smoothing = config().number("label_smoothing");
    Tensor floating = yTrue.dtype().isFloating() ? yTrue : yTrue.cast(DType.FLOAT32);
    return floating.mul(1 - smoothing).add(smoothing / yTrue.dim(-1));
  }

  /// {@return the metric of a case that counted all elements as samples, without the adjustment
  /// that the number is for}
  Fields unadjusted(Checks checks) {
    checks.note("samples are counted once in 3.16 (keras-team/keras#23334)");
    return with(object(), Map.of("num_regressors", 0));
  }

  /// {@return a score adjusted for the regressors with as many samples as elements}
  Tensor adjusted(Tensor score, long elements) {
    int regressors = config().integer("num_regressors");
    double left = elements - 1 - regressors;
    return regressors == 0 || left <= 0
        ? score
        : score.neg().add(1).mul((elements - 1) / left).neg().add(1);
  }

  /// {@return whether the outputs of a layer had the input's mask}
  static boolean passedMask(Layer layer) {
    return layer instanceof Recurrent<?>
        || layer instanceof Bidirectional
        || layer instanceof TimeDistributed;
  }
}
