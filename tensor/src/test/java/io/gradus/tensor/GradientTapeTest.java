package io.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GradientTapeTest {
  private static void onAnotherThread(Runnable action) {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                action.run();
              } catch (Throwable e) {
                failure.set(e);
              }
            });
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (failure.get() instanceof RuntimeException e) {
      throw e;
    }
    assertThat(failure.get()).isNull();
  }

  @Test
  void theSlopeOfALineIsTwo() {
    Variable x = new Variable(Tensor.of(0f));
    try (var tape = new GradientTape()) {
      Tensor y = x.mul(2).add(3);
      assertThat(tape.gradient(y, x)).hasToString("2.0");
    }
  }

  @Test
  void theGradientOfAMatrixIsAMatrix() {
    Variable x = new Variable(Tensor.zeros(2, 2));
    try (var tape = new GradientTape()) {
      Tensor y = x.mul(2).add(3);
      assertThat(tape.gradient(y, x)).hasToString("[[2. 2.]\n [2. 2.]]");
    }
  }

  @Test
  void aDenseLayerHasGradientsForWeightsAndBias() {
    Variable w = new Variable("w", Tensor.randomUniform(Shape.of(2, 2), 0, 1, 1));
    Variable b = new Variable("b", Tensor.zeros(2));
    Tensor x = Tensor.randomUniform(Shape.of(2, 2), 0, 1, 2);
    try (var tape = new GradientTape()) {
      Tensor y = x.matmul(w).add(b);
      List<Tensor> gradients = tape.gradient(y, List.of(w, b));
      assertThat(gradients.get(1)).hasToString("[2. 2.]");
      float[] columns = x.sum(0).toFloatArray();
      assertThat(gradients.get(0).toFloatArray())
          .containsExactly(columns[0], columns[0], columns[1], columns[1]);
    }
  }

  /// |4 − (x·w + b)| at x = 2, w = 3, b = 1.
  @Test
  void theChainRuleGoesThroughAbsoluteErrorSumAndProduct() {
    Tensor x = Tensor.of(2f);
    Variable w = new Variable(Tensor.of(3f));
    Variable b = new Variable(Tensor.of(1f));
    try (var tape = new GradientTape()) {
      Tensor error = Tensor.of(4f).sub(x.mul(w).add(b));
      Tensor loss = error.relu().add(error.neg().relu());
      assertThat(loss.item()).isEqualTo(3);
      List<Tensor> gradients = tape.gradient(loss, List.of(w, b));
      assertThat(gradients).extracting(Tensor::item).containsExactly(2.0, 1.0);
    }
  }

  @Test
  void nestedTapesGiveTheAccelerationOfAFallingApple() {
    Variable time = new Variable(Tensor.of(0.5));
    try (var outer = new GradientTape()) {
      Tensor speed;
      try (var inner = new GradientTape()) {
        speed = inner.gradient(time.square().mul(4.9), time);
      }
      assertThat(speed.item()).isEqualTo(4.9);
      assertThat(outer.gradient(speed, time).item()).isEqualTo(9.8);
    }
  }

  @Test
  void threeNestedTapesGiveTheThirdDerivative() {
    Tensor x = Tensor.of(2.0);
    try (var third = new GradientTape()) {
      third.watch(x);
      try (var second = new GradientTape()) {
        second.watch(x);
        try (var first = new GradientTape()) {
          first.watch(x);
          Tensor y = x.square().square();
          Tensor dy = first.gradient(y, x);
          Tensor d2y = second.gradient(dy, x);
          assertThat(dy.item()).isEqualTo(32);
          assertThat(d2y.item()).isEqualTo(48);
          assertThat(third.gradient(d2y, x).item()).isEqualTo(48);
        }
      }
    }
  }

  @Test
  void anInnerTapeDoesNotRecordItsOwnGradient() {
    Tensor x = Tensor.of(3.0);
    try (var tape = GradientTape.persistent()) {
      tape.watch(x);
      Tensor dy = tape.gradient(x.square(), x);
      assertThat(tape.connected(dy, List.of(x))).containsOnlyNulls();
    }
  }

  @Test
  void aPersistentTapeAnswersManyTimesAndAfterClosing() {
    Tensor x = Tensor.of(3.0);
    GradientTape tape = GradientTape.persistent();
    Tensor y;
    Tensor z;
    try (tape) {
      tape.watch(x);
      y = x.square();
      z = y.square();
      assertThat(tape.gradient(z, x).item()).isEqualTo(108);
      assertThat(tape.gradient(y, x).item()).isEqualTo(6);
    }
    assertThat(tape.gradient(z, y).item()).isEqualTo(18);
  }

  @Test
  void aSpentOrClosedTapeSaysSo() {
    Tensor x = Tensor.of(3.0);
    GradientTape tape = new GradientTape();
    try (tape) {
      tape.watch(x);
      Tensor y = x.square();
      tape.gradient(y, x);
      assertThatThrownBy(() -> tape.gradient(y, x))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "gradient: the tape is spent; GradientTape.persistent() allows several calls");
    }
    GradientTape closed = new GradientTape();
    closed.close();
    assertThatThrownBy(() -> closed.gradient(x, x)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void tapesCloseInTheirOwnThreadLastFirst() {
    GradientTape outer = new GradientTape();
    GradientTape inner = new GradientTape();
    String message = "close: tapes close in the thread that opened them, the last one opened first";
    assertThatThrownBy(outer::close).isInstanceOf(IllegalStateException.class).hasMessage(message);
    assertThatThrownBy(() -> onAnotherThread(inner::close))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(message);
    inner.close();
    inner.close();
    outer.close();
  }

  @Test
  void aTapeBelongsToItsThread() {
    Variable x = new Variable(Tensor.of(3.0));
    try (var tape = new GradientTape()) {
      AtomicReference<Tensor> elsewhere = new AtomicReference<>();
      onAnotherThread(() -> elsewhere.set(x.square()));
      assertThat(tape.connected(elsewhere.get(), List.of(x))).containsOnlyNulls();
    }
    try (var tape = new GradientTape()) {
      Tensor y = x.square();
      String owner = Thread.currentThread().getName();
      assertThatThrownBy(() -> onAnotherThread(() -> tape.gradient(y, x)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("gradient: the tape belongs to thread " + owner);
    }
  }

  @Test
  void argMaxCutsThePathAndTheMessageNamesIt() {
    Variable x = new Variable("scores", Tensor.of(1f, 3f, 2f));
    try (var tape = new GradientTape()) {
      Tensor y = x.mul(2).argMax(0).cast(DType.FLOAT32).add(1);
      assertThatThrownBy(() -> tape.gradient(y, x))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "gradient: the target float32[] does not depend on variable scores float32[3]: "
                  + "no gradient flows through argMax");
    }
  }

  @Test
  void castingToIntegersCutsThePath() {
    Tensor x = Tensor.of(1.5f, 3f);
    try (var tape = new GradientTape()) {
      tape.watch(x);
      Tensor y = x.cast(DType.INT32).cast(DType.FLOAT32);
      assertThatThrownBy(() -> tape.gradient(y, x))
          .hasMessage(
              "gradient: the target float32[2] does not depend on the source float32[2]: "
                  + "no gradient flows through cast");
    }
  }

  @Test
  void anUnwatchedTensorIsNamedAsSuch() {
    Tensor x = Tensor.of(1.5f, 3f);
    Variable frozen = new Variable("frozen", Tensor.of(1f, 2f)).trainable(false);
    try (var tape = GradientTape.persistent()) {
      Tensor y = x.square().add(frozen);
      assertThatThrownBy(() -> tape.gradient(y, x))
          .hasMessage(
              "gradient: the target float32[2] does not depend on the source float32[2], which the"
                  + " tape has not watched");
      assertThatThrownBy(() -> tape.gradient(y, frozen))
          .hasMessage(
              "gradient: the target float32[2] does not depend on variable frozen float32[2], which"
                  + " the tape has not watched");
      assertThatThrownBy(() -> tape.watch(Tensor.of(1, 2)))
          .hasMessage("watch: gradients need a floating type; got int32[2]");
    }
  }

  @Test
  void variablesMadeOfOneTensorHaveGradientsOfTheirOwn() {
    Tensor start = Tensor.of(2.0, 3.0);
    Variable a = new Variable("a", start);
    Variable b = new Variable("b", start);
    try (var tape = new GradientTape()) {
      Tensor y = a.mul(10).add(b.mul(7)).add(start);
      List<Tensor> gradients = tape.gradient(y, List.of(a, b));
      assertThat(gradients.get(0).toDoubleArray()).containsExactly(10, 10);
      assertThat(gradients.get(1).toDoubleArray()).containsExactly(7, 7);
    }
  }

  @Test
  void variablesAssignedOneTensorHaveGradientsOfTheirOwn() {
    Tensor start = Tensor.of(2.0, 3.0);
    Variable a = new Variable("a", Tensor.of(0.0, 0.0));
    Variable b = new Variable("b", Tensor.of(0.0, 0.0));
    a.assign(start);
    b.assign(start);
    try (var tape = new GradientTape()) {
      Tensor y = a.mul(10).add(b.mul(7));
      assertThat(tape.gradient(y, a).toDoubleArray()).containsExactly(10, 10);
    }
  }

  @Test
  void readsBeforeAndAfterAnAssignmentBothCount() {
    Variable x = new Variable(Tensor.of(2.0));
    try (var tape = new GradientTape()) {
      Tensor before = x.square();
      x.assign(Tensor.of(5.0));
      Tensor after = x.square();
      assertThat(tape.gradient(before.add(after), x).item()).isEqualTo(4 + 10);
    }
  }

  @Test
  void broadcastingAndPromotionAreUndone() {
    Variable bias = new Variable(Tensor.of(1f, 2f, 3f));
    Tensor x = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
    try (var tape = new GradientTape()) {
      Tensor gradient = tape.gradient(x.mul(bias), bias);
      assertThat(gradient.dtype()).isEqualTo(DType.FLOAT32);
      assertThat(gradient.toFloatArray()).containsExactly(5, 7, 9);
    }
  }

  @Test
  void usingATensorTwiceAddsItsGradients() {
    Tensor x = Tensor.of(3.0);
    try (var tape = new GradientTape()) {
      tape.watch(x);
      assertThat(tape.gradient(x.mul(x).add(x), x).item()).isEqualTo(7);
    }
  }

  @Test
  void theTargetItselfHasGradientOne() {
    Tensor x = Tensor.of(3.0, 4.0);
    try (var tape = new GradientTape()) {
      tape.watch(x);
      assertThat(tape.gradient(x, x).toDoubleArray()).containsExactly(1, 1);
    }
  }

  @Test
  void theGradientOfMaxIsSharedAmongEquals() {
    Tensor x = Tensor.of(3.0, 4.0, 4.0, 1.0);
    try (var tape = new GradientTape()) {
      tape.watch(x);
      assertThat(tape.gradient(x.max(), x).toDoubleArray()).containsExactly(0, 0.5, 0.5, 0);
    }
  }

  @Test
  void reluHasNoGradientAtZero() {
    Tensor x = Tensor.of(-1.0, 0.0, 1.0);
    try (var tape = new GradientTape()) {
      tape.watch(x);
      assertThat(tape.gradient(x.relu(), x).toDoubleArray()).containsExactly(0, 0, 1);
    }
  }

  @Test
  void gatheringARowTwiceAddsItsGradients() {
    Tensor x = Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});
    try (var tape = new GradientTape()) {
      tape.watch(x);
      Tensor y = x.gather(Tensor.of(2, 0, -1), 0);
      assertThat(tape.gradient(y, x).toDoubleArray()).containsExactly(1, 1, 0, 0, 2, 2);
    }
  }

  @Test
  void aClosedTapeLeavesNoTrace() {
    Tensor x = Tensor.of(3.0);
    GradientTape outer = new GradientTape();
    GradientTape inner = new GradientTape();
    inner.watch(x);
    inner.close();
    outer.watch(x);
    assertThat(outer.gradient(x.square(), x).item()).isEqualTo(6);
    outer.close();
  }

  /// The sums of samples would be beyond `float16`, and what is left of them NaN.
  @Test
  void halfGradientsOfBroadcastsDoNotOverflowOnTheWay() {
    Tensor signs = Tensor.of(2000.0, -2000.0).reshape(2, 1, 1).broadcastTo(Shape.of(2, 64, 3));
    Tensor x = signs.cast(DType.FLOAT16);
    Tensor bias = Tensor.zeros(3).cast(DType.FLOAT16);
    try (var tape = new GradientTape()) {
      tape.watch(bias);
      Tensor y = x.mul(bias);
      assertThat(tape.gradient(y, bias).toFloatArray()).containsExactly(0, 0, 0);
    }
  }

  @Test
  void farOutTheSlopesOfGeluAreThoseOfItsLimits() {
    for (Tensor x :
        List.of(
            Tensor.of(300f, -300f).cast(DType.FLOAT16),
            Tensor.of(1e20f, -1e20f),
            Tensor.of(1e200, -1e200))) {
      try (var outer = new GradientTape();
          var tape = new GradientTape()) {
        outer.watch(x);
        tape.watch(x);
        Tensor slope = tape.gradient(x.gelu(), x);
        assertThat(slope.cast(DType.FLOAT32).toFloatArray()).containsExactly(1, 0);
        Tensor second = outer.gradient(slope, x).add(0); // no −0
        assertThat(second.cast(DType.FLOAT32).toFloatArray()).containsExactly(0, 0);
      }
    }
  }

  @Test
  void saysWhatItHasRecorded() {
    Variable x = new Variable(3);
    GradientTape tape = new GradientTape();
    assertThat(tape).hasToString("GradientTape (open, 0 operations)");
    Tensor y = x.square().mul(2);
    assertThat(tape).hasToString("GradientTape (open, 2 operations)");
    tape.gradient(y, x);
    assertThat(tape.toString()).startsWith("GradientTape (used, ");
    tape.close();
    assertThat(tape.toString()).startsWith("GradientTape (closed, ");
  }
}
