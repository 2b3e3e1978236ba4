package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Forward;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Values;
import io.gradus.nn.layer.Weights;
import io.gradus.nn.loss.MeanSquaredError;
import io.gradus.nn.model.Functional;
import io.gradus.nn.model.Input;
import io.gradus.nn.model.ModelTable;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.SGD;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Models of layers called on symbolic tensors.
class FunctionalTest {
  @Test
  void computesWhatItsLayersCompute() {
    Tensor a = Input.of(3);
    Dense first = new Dense(4, "relu");
    Dense second = new Dense(2);
    Functional model = new Functional(a, second.call(first.call(a)));
    Tensor x = Tensor.randomUniform(Shape.of(5, 3), -1, 1, 7);
    assertThat(model.predict(x).toFloatArray())
        .isEqualTo(second.call(first.call(x)).toFloatArray());
    assertThat(model.layers())
        .extracting(Layer::name)
        .containsExactly("input_layer", "dense", "dense_1");
    assertThat(model.weights())
        .extracting(Variable::name)
        .containsExactly("dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias");
  }

  @Test
  void hasTheFirstWeightsOfASequentialModelOfTheSameLayersAndSeed() {
    Tensor a = Input.of(3);
    Functional model = new Functional(a, new Dense(2).call(new Dense(4).call(a)));
    model.seed(3);
    Sequential other = new Sequential(new InputLayer(3), new Dense(4), new Dense(2));
    other.seed(3);
    other.build();
    Tensor x = Tensor.ones(1, 3);
    assertThat(model.predict(x).toFloatArray()).isEqualTo(other.predict(x).toFloatArray());
  }

  @Test
  void sharesALayerThatIsCalledTwice() {
    Tensor a = Input.of(new InputLayer(2).named("left"));
    Tensor b = Input.of(new InputLayer(2).named("right"));
    Dense shared = new Dense(3);
    Tensor y = shared.call(a).sub(shared.call(b));
    Functional model = new Functional(List.of(a, b), List.of(y));
    assertThat(model.weights()).hasSize(2);
    assertThat(model.inputNames()).containsExactly("left", "right");
    Tensor x = Tensor.of(new float[][] {{1, 2}});
    Values out = model.call(Values.of(x, x), Call.infer());
    assertThat(out.one().toFloatArray()).containsExactly(0, 0, 0);
  }

  @Test
  void trainsANestedModelWithTheRest() {
    Tensor a = Input.of(2);
    Sequential inner = new Sequential(new InputLayer(2), new Dense(4, "tanh")).named("inner");
    Functional model = new Functional(a, new Dense(1).call(inner.call(a)));
    model.seed(1);
    assertThat(model.weights())
        .extracting(Variable::name)
        .containsExactly("inner/dense/kernel", "inner/dense/bias", "dense/kernel", "dense/bias");
    Tensor kernel = model.weights().getFirst().value();
    model.compile(new SGD(0.1), new MeanSquaredError());
    Tensor x = Tensor.of(new float[][] {{1, 2}, {3, -1}});
    Tensor y = Tensor.of(new float[][] {{1}, {-1}});
    double before = model.trainOnBatch(x, y).get("loss");
    for (int i = 0; i < 20; i++) {
      model.trainOnBatch(x, y);
    }
    model.resetMetrics();
    assertThat(model.testOnBatch(x, y).get("loss")).isLessThan(before);
    assertThat(model.weights().getFirst().value().toFloatArray())
        .isNotEqualTo(kernel.toFloatArray());
  }

  @Test
  void readsTheConfigurationItWrites() {
    Tensor a = Input.of(InputLayer.of(DType.FLOAT32, 2).named("a"));
    Dense shared = new Dense(2).named("shared");
    Tensor once = shared.call(a);
    Tensor twice = shared.call(once);
    Functional model = new Functional(List.of(a), List.of(once, twice)).named("twice");
    var written = ModelTable.write(model);
    Functional read = (Functional) ModelTable.read(written);
    assertThat(ModelTable.write(read)).isEqualTo(written);
    read.weights().getFirst().assign(model.weights().getFirst());
    Tensor x = Tensor.ones(3, 2);
    List<Tensor> got = read.call(Values.of(x), Call.infer()).all();
    List<Tensor> want = model.call(Values.of(x), Call.infer()).all();
    assertThat(got).hasSize(2);
    assertThat(got.get(0).toFloatArray()).isEqualTo(want.get(0).toFloatArray());
    assertThat(got.get(1).toFloatArray()).isEqualTo(want.get(1).toFloatArray());
  }

  /// Marks the positive numbers of its input.
  private static final class Marking extends Layer {
    static final Schema<Marking> SCHEMA =
        Layer.<Marking>schemaOf("Marking").build(_ -> new Marking());

    Marking() {
      super(Settings.DEFAULT);
    }

    @Override
    public Schema<Marking> schema() {
      return SCHEMA;
    }

    @Override
    protected Forward build(List<TensorType> inputs, Weights weights) {
      return (in, _) -> Values.of(in.one()).masked(in.one().greater(0));
    }
  }

  /// Counts what the mask of its input leaves.
  private static final class Counting extends Layer {
    static final Schema<Counting> SCHEMA =
        Layer.<Counting>schemaOf("Counting").build(_ -> new Counting());

    Counting() {
      super(Settings.DEFAULT);
    }

    @Override
    public Schema<Counting> schema() {
      return SCHEMA;
    }

    @Override
    protected Forward build(List<TensorType> inputs, Weights weights) {
      return (in, _) -> {
        Tensor mask = in.mask(0);
        return Values.of(mask == null ? Tensor.of(-1f) : mask.cast(DType.FLOAT32).sum(1));
      };
    }
  }

  @Test
  void masksFollowTheirTensors() {
    Tensor a = Input.of(3);
    Functional model = new Functional(a, new Counting().call(new Marking().call(a)));
    Tensor x = Tensor.of(new float[][] {{1, -1, 2}, {-1, -1, 5}});
    assertThat(model.predict(x).toFloatArray()).containsExactly(2, 1);
    Sequential chain = new Sequential(new Marking(), new Counting());
    assertThat(chain.predict(x).toFloatArray()).containsExactly(2, 1);
    Tensor b = Input.of(3);
    Functional outer =
        new Functional(b, new Sequential(new Counting()).call(new Marking().call(b)));
    assertThat(outer.predict(x).toFloatArray()).containsExactly(2, 1);
  }

  @Test
  void refusesWhatIsNoGraph() {
    Tensor a = Input.of(2);
    Tensor b = Input.of(new InputLayer(2).named("b"));
    Tensor y = new Dense(1).call(a);
    assertThatThrownBy(() -> new Functional(b, y))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "functional: an output needs an input that is not among the inputs; got"
                + " input_layer=float32[?, 2]");
    assertThatThrownBy(() -> new Functional(y, y))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("functional: inputs must come of Input.of; got float32[?, 1]");
    assertThatThrownBy(() -> new Functional(a, Tensor.of(1f)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("functional: outputs must come of the inputs; got float32[]");
    assertThatThrownBy(() -> new Functional(List.of(a, a), List.of(y)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("functional: needs inputs that differ; got [float32[?, 2], float32[?, 2]]");
    assertThatThrownBy(() -> new Functional(a, y).predict(Tensor.ones(1, 3)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("functional: expects [float32[?, 2]]; got [float32[1, 3]]");
  }
}
