package io.gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.nn.config.CustomObjects;
import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.nn.constraint.NonNeg;
import io.gradus.nn.loss.MeanSquaredError;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.SGD;
import io.gradus.nn.regularizer.L2;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Layers around other layers, functions as layers, and adapted kernels.
class WrapperLayersTest {
  private static final Tensor X = Tensor.randomUniform(Shape.of(8, 3), -1, 1, 5);

  private static void train(Layer layer, Tensor x) {
    Variable step = new Variable("step", Tensor.of(0L)).trainable(false);
    Call call = Call.train(1, step);
    layer.call(Values.of(x), call);
    call.finish();
  }

  @Test
  void spectralNormalizationBringsTheLargestSingularValueToOne() {
    SpectralNormalization layer = new SpectralNormalization(new Dense(2)).powerIterations(3);
    layer.call(X);
    Variable kernel = layer.weights().getFirst();
    assertThat(layer.weights())
        .extracting(Variable::name)
        .containsExactly(
            "spectral_normalization/dense/kernel",
            "spectral_normalization/vector_u",
            "spectral_normalization/dense/bias");
    // Singular values 4 and 2.
    kernel.assign(Tensor.of(new float[] {4, 0, 0, 2, 0, 0}, Shape.of(3, 2)));
    for (int i = 0; i < 10; i++) {
      train(layer, X);
    }
    float[] normalized = kernel.toFloatArray();
    assertThat(normalized[0]).isCloseTo(1, within(1e-5f));
    assertThat(normalized[3]).isCloseTo(0.5f, within(1e-5f));
    float[] before = kernel.toFloatArray();
    layer.call(X);
    assertThat(kernel.toFloatArray()).isEqualTo(before);
    kernel.assign(Tensor.zeros(3, 2));
    train(layer, X);
    assertThat(kernel.toFloatArray()).containsOnly(0);
  }

  @Test
  void spectralNormalizationTrainsRecordedAsEager() {
    float[][] kernels = new float[2][];
    for (int i = 0; i < 2; i++) {
      SpectralNormalization layer = new SpectralNormalization(new Dense(2));
      Sequential model = new Sequential(layer, new Dense(1));
      model.seed(3);
      model.runEagerly(i == 1);
      model.compile(new SGD(0.1), new MeanSquaredError());
      model.fit(X, Tensor.ones(8, 1), Fit.epochs(3).batchSize(4).quiet());
      kernels[i] = layer.weights().getFirst().toFloatArray();
    }
    assertThat(kernels[0]).isEqualTo(kernels[1]);
  }

  @Test
  void residualAddsItsInput() {
    Residual layer = new Residual(new Dense(4, "relu"), new Dense(3));
    Tensor y = layer.call(X);
    List<Layer> inner = List.copyOf(layer.children().values());
    assertThat(y.toFloatArray())
        .isEqualTo(X.add(inner.get(1).call(inner.get(0).call(X))).toFloatArray());
    assertThat(layer.weights())
        .extracting(Variable::name)
        .containsExactly(
            "residual/dense/kernel",
            "residual/dense/bias",
            "residual/dense_1/kernel",
            "residual/dense_1/bias");
    Tensor mask = Tensor.of(true);
    assertThat(layer.call(Values.of(X).masked(mask), Call.infer()).mask(0)).isSameAs(mask);
  }

  @Test
  void residualProjectsItsInput() {
    Residual layer = new Residual(new Dense(2)).projection(new Dense(2).useBias(false));
    Tensor y = layer.call(X);
    assertThat(y.shape()).isEqualTo(Shape.of(8, 2));
    assertThat(layer.children().keySet()).containsExactly("layer_0", "projection");
    assertThat(layer.weights()).hasSize(3);
    Map<String, ?> written = Layers.TABLE.write(layer);
    Layer read = Layers.TABLE.read(written);
    read.call(X);
    assertThat(Layers.TABLE.write(read)).isEqualTo(written);
    Sequential model = new Sequential(new InputLayer(3), new Residual(new Dense(3)), new Dense(1));
    model.compile(new SGD(), new MeanSquaredError());
    model.fit(X, Tensor.ones(8, 1), Fit.epochs(1).quiet());
    assertThat(model.weights()).hasSize(4);
  }

  @Test
  void wrappersAreWrittenAndReadAgain() {
    Layer layer = new SpectralNormalization(new Dense(2).named("inner")).powerIterations(2);
    Map<String, ?> written = Layers.TABLE.write(layer);
    Layer read = Layers.TABLE.read(written);
    assertThat(Layers.TABLE.write(read)).isEqualTo(written);
    assertThat(((SpectralNormalization) read).layer().name()).isEqualTo("inner");
  }

