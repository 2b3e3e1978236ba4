package io.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.datasets.Mnist;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradusTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --optimizer adagradd | --optimizer adagradd: unknown optimizer "adagradd"; known: adadelta, adafactor, adagrad, adam, adamax, adamw, ftrl, lamb, lion, muon, nadam, rmsprop, schedulefreeadamw, sgd
          --optimizer RMSPROP  | --optimizer RMSPROP: unknown optimizer "RMSPROP"; known: adadelta, adafactor, adagrad, adam, adamax, adamw, ftrl, lamb, lion, muon, nadam, rmsprop, schedulefreeadamw, sgd
          --backend gpu        | --backend gpu: unknown backend "gpu"; known: auto, vector, scalar
          --epochs 0           | --epochs 0: must be a whole number of at least 1
          --epochs 1.5         | --epochs 1.5: must be a whole number of at least 1
          --batch-size -3      | --batch-size -3: must be a whole number of at least 1
          --threads many       | --threads many: must be a whole number of at least 1
          --seed 1e3           | --seed 1e3: must be a whole number of at most 64 bits
          --learning-rate 0    | --learning-rate 0: must be a number above 0, such as 0.001
          --learning-rate NaN  | --learning-rate NaN: must be a number above 0, such as 0.001
          --learning-rate fast | --learning-rate fast: must be a number above 0, such as 0.001
          --epochs             | Missing required parameter for option '--epochs' (N)
          --epoch=3            | Unknown option: '--epoch=3'; nearest: --epochs
          --model cnm          | --model cnm: unknown model "cnm"; known: mlp, cnn, resnet
          --out model.h5       | --out model.h5: the name must end in .keras
          --resume             | --resume: needs --out, beside which the state is
          fashion              | Unmatched argument at index 2: 'fashion'
          """)
  void aWrongValueListsTheRightOnes(String options, String message) {
    String[] arguments = ("train mnist " + options).split(" ");
    Run run = Run.of(arguments);
    assertThat(run.err()).isEqualTo("gradus: " + message + "\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.status()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          trian      | Unmatched argument at index 0: 'trian'; nearest: train
          train mnst | Unmatched argument at index 1: 'mnst'; nearest: mnist
          train      | train: what to train on is missing; known: mnist
          """)
  void aWrongCommandListsTheRightOnes(String line, String message) {
    Run run = Run.of(line.split(" "));
    assertThat(run.err()).isEqualTo("gradus: " + message + "\n");
    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void aCommandIsNeeded() {
    Run run = Run.of();
    assertThat(run.err()).isEqualTo("gradus: Missing required subcommand\n");
    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void helpTellsWhatThereIs() {
    Run run = Run.of("--help");
    assertThat(run.out())
        .isEqualTo(
            """
            Usage: gradus [-hV] [--stacktrace] COMMAND
            Deep learning in Java.
              -h, --help         Show this help and exit.
                  --stacktrace   Show where in the program an error arose.
              -V, --version      Show the version and exit.
            Commands:
              train                Train a network.
              evaluate             Test a saved model.
              predict              Tell what a saved model sees in images.
              inspect              Show what a file of a model or of arrays holds.
              explain              Show what a saved model runs, with memory and cost.
              doctor               Show what Gradus finds here and what would make it faster.
              generate-completion  Generate bash/zsh completion script for gradus.
              help                 Display help information about the specified command.

            In a checkout also: gradus bench, gradus conformance, gradus example, gradus jshell,
            gradus jvm-options.
            Exit codes: 0 done, 1 failed, 2 called wrongly.
            For completion in bash: source <(gradus generate-completion)
            """);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
  }

  @Test
  void helpOfTrainMnistTellsTheDefaults() {
    String expected =
        """
        Usage: gradus train mnist [-h] [--resume] [--stacktrace] [--validation] [--backend=NAME]
                                  [--batch-size=N] [--epochs=N] [--learning-rate=RATE] [--model=NAME]
                                  [--optimizer=NAME] [--out=FILE] [--seed=N] [--threads=N]
        Train a network to read handwritten digits on 60,000 images; then test it on 10,000 others.
        mlp: Dense(512, relu), Dense(10, softmax).
        cnn: two 3×3 convolutions with pooling, a dense layer.
        resnet: a convolution and two residual blocks with batch normalization.
              --backend=NAME         auto, vector, scalar; auto is the best usable one (default: auto).
              --batch-size=N         Images in each update of the weights (default: 128).
              --epochs=N             How often to go through all images (default: 5).
          -h, --help                 Show this help and exit.
              --learning-rate=RATE   The size of the first steps (default: the optimizer's; with their own
                                       optimizer 0.005 for cnn, 0.003 for resnet). Of cnn and resnet it
                                       falls to 0 along a cosine.
              --model=NAME           mlp, cnn, resnet (default: mlp).
              --optimizer=NAME       adadelta, adafactor, adagrad, adam, adamax, adamw, ftrl, lamb, lion,
                                       muon, nadam, rmsprop, schedulefreeadamw, sgd (default: rmsprop for
                                       mlp, adam for the others).
              --out=FILE             Save the model, in a file that ends in .keras; while it is trained,
                                       its state is kept in FILE.backup.
              --resume               Go on with the training that was interrupted, from the state beside
                                       --out; begin anew where there is none.
              --seed=N               Repeats a run exactly (default: another each time).
              --stacktrace           Show where in the program an error arose.
              --threads=N            Threads to compute with (default: one for each processor).
              --validation           Train on five sixths of the images and measure on the rest after each
                                       epoch.
        """;
    assertThat(Run.of("train", "mnist", "--help").out()).isEqualTo(expected);
    assertThat(Run.of("help", "train").out()).startsWith("Usage: gradus train ");
  }

  @Test
  void tellsVersions() {
    assertThat(Run.of("--version").out())
        .isEqualTo("gradus " + Version.text() + "\njava " + Runtime.version() + "\n");
  }

  @Test
  void completesTheValuesOfOptions() {
    assertThat(Run.of("generate-completion").out())
        .startsWith("#!/usr/bin/env bash\n")
        .contains(
            "(\"adadelta\" \"adafactor\" \"adagrad\" \"adam\" \"adamax\" \"adamw\" \"ftrl\" "
                + "\"lamb\" \"lion\" \"muon\" \"nadam\" \"rmsprop\" \"schedulefreeadamw\" \"sgd\") "
                + "# --optimizer values")
        .contains("(\"auto\" \"vector\" \"scalar\") # --backend values");
  }

  @Test
  void whatTheUserCanMendIsOneLine() {
    Run run = failing(new UncheckedIOException(new IOException("idx: a.gz: at offset 4: cut")));
    assertThat(run.err()).isEqualTo("gradus: idx: a.gz: at offset 4: cut\n");
    assertThat(run.status()).isEqualTo(1);
    assertThat(failing(new IllegalArgumentException("no such thing")).err())
        .isEqualTo("gradus: no such thing\n");
    assertThat(failing(new UncheckedIOException(new NoSuchFileException("/a/b"))).err())
        .isEqualTo("gradus: /a/b: there is no such file\n");
  }

  @Test
  void theStackTraceIsShownWhenAskedFor() {
    Run run = failing(new IllegalArgumentException("no such thing"), "--stacktrace");
    assertThat(run.err())
        .startsWith(
            "gradus: no such thing\njava.lang.IllegalArgumentException: no such thing\n\tat ");
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void aBugKeepsItsStackTrace() {
    Run run = failing(new IllegalStateException("impossible"));
    assertThat(run.err())
        .startsWith(
            "gradus: a bug in gradus train mnist, please report it:\n"
                + "java.lang.IllegalStateException: impossible\n\tat ");
    assertThat(run.status()).isEqualTo(1);
  }

  private static Run failing(RuntimeException failure, String... more) {
    String[] arguments = java.util.Arrays.copyOf(new String[] {"train", "mnist"}, 2 + more.length);
    System.arraycopy(more, 0, arguments, 2, more.length);
    return Run.of(
        () -> {
          throw failure;
        },
        arguments);
  }

  @Test
  void aSmallHeapIsSaidInOneLine() {
    Supplier<Mnist> large =
        () -> {
          throw new OutOfMemoryError("Java heap space");
        };
    long heap = Runtime.getRuntime().maxMemory() >> 20;
    Run run = Run.of(large, "train", "mnist");
    assertThat(run.status()).isOne();
    assertThat(run.err())
        .isEqualTo(
            "gradus: gradus train mnist: needs more memory than the %,d MiB that the heap has;"
                    .formatted(heap)
                + " set GRADUS_JAVA_OPTS=-Xmx%dm\n".formatted(Math.max(256, 2 * heap)));
    assertThat(Run.of(large, "train", "mnist", "--stacktrace").err())
        .contains("java.lang.OutOfMemoryError: Java heap space\n\tat ");
  }
}
