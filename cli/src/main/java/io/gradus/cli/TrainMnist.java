package io.gradus.cli;

import static io.gradus.nn.activation.Activation.RELU;
import static io.gradus.nn.activation.Activation.SOFTMAX;

import io.gradus.data.Dataset;
import io.gradus.datasets.Mnist;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.metric.Accuracy;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.Optimizer;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.kernel.Device;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `gradus train mnist`: the book's network on handwritten digits.
@Command(
    name = "mnist",
    description = {
      "Train a network to read handwritten digits:",
      "Dense(512, relu), Dense(10, softmax), on 60,000 images; then test it on 10,000 others."
    })
final class TrainMnist implements Callable<Integer> {
  private static final int EVALUATION_BATCH = 1000;
  private static final int HELD_OUT_SHARE = 6;
  private static final int SHOWN = 10;

  private final PrintStream out;
  private final Supplier<Mnist> source;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      converter = Values.Count.class,
      description = "How often to go through all images (default: ${DEFAULT-VALUE}).")
  private int epochs = 5;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      converter = Values.Count.class,
      description = "Images in each update of the weights (default: ${DEFAULT-VALUE}).")
  private int batchSize = 128;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      converter = Values.OptimizerName.class,
      completionCandidates = Values.OptimizerName.class,
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Values.OptimizerChoice optimizer = new Values.OptimizerChoice("rmsprop", "RMSprop");

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      converter = Values.Rate.class,
      description = "The size of the steps (default: the optimizer's).")
  private Optional<Double> learningRate = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      converter = Values.Seed.class,
      description = "Repeats a run exactly (default: another each time).")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--validation",
      description = "Train on five sixths of the images and measure on the rest after each epoch.")
  private boolean validation;

  @Mixin private DeviceOptions device = new DeviceOptions();

  TrainMnist(PrintStream out, Supplier<Mnist> source) {
    this.out = out;
    this.source = source;
  }

  @Override
  public Integer call() {
    Cpu chosen = device.device();
    ScopedValue.where(Device.SCOPE, chosen).run(() -> train(chosen));
    return ExitCode.OK;
  }

  private void train(Cpu chosen) {
    Mnist mnist = source.get();
    long number = seed.orElseGet(() -> (long) new SecureRandom().nextInt(1_000_000));
    Optimizer rule = optimizer.create(learningRate);
    Sequential model = model(number, mnist.train().flat().images().dim(1));
    model.compile(rule, new SparseCategoricalCrossentropy(), new Accuracy());
    Dataset images = mnist.train().flat().dataset();
    long trained = validation ? images.size() - images.size() / HELD_OUT_SHARE : images.size();

    out.print(model.summary());
    out.println();
    out.print(new Plan(mnist, trained, epochs, batchSize, model, rule, number, chosen).text());
    out.println();

    Fit fit = Fit.epochs(epochs).batchSize(batchSize).progress(out);
    if (validation) {
      fit = fit.validation(images.slice(trained, images.size()));
    }
    model.fit(images.slice(0, trained), fit);

    out.println();
    Dataset test = mnist.test().flat().dataset();
    Map<String, Double> result = model.evaluate(test, EVALUATION_BATCH);
    for (String name : List.of("loss", "accuracy")) {
      out.printf(Locale.ROOT, "test %s: %.4f%n", name, result.get(name));
    }
    out.println();
    long shown = Math.min(SHOWN, test.size());
    Tensor predicted = model.predict(test.slice(0, shown), (int) shown).argMax(-1);
    out.print(
        Digits.of(mnist.test().images().strided(), shown)
            .text(mnist.test().labels().toIntArray(), predicted.toIntArray(), out.charset()));
    out.flush();
  }

  private static Sequential model(long seed, long pixels) {
    Sequential model =
        new Sequential(new InputLayer(pixels), new Dense(512, RELU), new Dense(10, SOFTMAX));
    model.seed(seed);
    model.build();
    return model;
  }
}
