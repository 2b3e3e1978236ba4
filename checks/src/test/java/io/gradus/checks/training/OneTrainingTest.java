package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertAll;

import io.gradus.data.Batch;
import io.gradus.nn.callback.LambdaCallback;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.History;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.model.Training;
import io.gradus.nn.model.TrainingCallback;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// One thread at a time trains a model; who comes second is told.
class OneTrainingTest {
  private static final Tensor X = Tensor.randomUniform(Shape.of(8, 2), -1, 1, 3);
  private static final Tensor Y = Tensor.of(0, 1, 0, 1, 0, 1, 0, 1);
  private static final Fit FIT = Fit.epochs(2).batchSize(2).quiet();

  @TempDir Path folder;

  private static Sequential model() {
    Sequential model = new Sequential(new Dense(2, "softmax")).named("m");
    model.seed(1);
    model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
    return model;
  }

  private static void assertRefused(String method, Executable call, String rest) {
    assertThatThrownBy(call::execute)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(method + ": model \"m\" is in use by fit " + rest);
  }

  /// Runs something once, in the middle of a training.
  private static History during(Sequential model, Runnable action) {
    boolean[] done = {false};
    TrainingCallback callback =
        new TrainingCallback() {
          @Override
          public void onTrainBatchEnd(Training training, long step) {
            if (step == 1 && !done[0]) {
              done[0] = true;
              action.run();
            }
          }
        };
    return model.fit(X, Y, FIT.callbacks(callback));
  }

  @Test
  void anotherThreadIsToldWhoTrains() {
    Sequential model = model();
    String who =
        "in thread \"%s\"; one thread at a time may train it, any number predict"
            .formatted(Thread.currentThread().getName());
    during(
        model,
        () -> {
          try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            other
                .submit(() ->
                    assertAll(
                        () -> assertRefused("fit", () -> model.fit(X, Y, FIT), who),
                        () -> assertRefused("compile", () -> model.compile("sgd", "mse"), who),
                        () -> assertRefused("trainOnBatch", () -> model.trainOnBatch(X, Y), who),
                        () -> assertRefused("testOnBatch", () -> model.testOnBatch(X, Y), who),
                        () -> assertRefused("evaluate", () -> model.evaluate(X, Y), who),
                        () -> assertRefused("resetMetrics", model::resetMetrics, who),
                        () ->
                            assertRefused(
                                "loadWeights",
                                () -> model.loadWeights(folder.resolve("none.h5")),
                                who),
                        () -> assertThat(model.predict(X).dim(0)).isEqualTo(8)))
                .get();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    model.trainOnBatch(X, Y);
  }

  @Test
  void aTrainingInsideACallbackIsRefused() {
    Sequential model = model();
    String who = "of the same thread, as in a callback";
    during(
        model,
        () -> {
          assertRefused("fit", () -> model.fit(X, Y, FIT), who);
          assertRefused("compile", () -> model.compile("sgd", "mse"), who);
          assertRefused("trainOnBatch", () -> model.trainOnBatch(X, Y), who);
        });
  }

  @Test
  void whatCallbacksMayDoChangesNothing() {
    Sequential alone = model();
    History whole = during(alone, () -> {});
    Sequential model = model();
    Path file = folder.resolve("m.weights.h5");
    History history =
        during(
            model,
            () -> {
              model.predict(X);
              assertThat(model.evaluate(X, Y)).containsKeys("loss", "accuracy");
              try {
                model.saveWeights(file);
                model.loadWeights(file);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              model.optimizer().learningRate().assign(model.optimizer().learningRate().value());
            });
    assertThat(history).isEqualTo(whole);
    assertThat(Digits.hash(model)).isEqualTo(Digits.hash(alone));
  }

  @Test
  void aFailedTrainingLetsTheModelGo() {
    Sequential model = model();
    TrainingCallback failing =
        new LambdaCallback((_, _, _) -> {
          throw new UnsupportedOperationException("enough");
        });
    assertThatThrownBy(() -> model.fit(X, Y, FIT.callbacks(failing))).hasMessage("enough");
    assertThatThrownBy(() -> model.trainOnBatch(X.get(":, :1"), Y)).isNotNull();
    model.fit(X, Y, FIT);
  }

  @Test
  void stepsOfManyThreadsAreAllDoneOrRefused() throws Exception {
    Sequential model = model();
    Batch batch = Batch.of(X, Y);
    model.trainOnBatch(batch);
    List<Future<Integer>> counts = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        counts.add(threads.submit(() -> steps(model, batch)));
      }
    }
    int done = 1;
    for (Future<Integer> count : counts) {
      done += count.get();
    }
    assertThat(Map.of("iterations", model.optimizer().iterations().value().item()))
        .containsEntry("iterations", (double) done);
  }

  private static int steps(Sequential model, Batch batch) {
    int done = 0;
    for (int i = 0; i < 100; i++) {
      try {
        model.trainOnBatch(batch);
        done++;
      } catch (IllegalStateException e) {
        assertThat(e).hasMessageContaining("is in use by trainOnBatch");
      }
    }
    return done;
  }
}
