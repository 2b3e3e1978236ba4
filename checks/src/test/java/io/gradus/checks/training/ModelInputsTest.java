package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.data.Dataset;
import io.gradus.nn.layer.BatchNormalization;
import io.gradus.nn.layer.Conv2D;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.GlobalAveragePooling2D;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.Reshape;
import io.gradus.nn.loss.MeanSquaredError;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Functional;
import io.gradus.nn.model.Input;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.SGD;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.ShapeException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What a model that is built says to samples of other types.
class ModelInputsTest {
  private static final String WANTED = "functional: expects [float32[?, 8, 8, 1]]; got ";

  private static Functional pictures() {
    Tensor x = Input.of(8, 8, 1);
    Tensor y = new GlobalAveragePooling2D().call(new Conv2D(2, 3).call(x));
    return new Functional(x, y).named("pictures");
  }

  private static Model compiled(Model model) {
    model.compile(new SGD(), new MeanSquaredError());
    return model;
  }

  private static List<Tensor> values(Model model) {
    return model.weights().stream().map(Variable::value).toList();
  }

  private static void refused(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isExactlyInstanceOf(ShapeException.class).hasMessage(message);
  }

  private static void same(Tensor actual, Tensor expected) {
    assertThat(actual.type()).isEqualTo(expected.type());
    assertThat(actual.cast(DType.FLOAT64).toDoubleArray())
        .isEqualTo(expected.cast(DType.FLOAT64).toDoubleArray());
  }

  @Test
  void otherLengthsAreRefusedInEveryCall() {
    Model model = compiled(pictures());
    Tensor good = Tensor.ones(2, 8, 8, 1);
    Tensor bad = Tensor.ones(2, 6, 6, 1);
    Tensor y = Tensor.zeros(2, 2);
    model.predict(good);
    List<Tensor> before = values(model);
    String message = WANTED + "[float32[2, 6, 6, 1]] (in model \"pictures\")";
    refused(message, () -> model.predict(bad));
    refused(message, () -> model.predictOnBatch(bad));
    refused(message, () -> model.evaluate(bad, y));
    refused(message, () -> model.fit(bad, y, Fit.epochs(1).quiet()));
    refused(message, () -> model.trainOnBatch(bad, y));
    refused(message, () -> model.testOnBatch(bad, y));
    refused(message, () -> model.call(bad));
    model.runEagerly(true);
    refused(message, () -> model.predict(bad));
    Fit validated = Fit.epochs(1).quiet().validation(Dataset.of(bad, y));
    refused(message, () -> model.fit(good, y, validated));
    assertThat(values(model)).isEqualTo(before);
  }

  @Test
  void aSingleSampleIsToldHowToBecomeABatch() {
    String hint = "; a single sample needs expandDims(0), the axis of samples";
    refused(
        WANTED + "[float32[8, 8, 1]]" + hint + " (in model \"pictures\")",
        () -> pictures().predict(Tensor.ones(8, 8, 1)));
    Sequential row =
        new Sequential(new InputLayer(8, 8, 1), new Conv2D(2, 3).padding("same")).named("row");
    refused(
        "sequential: expects x=float32[?, 8, 8, 1]; got x=float32[8, 8, 1]"
            + hint
            + " (in model \"row\")",
        () -> row.predict(Tensor.ones(8, 8, 1)));
  }

  @Test
  void aLastAxisOfOneMayBeThereOrNot() {
    Tensor x = Input.of(3);
    Functional model = new Functional(x, new Dense(2).call(x));
    Tensor batch = Tensor.arange(12).reshape(4, 3).cast(DType.FLOAT32);
    Tensor expected = model.predict(batch);
    same(model.predict(batch.expandDims(-1)), expected);
    Tensor one = Input.of(3, 1);
    Functional column = new Functional(one, new Dense(2).call(one));
    same(column.predict(batch), column.predict(batch.expandDims(-1)));
    refused(
        "functional: expects [float32[?, 3]]; got [float32[4, 3, 2]] (in model \"functional\")",
        () -> model.predict(Tensor.ones(4, 3, 2)));
  }

  @Test
  void layersInARowTakeOtherLengthsWhereTheyDo() {
    Sequential model =
        new Sequential(new InputLayer(8, 8, 1), new Conv2D(2, 3), new GlobalAveragePooling2D());
    assertThat(model.predict(Tensor.ones(2, 6, 7, 1)).shape().dims()).containsExactly(2, 2);
    refused(
        "sequential: expects x=float32[?, 8, 8, 1]; got x=float32[3, 8, 8] (in model"
            + " \"sequential\")",
        () -> model.predict(Tensor.ones(3, 8, 8)));
    refused(
        "sequential: expects x=float32[?, 8, 8, 1, 2]; got x=float32[2, 8, 8] (in model"
            + " \"sequential\")",
        () ->
            new Sequential(new InputLayer(8, 8, 1, 2), new Dense(2)).predict(Tensor.ones(2, 8, 8)));
  }

