package io.gradus.nn.metric;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The area under a curve that shows how well predictions tell two classes apart
/// (`keras.metrics.AUC`), approximated from the counts at thresholds between 0 and 1.
///
/// Shapes: targets and predictions of one shape, which is flattened, or `[n, labels]` if labels are
/// counted apart. Result scalar.
public final class AUC implements Metric, Configured {
  /// The curve.
  public enum Curve {
    /// Sensitivity over the share of false positives (receiver operating characteristic).
    ROC,
    /// Precision over recall.
    PR,
    /// Precision gain over recall gain (Flach and Kull 2015).
    PRGAIN
  }

  /// How the area between two thresholds is taken.
  public enum Summation {
    /// Under the line between the two points; for [Curve#PR] under the curve on which true and
    /// false positives are linear (Davis and Goadrich 2006).
    INTERPOLATION,
    /// Under the higher point.
    MAJORING,
    /// Under the lower point.
    MINORING
  }

  private static final String NAME = "auc";
  private static final int THRESHOLDS = 200;
  private static final double EPSILON = 1e-7;

  private static final ConfigKey<Curve> CURVE =
      new ConfigKey<>("curve", oneOf(Curve.values(), Curve::name));
  private static final ConfigKey<Summation> SUMMATION =
      new ConfigKey<>(
          "summation_method",
          oneOf(Summation.values(), method -> method.name().toLowerCase(Locale.ROOT)));
  private static final ConfigKey<Boolean> MULTI_LABEL = new ConfigKey<>("multi_label", Codec.TRUTH);
  private static final ConfigKey<@Nullable Integer> NUM_LABELS =
      new ConfigKey<>("num_labels", Codec.INTEGER.orNull());
  private static final ConfigKey<@Nullable List<Double>> LABEL_WEIGHTS =
      new ConfigKey<>("label_weights", Thresholds.LIST);
  private static final ConfigKey<@Nullable List<Double>> GIVEN =
      new ConfigKey<>("thresholds", Thresholds.LIST);

  /// The configuration, as Keras writes it.
  public static final Schema<AUC> SCHEMA =
      Keys.<AUC>schema("AUC", NAME)
          .optional(Keys.NUM_THRESHOLDS, auc -> auc.options.numThresholds(), THRESHOLDS)
          .optional(CURVE, auc -> auc.options.curve, Curve.ROC)
          .optional(SUMMATION, auc -> auc.options.summation, Summation.INTERPOLATION)
          .optional(MULTI_LABEL, auc -> auc.options.multiLabel, false)
          .optional(NUM_LABELS, auc -> auc.options.numLabels, null)
          .optional(LABEL_WEIGHTS, auc -> auc.options.labelWeights, null)
          .optional(Keys.FROM_LOGITS, auc -> auc.options.fromLogits, false)
          .extra(GIVEN, auc -> auc.options.given, null)
          .build(AUC::new);

  private final Options options;
  private @Nullable Confusion confusion;

  private record Options(
      String name,
      int spread,
      @Nullable List<Double> given,
      Curve curve,
      Summation summation,
      boolean multiLabel,
      @Nullable Integer numLabels,
      @Nullable List<Double> labelWeights,
      boolean fromLogits) {
    Options {
      given = Thresholds.checked(name, given);
      if (given == null) {
        Checks.atLeast(2, name, "numThresholds", spread);
      }
      if (numLabels != null) {
        Checks.atLeast(1, name, "numLabels", numLabels);
        if (!multiLabel) {
          throw new IllegalArgumentException(name + ": numLabels needs multiLabel");
        }
      }
    }

    int numThresholds() {
      return given == null ? spread : given.size() + 2;
    }

    // The first and last lie outside [0, 1], so that all predictions are between them.
    List<Double> thresholds() {
      int n = numThresholds();
      List<Double> all = new ArrayList<>();
      all.add(-EPSILON);
      if (given == null) {
        all.addAll(Thresholds.even(n).subList(1, n - 1));
      } else {
        given.stream().sorted().forEach(all::add);
      }
      all.add(1 + EPSILON);
      return all;
    }
  }

  /// The area under the ROC curve over 200 thresholds.
  public AUC() {
    this(
        new Options(
            NAME, THRESHOLDS, null, Curve.ROC, Summation.INTERPOLATION, false, null, null, false));
  }

  private AUC(Options options) {
    this.options = options;
    if (!options.multiLabel) {
      this.confusion = counting(options.numThresholds());
    } else if (options.numLabels != null) {
      this.confusion = counting(options.numThresholds(), options.numLabels);
    }
  }

  private AUC(Config config) {
    this(
        new Options(
            config.get(Keys.NAME),
            config.get(Keys.NUM_THRESHOLDS),
            config.get(GIVEN),
            config.get(CURVE),
            config.get(SUMMATION),
            config.get(MULTI_LABEL),
            config.get(NUM_LABELS),
            config.get(LABEL_WEIGHTS),
            config.get(Keys.FROM_LOGITS)));
  }

