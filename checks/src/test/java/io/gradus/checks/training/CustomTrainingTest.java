package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.data.Dataset;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Forward;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Values;
import io.gradus.nn.layer.Weights;
import io.gradus.nn.metric.Mean;
import io.gradus.nn.metric.Metric;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.History;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Objective;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.model.TrainingStep;
import io.gradus.nn.optimizer.SGD;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Models that say themselves what a step is.
class CustomTrainingTest {
  private static final Tensor X = Tensor.randomUniform(Shape.of(16, 3), -1, 1, 4);
  private static final Tensor Y = X.sum(1).expandDims(-1);
  private static final Fit FIT = Fit.epochs(4).batchSize(5).quiet();

  /// A model around another.
  private abstract static class Around extends Model {
    final Sequential inner = new Sequential(new Dense(4, "tanh"), new Dense(1));

    Around() {
      super(Settings.DEFAULT);
      seed(3);
    }

    @Override
    public Schema<Around> schema() {
      return Layer.<Around>schemaOf("Around")
          .build(_ -> {
            throw new IllegalArgumentException("around: is not read from configurations");
          });
    }

    @Override
    public List<Layer> layers() {
      return List.of(inner);
    }

    @Override
    protected Forward build(List<TensorType> inputs, Weights weights) {
      weights.child("inner", inner, inputs.getFirst());
      return inner::call;
    }
  }

  /// Steps as `fit` does them, written out.
  private static final class WrittenOut extends Around {
    @Override
    protected void trainStep(TrainingStep step) {
      Values outputs;
      Tensor loss;
      Tensor[] gradients;
      try (var tape = new GradientTape()) {
        outputs = step.forward();
        loss = step.loss(outputs);
        gradients = step.gradients(tape, loss);
      }
      step.measure(outputs, loss);
      step.apply(gradients);
    }
  }

  private static final class Standard extends Around {}

  @Test
  void aStepWrittenOutHasTheBitsOfTheStandardOne() {
    Around written = new WrittenOut();
    Around standard = new Standard();
    Objective objective = Objective.of("mse").metrics("mae");
    written.compile(new SGD(0.1), objective);
    standard.compile(new SGD(0.1), objective);
    assertThat(written.fit(X, Y, FIT)).isEqualTo(standard.fit(X, Y, FIT));
    assertThat(Digits.hash(written.weights())).isEqualTo(Digits.hash(standard.weights()));
  }

  /// Knows its own loss and measures it itself; there are no targets.
  private static final class SelfTaught extends Around {
    private final Mean gap = new Mean("gap");

    @Override
    protected List<Metric> metrics() {
      return List.of(gap);
    }

    private Tensor gap(TrainingStep step) {
      return step.forward().one().sub(step.batch().x().sum(1).expandDims(-1)).square().mean();
    }

    @Override
    protected void trainStep(TrainingStep step) {
      Tensor[] gradients;
      Tensor loss;
      try (var tape = new GradientTape()) {
        loss = gap(step);
        gradients = step.gradients(tape, loss);
      }
      gap.update(loss, null);
      step.apply(gradients);
    }

    @Override
    protected void testStep(TrainingStep step) {
      gap.update(gap(step), null);
    }

    @Override
    protected Values predictStep(Values inputs) {
      Tensor y = super.predictStep(inputs).one();
      return Values.of(y, y.round());
    }
  }

  @Test
  void aModelMayHaveItsOwnLossMetricsAndPredictions() {
    Around model = new SelfTaught();
    model.compile(new SGD(0.1));
    Dataset data = Dataset.of(X);
    History history = model.fit(data, FIT.validation(data));
    assertThat(history.values().keySet()).containsExactly("gap", "val_gap");
    assertThat(history.last("gap")).isLessThan(history.get("gap").getFirst());
    List<Tensor> predictions = model.predictAll(X);
    assertThat(predictions.get(1).toFloatArray())
        .isEqualTo(predictions.get(0).round().toFloatArray());
    assertThat(model.evaluate(data, 16).get("gap"))
        .isCloseTo(predictions.get(0).sub(Y).square().mean().item(), within(1e-6));
  }

  @Test
  void itsStepsAreRecordedAndHaveTheBitsOfEagerOnes() {
    Around recorded = new SelfTaught();
    Around eager = new SelfTaught();
    eager.runEagerly(true);
    for (Around model : List.of(recorded, eager)) {
      model.compile(new SGD(0.1));
      model.fit(Dataset.of(X), FIT);
    }
    assertThat(Digits.hash(recorded.weights())).isEqualTo(Digits.hash(eager.weights()));
  }

  /// Adds to whatever loss it was compiled with.
  private static final class Heavier extends Around {
    @Override
    protected Tensor computeLoss(TrainingStep step, Values outputs) {
      return super.computeLoss(step, outputs).add(outputs.one().abs().mean());
    }
  }

  @Test
  void theLossAloneMayBeAnother() {
    Around plain = new Standard();
    Around heavier = new Heavier();
    plain.compile("sgd", "mse");
    heavier.compile("sgd", "mse");
    double added = plain.predict(X).abs().mean().item();
    Map<String, Double> want = plain.evaluate(Dataset.of(X, Y), 16);
    assertThat(heavier.evaluate(Dataset.of(X, Y), 16).get("loss"))
        .isCloseTo(want.get("loss") + added, within(1e-6));
  }
}
