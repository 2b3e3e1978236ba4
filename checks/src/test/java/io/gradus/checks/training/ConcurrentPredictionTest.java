package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.data.Batch;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Predictions while another thread trains.
class ConcurrentPredictionTest {
  private static final int STEPS = 60;
  private static final int THREADS = 64;

  private static final Tensor X = Digits.x(16);
  private static final Batch BATCH = Digits.batch();

  private static Integer bits(Tensor prediction) {
    return Arrays.hashCode(prediction.reshape(-1).toFloatArray());
  }

  @Test
  void eachPredictionIsOfTheWeightsBetweenTwoSteps() throws Exception {
    // What a model alone predicts after each step; seeds make the two trainings the same.
    Map<Integer, Integer> stepOf = new HashMap<>();
    Sequential alone = Digits.model(64);
    for (int step = 0; step <= STEPS; step++) {
      stepOf.put(bits(alone.predictOnBatch(X)), step);
      alone.trainOnBatch(BATCH);
    }
    assertThat(stepOf).hasSize(STEPS + 1);

    Sequential model = Digits.model(64);
    int before = bits(model.predictOnBatch(X));
    assertThat(stepOf.get(before)).isZero();
    AtomicBoolean done = new AtomicBoolean();
    List<List<Integer>> seen = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<List<Integer>>> futures = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        futures.add(threads.submit(() -> predictions(model, done)));
      }
      try {
        for (int step = 0; step < STEPS; step++) {
          model.trainOnBatch(BATCH);
        }
      } finally {
        done.set(true);
      }
      for (Future<List<Integer>> future : futures) {
        seen.add(future.get());
      }
    }
    int distinct = 0;
    for (List<Integer> ofThread : seen) {
      assertThat(ofThread).isNotEmpty();
      assertThat(stepOf.keySet()).as("no step in between").containsAll(ofThread);
      List<Integer> steps = ofThread.stream().map(stepOf::get).toList();
      assertThat(steps).as("never back to older weights").isSorted();
      distinct = Math.max(distinct, (int) steps.stream().distinct().count());
    }
    assertThat(distinct).as("steps that one thread saw").isGreaterThan(1);
    assertThat(stepOf.get(bits(model.predictOnBatch(X)))).isEqualTo(STEPS);
  }

  private static List<Integer> predictions(Sequential model, AtomicBoolean done) {
    List<Integer> seen = new ArrayList<>();
    do {
      seen.add(bits(model.predictOnBatch(X)));
    } while (!done.get());
    return seen;
  }

  @Test
  void twoModelsTrainAtTheSameTimeAndShareNothing() throws Exception {
    String alone = Digits.train(false).weights();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<String> first = threads.submit(() -> Digits.train(false).weights());
      Future<String> second = threads.submit(() -> Digits.train(true).weights());
      assertThat(first.get()).isEqualTo(alone);
      assertThat(second.get()).isEqualTo(alone);
    }
  }
}
