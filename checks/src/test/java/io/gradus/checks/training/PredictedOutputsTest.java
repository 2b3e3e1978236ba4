package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.data.Dataset;
import io.gradus.nn.model.Functional;
import io.gradus.nn.model.Input;
import io.gradus.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How the predictions of batches are put together where an output has no row for each sample.
class PredictedOutputsTest {
  private static final Tensor X = Tensor.arange(0, 50).reshape(10, 5).cast(Tensor.of(1f).dtype());

  private static List<Tensor> predict(int batch, Tensor x, Tensor... outputs) {
    var model = new Functional(List.of(x), List.of(outputs));
    return model.predictAll(Dataset.of(X), batch);
  }

  private static void same(Tensor got, Tensor want) {
    assertThat(got.type()).isEqualTo(want.type());
    assertThat(got.toDoubleArray()).isEqualTo(want.toDoubleArray());
  }

  @Test
  void rowsOfABatchFollowOneAnother() {
    Tensor x = Input.of(5);
    List<Tensor> all = predict(4, x, x.reshape(-1), x, x.sum(0));
    same(all.getFirst(), X.reshape(-1));
    same(all.get(1), X);
    // Of batches of 4, 4 and 2, as Keras puts them together.
    Tensor sums = Tensor.concat(0, X.get("0:4").sum(0), X.get("4:8").sum(0), X.get("8:10").sum(0));
    same(all.get(2), sums);
  }

  @Test
  void asManyRowsAsSamplesByChanceAreNoneForEach() {
    Tensor x = Input.of(5);
    Tensor fives = predict(5, x, x.sum(0)).getFirst();
    same(fives, Tensor.concat(0, X.get("0:5").sum(0), X.get("5:10").sum(0)));
    Tensor rest = predict(4, x, x.get(":, 0:4").sum(0)).getFirst();
    assertThat(rest.shape().dims()).containsExactly(12);
    same(rest.get("8:"), X.get("8:10, 0:4").sum(0));
  }

  @Test
  void oneBatchIsReturnedAsItIs() {
    Tensor x = Input.of(5);
    same(predict(10, x, x.sum(0)).getFirst(), X.sum(0));
  }

  @Test
  void aSingleNumberIsRefused() {
    Tensor x = Input.of(5);
    assertThatThrownBy(() -> predict(4, x, x, x.sum()))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("predict: output 1 is one number for a batch, not one for each sample");
  }
}