  private Confusion counting(long... shape) {
    return Confusion.of(options.name, options.thresholds(), shape, Confusion.Cell.values());
  }

  /// {@return this metric with the given name and a state of its own}
  public AUC named(String name) {
    Options o = options;
    return new AUC(
        new Options(
            name,
            o.spread,
            o.given,
            o.curve,
            o.summation,
            o.multiLabel,
            o.numLabels,
            o.labelWeights,
            o.fromLogits));
  }

  /// {@return this metric over another number of evenly spread thresholds than 200}
  ///
  /// @throws IllegalArgumentException if it is below 2
  public AUC numThresholds(int number) {
    Options o = options;
    return new AUC(
        new Options(
            o.name,
            number,
            null,
            o.curve,
            o.summation,
            o.multiLabel,
            o.numLabels,
            o.labelWeights,
            o.fromLogits));
  }

  /// {@return this metric over the given thresholds, beside which one below 0 and one above 1 are
  /// taken}
  ///
  /// @throws IllegalArgumentException if one is not in [0, 1]
  public AUC thresholds(double... thresholds) {
    Options o = options;
    return new AUC(
        new Options(
            o.name,
            o.spread,
            Thresholds.of(thresholds),
            o.curve,
            o.summation,
            o.multiLabel,
            o.numLabels,
            o.labelWeights,
            o.fromLogits));
  }

  /// {@return this metric of another curve}
  public AUC curve(Curve curve) {
    Options o = options;
    return new AUC(
        new Options(
            o.name,
            o.spread,
            o.given,
            curve,
            o.summation,
            o.multiLabel,
            o.numLabels,
            o.labelWeights,
            o.fromLogits));
  }

  /// {@return this metric with the area taken in another way}
  public AUC summation(Summation summation) {
    Options o = options;
    return new AUC(
        new Options(
            o.name,
            o.spread,
            o.given,
            o.curve,
            summation,
            o.multiLabel,
            o.numLabels,
            o.labelWeights,
            o.fromLogits));
  }

  /// {@return this metric as the mean of the areas of the labels, `[n, labels]`, each counted
  /// apart}
  public AUC multiLabel(boolean value) {
    Options o = options;
    return new AUC(
        new Options(
            o.name,
            o.spread,
            o.given,
            o.curve,
            o.summation,
            value,
            value ? o.numLabels : null,
            o.labelWeights,
            o.fromLogits));
  }

  /// {@return this metric with a weight for each label}
  public AUC labelWeights(double... weights) {
    Options o = options;
    return new AUC(
        new Options(
            o.name,
            o.spread,
            o.given,
            o.curve,
            o.summation,
            o.multiLabel,
            o.numLabels,
            Thresholds.of(weights),
            o.fromLogits));
  }

  /// {@return this metric of logits, or of probabilities}
  public AUC fromLogits(boolean value) {
    Options o = options;
    return new AUC(
        new Options(
            o.name,
            o.spread,
            o.given,
            o.curve,
            o.summation,
            o.multiLabel,
            o.numLabels,
            o.labelWeights,
            value));
  }

  @Override
  public String name() {
    return options.name;
  }

  @Override
  public Schema<AUC> schema() {
    return SCHEMA;
  }

  /// {@return the counts; none before the number of labels is known}
  @Override
  public List<Variable> variables() {
    return confusion == null ? List.of() : confusion.variables();
  }

  @Override
  public Metric forTypes(TensorType yTrue, TensorType yPred) {
    counts(yPred);
    return this;
  }

  private Confusion counts(TensorType yPred) {
    Confusion counts = confusion;
    if (options.multiLabel && yPred.shape().rank() != 2) {
      throw new ShapeException(
          "%s: labels counted apart need predictions [n, labels]; got prediction=%s"
              .formatted(options.name, yPred));
    }
    if (counts == null) {
      counts = counting(options.numThresholds(), yPred.shape().dim(1));
      confusion = counts;
    }
    long labels = options.multiLabel ? counts.variables().getFirst().dim(1) : 0;
    if (options.multiLabel && yPred.shape().dim(1) != labels) {
      throw new ShapeException(
          "%s: counts %d labels; got prediction=%s".formatted(options.name, labels, yPred));
    }
    return counts;
  }