  @Test
  void lambdaAppliesItsFunctionWhichFilesKnowByItsName() {
    Lambda layer = new Lambda(x -> x.mul(2));
    assertThat(layer.call(Tensor.of(1f, 2f)).toFloatArray()).containsExactly(2, 4);
    Layer difference = Lambda.ofSeveral(in -> in.get(0).sub(in.get(1))).named("difference");
    Tensor y = difference.call(Values.of(Tensor.of(3f), Tensor.of(1f)), Call.infer()).one();
    assertThat(y.item()).isEqualTo(2);
    Map<String, Object> written = Layers.TABLE.write(layer.named("twice"));
    CustomObjects own = CustomObjects.NONE.function("twice", x -> x.mul(2));
    Layer read = own.within(() -> Layers.TABLE.read(written));
    assertThat(read.call(Tensor.of(1f, 2f)).toFloatArray()).containsExactly(2, 4);
    Map<String, Object> python =
        Map.of("name", "twice", "function", Map.of("class_name", "__lambda__", "config", Map.of()));
    Layer code = own.within(() -> Lambda.SCHEMA.read(python));
    assertThat(code.call(Tensor.of(1f)).item()).isEqualTo(2);
    assertThatThrownBy(() -> Lambda.SCHEMA.read(python))
        .isInstanceOf(UnsupportedConfigException.class)
        .hasMessage(
            "Lambda: no code is read from a file; give the function:"
                + " CustomObjects.NONE.function(\"twice\", x -> …)");
  }

  @Test
  void loraTrainsTheFactorsAlone() {
    Dense layer = new Dense(2).lora(2, 4).kernelRegularizer(new L2(0.5));
    layer.call(X);
    assertThat(layer.weights())
        .extracting(Variable::name)
        .containsExactly(
            "dense/kernel", "dense/bias", "dense/lora_kernel_a", "dense/lora_kernel_b");
    assertThat(layer.weights())
        .extracting(Variable::isTrainable)
        .containsExactly(false, true, true, true);
    Variable kernel = layer.weights().getFirst();
    Variable a = layer.weights().get(2);
    Variable b = layer.weights().get(3);
    assertThat(layer.call(X).toFloatArray()).isEqualTo(X.matmul(kernel).toFloatArray());
    b.assign(Tensor.ones(2, 2));
    Tensor expected = X.matmul(kernel.add(a.matmul(b).mul(2)));
    assertThat(layer.call(X).sub(expected).abs().max().item()).isLessThan(1e-5);
    Call call = Call.infer();
    layer.call(Values.of(X), call);
    // Only what is trained is penalized: half the squares of both factors.
    double penalty = a.square().sum().add(4).mul(0.5).item();
    assertThat(call.total(Tensor.of(0f)).item()).isCloseTo(penalty, within(1e-5));
  }

  @Test
  void loraOfOtherLayersAddsTheProductOfTheFactors() {
    Tensor images = Tensor.arange(0, 32, 1, DType.FLOAT32).reshape(1, 4, 4, 2).div(32);
    Tensor words = Tensor.of(1, 2, 0, 3).reshape(2, 2);
    Map<Layer, Tensor> inputs =
        Map.of(
            new EinsumDense("ab,bc->ac", 3).biasAxes("c").lora(2, 3), X,
            new Conv2D(3, 2).lora(2, 3), images,
            new Embedding(4, 3).lora(2, 3), words,
            new ReversibleEmbedding(4, 3).lora(2, 3), words);
    inputs.forEach((layer, x) -> {
      layer.call(x);
      List<Variable> weights = layer.weights();
      Variable b = weights.getLast();
      Variable a = weights.get(weights.size() - 2);
      assertThat(a.name()).matches(".*/lora_(kernel|embeddings)_a");
      assertThat(b.name()).matches(".*/lora_(kernel|embeddings)_b");
      b.assign(Tensor.ones(b.type()).mul(0.5));
      Tensor adapted = layer.call(x);
      assertThat(adapted.equal(layerOfKernelAlone(layer, x)).all().item()).isEqualTo(0);
      // In files the factors are part of the kernel.
      StoredWeight stored = layer.storedWeights().getFirst();
      assertThat(layer.storedWeights()).hasSize(weights.size() - 2);
      Tensor sum = weights.getFirst().add(a.matmul(b).mul(1.5));
      assertThat(stored.value().get().sub(sum).abs().max().item()).isLessThan(1e-6);
      stored.restore().accept(stored.value().get());
      assertThat(a.value().abs().sum().item()).isZero();
      assertThat(layer.call(x).sub(adapted).abs().max().item()).isLessThan(1e-5);
    });
  }

  private static Tensor layerOfKernelAlone(Layer layer, Tensor x) {
    Variable b = layer.weights().getLast();
    Tensor before = b.value();
    b.assign(Tensor.zeros(b.type()));
    Tensor y = layer.call(x);
    b.assign(before);
    return y;
  }

  @Test
  void loraTakesNoConstraint() {
    Dense layer = new Dense(2).lora(2).kernelConstraint(new NonNeg());
    assertThatThrownBy(() -> layer.call(X))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lora: a weight with a constraint can't be adapted; got kernel");
  }

  @Test
  void loraIsWrittenOnlyWhereItIs() {
    assertThat(Dense.SCHEMA.write(new Dense(2))).doesNotContainKeys("lora_rank", "lora_alpha");
    Map<String, ?> written = Dense.SCHEMA.write(new Dense(2).lora(3));
    assertThat(written.get("lora_rank")).isEqualTo(3);
    assertThat(written.get("lora_alpha")).isEqualTo(3.0);
    assertThat(Dense.SCHEMA.write(Dense.SCHEMA.read(written))).isEqualTo(written);
  }
}
