package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.data.Batch;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Means over no samples are no numbers; every way to ask for some says so.
class NoSamplesTest {
  private static final Tensor X = Tensor.zeros(0, 4);
  private static final Tensor Y = Tensor.zeros(Shape.of(0), DType.INT32);

  private static void assertRefused(String method, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(method + ": the data has no samples");
  }

  @Test
  void areRefused() {
    Sequential model = new Sequential(new Dense(3, "softmax"));
    model.compile("sgd", "sparse_categorical_crossentropy", "accuracy");
    assertRefused("trainOnBatch", () -> model.trainOnBatch(X, Y));
    assertRefused("testOnBatch", () -> model.testOnBatch(X, Y));
    assertRefused("fit", () -> model.fit(X, Y, Fit.epochs(1).quiet()));
    assertRefused("evaluate", () -> model.evaluate(X, Y));
    assertRefused("explain", () -> model.explain(Batch.of(X, Y)));
    assertRefused("predict", () -> model.predict(X));
  }
}