  @Override
  public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor weights) {
    Confusion counts = counts(yPred.type());
    Tensor p = yPred.cast(DType.FLOAT32);
    Alignment aligned = Alignment.of(options.name, yTrue, options.fromLogits ? p.sigmoid() : p);
    Tensor w = Confusion.besides(aligned.yTrue(), weights);
    if (!options.multiLabel && options.labelWeights != null) {
      Tensor each =
          Alignment.stretched(options.name, labelWeights(options.labelWeights), aligned.yPred());
      w = w == null ? each : Alignment.stretched(options.name, w, each).mul(each);
    }
    counts.update(aligned, w);
  }

  private static Tensor labelWeights(List<Double> weights) {
    double[] values = weights.stream().mapToDouble(Double::doubleValue).toArray();
    return Tensor.of(values).cast(DType.FLOAT32);
  }

  @Override
  public Tensor result() {
    if (confusion == null) {
      throw new IllegalStateException(options.name + ": has taken in nothing yet");
    }
    boolean byCounts = options.curve == Curve.PR && options.summation == Summation.INTERPOLATION;
    Tensor areas = byCounts ? precisionRecallAreas(confusion) : areas(confusion);
    if (!options.multiLabel) {
      return areas.sum();
    }
    Tensor byLabel = areas.sum(0);
    if (options.labelWeights == null) {
      return byLabel.mean();
    }
    Tensor weights = labelWeights(options.labelWeights);
    return Quotient.orZero(
        byLabel.mul(Alignment.stretched(options.name, weights, byLabel)).sum(), weights.sum());
  }

  // One area for each pair of neighbouring thresholds.
  private Tensor areas(Confusion counts) {
    Tensor x;
    Tensor y;
    switch (options.curve) {
      case ROC -> {
        x = counts.share(Confusion.Cell.FALSE_POSITIVES, Confusion.Cell.TRUE_NEGATIVES);
        y = counts.share(Confusion.Cell.TRUE_POSITIVES, Confusion.Cell.FALSE_NEGATIVES);
      }
      case PR -> {
        x = counts.share(Confusion.Cell.TRUE_POSITIVES, Confusion.Cell.FALSE_NEGATIVES);
        y = counts.share(Confusion.Cell.TRUE_POSITIVES, Confusion.Cell.FALSE_POSITIVES);
      }
      default -> {
        Tensor hits = counts.at(Confusion.Cell.TRUE_POSITIVES);
        Tensor misses = counts.at(Confusion.Cell.FALSE_NEGATIVES);
        Tensor alarms = counts.at(Confusion.Cell.FALSE_POSITIVES);
        Tensor ratio =
            Quotient.orZero(hits.add(misses), counts.at(Confusion.Cell.TRUE_NEGATIVES).add(alarms));
        Tensor none = hits.equal(0);
        // Without true positives the gains are 0 and 1; a negative recall gain counts as 0.
        Tensor recall = ratio.mul(Quotient.orZero(misses, hits)).neg().add(1);
        x = none.where(Tensor.zeros(recall.type()), recall).relu();
        Tensor precision = ratio.mul(Quotient.orZero(alarms, hits)).neg().add(1);
        y = none.where(Tensor.ones(precision.type()), precision);
      }
    }
    Tensor a = left(y);
    Tensor b = right(y);
    Tensor height =
        switch (options.summation) {
          case INTERPOLATION -> a.add(b).div(2.0);
          case MINORING -> a.minimum(b);
          case MAJORING -> a.maximum(b);
        };
    return left(x).sub(right(x)).mul(height);
  }

  // Between two thresholds precision is a line in the number of predicted positives, whose integral
  // has the closed form slope · (ΔTP + intercept · log(P_a / P_b)).
  private static Tensor precisionRecallAreas(Confusion counts) {
    Tensor hits = counts.at(Confusion.Cell.TRUE_POSITIVES);
    Tensor positives = hits.add(counts.at(Confusion.Cell.FALSE_POSITIVES));
    Tensor gained = left(hits).sub(right(hits));
    Tensor slope = Quotient.orZero(gained, left(positives).sub(right(positives)).relu());
    Tensor intercept = right(hits).sub(slope.mul(right(positives)));
    Tensor ratio = Quotient.orZero(left(positives), right(positives));
    Tensor safe = ratio.greater(0).where(ratio, Tensor.ones(ratio.type()));
    Tensor all = right(hits.add(counts.at(Confusion.Cell.FALSE_NEGATIVES)));
    return Quotient.orZero(slope.mul(gained.add(intercept.mul(safe.log()))), all);
  }

  private static Tensor left(Tensor x) {
    return x.get(":-1");
  }

  private static Tensor right(Tensor x) {
    return x.get("1:");
  }

  private static <E extends Enum<E>> Codec<E> oneOf(
      E[] values, java.util.function.Function<E, String> written) {
    return new Codec<>(
        value ->
            Stream.of(values)
                .filter(
                    e -> value instanceof String text && written.apply(e).equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() ->
                    new IllegalArgumentException(
                        "expected one of %s, got \"%s\""
                            .formatted(Stream.of(values).map(written).toList(), value))),
        written::apply);
  }
}
