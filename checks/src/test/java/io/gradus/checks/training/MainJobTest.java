package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.checks.launch.Java;
import io.gradus.datasets.Mnist;
import io.gradus.nn.activation.Activation;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Flatten;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.History;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.kernel.Cpu;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The main job for one epoch: the book's network on all of MNIST.
class MainJobTest {
  @Test
  void oneEpochOfTheBooksNetworkRecognisesNineteenOfTwentyDigits() {
    Mnist mnist = Mnist.load();
    Sequential model =
        new Sequential(
            new Flatten(), new Dense(512, Activation.RELU), new Dense(10, Activation.SOFTMAX));
    model.seed(1);
    model.compile("rmsprop", "sparse_categorical_crossentropy", "accuracy");
    assertThat(Cpu.standard().kernels().name()).isEqualTo("vector");
    History history = model.fit(mnist.train().dataset(), Fit.epochs(1).batchSize(128).quiet());
    assertThat(history.last("accuracy")).isBetween(0.9, 0.95);
    var test = model.evaluate(mnist.test().dataset(), 1_000);
    assertThat(test).containsOnlyKeys("accuracy", "loss");
    assertThat(test.get("accuracy")).isGreaterThanOrEqualTo(0.95);
    assertThat(test.get("loss")).isBetween(0.05, 0.2);
  }

  @Test
  void theCommandRunsInHalfAGigabyteWithTheSerialCollector() {
    List<String> small = List.of("-Xmx512m", "-XX:+UseSerialGC");
    Java.Result result = Java.run(train(small, "--epochs", "1", "--seed", "1"));
    assertThat(result.err()).doesNotContain("OutOfMemoryError");
    assertThat(result.status()).isZero();
    assertThat(result.out()).containsPattern("test accuracy: 0\\.9[5-9]");
  }

  @Test
  void aKilledCommandIsResumed(@TempDir Path folder) {
    Path file = folder.resolve("digits.keras");
    Object[] whole = train(List.of(), "--epochs", "2", "--seed", "5");
    Object[] saving = train(List.of(), "--epochs", "2", "--seed", "5", "--out", file);
    Java.runUntil(folder.resolve("digits.keras.backup/latest"), saving);
    assertThat(file).doesNotExist();
    // Without the seed, which the state holds.
    Java.Result resumed = Java.run(train(List.of(), "--epochs", "2", "--out", file, "--resume"));
    assertThat(resumed.err()).doesNotContain("gradus:");
    assertThat(results(resumed)).isEqualTo(results(Java.run(whole)));
    assertThat(file).exists();
    assertThat(folder.resolve("digits.keras.backup")).doesNotExist();
  }

  private static String results(Java.Result run) {
    assertThat(run.status()).as(run.err()).isZero();
    return run.out().substring(run.out().indexOf("test loss"));
  }

  private static Object[] train(List<String> options, Object... arguments) {
    List<Object> command = new ArrayList<>(options);
    command.addAll(List.of("-p", Java.LIB, "--add-modules", "io.gradus.vector"));
    command.addAll(List.of("-m", "io.gradus.cli/io.gradus.cli.Gradus", "train", "mnist"));
    command.addAll(List.of(arguments));
    return command.toArray();
  }
}