  @Test
  void builtLayersTakeWhatTheyWouldHaveBeenBuiltFor() {
    Sequential row = new Sequential(new Reshape(4, 3), new BatchNormalization()).named("row");
    row.predict(Tensor.ones(2, 3, 4));
    assertThat(row.predict(Tensor.ones(5, 2, 6)).shape().dims()).containsExactly(5, 4, 3);
    refused(
        "sequential: expects x=float32[?, 3, 4]; got x=float32[2, 6, 4]; reshape: samples of 24"
            + " elements do not fit [4, 3]; got x=float32[2, 6, 4] (in model \"row\", layer"
            + " \"reshape\")",
        () -> row.predict(Tensor.ones(2, 6, 4)));
    BatchNormalization norm = new BatchNormalization();
    norm.call(Tensor.ones(2, 4));
    assertThat(norm.call(Tensor.ones(3, 5, 4)).shape().dims()).containsExactly(3, 5, 4);
    refused(
        "batch_normalization: was built for [float32[2, 4]]; got [float32[2, 1]] (in layer"
            + " \"batch_normalization\")",
        () -> norm.call(Tensor.ones(2, 1)));
    GlobalAveragePooling2D pooling = new GlobalAveragePooling2D();
    pooling.call(Tensor.ones(2, 6, 6, 4));
    refused(
        "global average pooling 2d: needs 4 axes, [n, 2 spatial axes, channels]; got x=float32[2,"
            + " 6, 4]; a single sample needs expandDims(0), the axis of samples; data without"
            + " channels expandDims(-1) (in layer \"global_average_pooling2d\")",
        () -> pooling.call(Tensor.ones(2, 6, 4)));
  }

  @Test
  void elementsAreConvertedToTheInputsType() {
    Tensor x = Input.of(InputLayer.of(DType.INT32, 3));
    Functional model = new Functional(x, new Cast().call(x));
    assertThat(model.predict(Tensor.of(new double[][] {{1, 2, -3}})).dtype())
        .isEqualTo(DType.INT32);
    same(model.predict(Tensor.of(new long[][] {{1, 2, -3}})), Tensor.of(new int[][] {{1, 2, -3}}));
    assertThatThrownBy(() -> model.predict(Tensor.of(new float[][] {{1, 2, 3}, {4, 2.5f, 0}})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "functional: expects int32[?, 3]; element 2.5 at [1, 1] is no whole number (in"
                + " model \"functional\")");
    assertThatThrownBy(() -> model.predict(Tensor.of(new long[][] {{1, 2, 1L << 31}})))
        .hasMessage(
            "functional: expects int32[?, 3]; element 2147483648 at [0, 2] is no int32 (in"
                + " model \"functional\")");
    Tensor floats = Input.of(2);
    Functional other = new Functional(floats, new Cast().call(floats));
    assertThat(other.predict(Tensor.of(new int[][] {{1, 2}})).dtype()).isEqualTo(DType.FLOAT32);
    Tensor wide = Input.of(InputLayer.of(DType.FLOAT64, 1));
    Functional exact = new Functional(wide, new Cast().call(wide));
    assertThat(exact.predict(Tensor.of(new double[][] {{1e-300}})).item()).isEqualTo(1e-300);
  }

  /// A layer that leaves its input as it is, whatever its type.
  private static final class Cast {
    private Tensor call(Tensor x) {
      return x.reshape(-1, x.dim(1));
    }
  }

  @Test
  void mappingsKeepTheNumberOfSamples() {
    Dataset data = Dataset.of(Tensor.ones(4, 2), Tensor.zeros(4, 1));
    Dataset fewer = data.map(batch -> batch.mapX(x -> x.get("1:")));
    Model model = compiled(new Sequential(new Dense(1)));
    refused(
        "dataset: a conversion must keep the number of samples; got float32[3, 2] for 4 samples",
        () -> model.fit(fewer, Fit.epochs(1).quiet()));
    refused(
        "dataset: a conversion must keep the number of samples; got float32[1, 2] for 2 samples",
        () -> model.predict(fewer.prefetch(), 2));
  }
}
