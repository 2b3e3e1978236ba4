package io.gradus.cli;

import io.gradus.data.Dataset;
import io.gradus.datasets.LabeledImages;
import io.gradus.datasets.Mnist;
import io.gradus.nn.callback.BackupAndRestore;
import io.gradus.nn.callback.OutputFile;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.metric.Accuracy;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Model;
import io.gradus.nn.optimizer.Optimizer;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Cpu;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `gradus train mnist`: the book's network on handwritten digits.
@Command(
    name = "mnist",
    description = {
      "Train a network to read handwritten digits on 60,000 images; then test it on 10,000 others.",
      "mlp: Dense(512, relu), Dense(10, softmax).",
      "cnn: two 3×3 convolutions with pooling, a dense layer.",
      "resnet: a convolution and two residual blocks with batch normalization."
    })
final class TrainMnist implements Callable<Integer> {
  private static final int EVALUATION_BATCH = 1000;
  private static final int HELD_OUT_SHARE = 6;
  private static final int SHOWN = 10;

  private final PrintStream out;
  private final Supplier<Mnist> source;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      converter = Values.NetworkName.class,
      completionCandidates = Values.NetworkName.class,
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private DigitNetwork network = DigitNetwork.MLP;

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
      description = "${COMPLETION-CANDIDATES} (default: rmsprop for mlp, adam for the others).")
  private Optional<Values.OptimizerChoice> optimizer = Optional.empty();

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      converter = Values.Rate.class,
      description =
          "The size of the first steps (default: the optimizer's; with their own optimizer 0.005"
              + " for cnn, 0.003 for resnet). Of cnn and resnet it falls to 0 along a cosine.")
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

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Save the model, in a file that ends in .keras; while it is trained, its state is kept in"
              + " FILE.backup.")
  private Optional<Path> saved = Optional.empty();

  @Option(
      names = "--resume",
      description =
          "Go on with the training that was interrupted, from the state beside --out; begin anew"
              + " where there is none.")
  private boolean resume;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private DeviceOptions device = new DeviceOptions();

  TrainMnist(PrintStream out, Supplier<Mnist> source) {
    this.out = out;
    this.source = source;
  }

  @Override
  public Integer call() throws IOException {
    if (resume && saved.isEmpty()) {
      throw wrong("--resume: needs --out, beside which the state is");
    }
    BackupAndRestore backup = saved.isPresent() ? backup(saved.get()) : null;
    return device.run(chosen -> train(chosen, backup));
  }

  private BackupAndRestore backup(Path file) throws IOException {
    if (!file.toString().endsWith(".keras")) {
      throw wrong("--out %s: the name must end in .keras".formatted(file));
    }
    Path folder = file.resolveSibling(file.getFileName() + ".backup");
    new OutputFile("--out", file).check();
    BackupAndRestore backup = new BackupAndRestore(folder).deleteCheckpoint(false);
    boolean exists = Files.exists(backup.file());
    if (resume) {
      String name = Errors.escaped(backup.file().toString());
      // So a supervisor starts a training and goes on with it by the same command.
      out.println(
          exists
              ? "resume: goes on from " + name
              : "resume: there is no %s; begins anew".formatted(name));
      out.println();
    } else if (exists) {
      throw wrong(
          "--out %s: a training that was interrupted is in %s; give --resume, or remove that file to begin anew"
              .formatted(file, backup.file()));
    }
    return backup;
  }

  private RuntimeException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  private void train(Cpu chosen, @Nullable BackupAndRestore backup) throws IOException {
    Mnist mnist = source.get();
    long number = seed.orElseGet(() -> (long) new SecureRandom().nextInt(1_000_000));
    Model model = network.create(mnist.train().images().dim(1), number);
    ModelImages form = ModelImages.of(model);
    Dataset images = form.dataset(mnist.train());
    long trained = validation ? images.size() - images.size() / HELD_OUT_SHARE : images.size();
    long updates = Math.ceilDiv(trained, batchSize) * epochs;
    Optimizer rule = network.optimizer(optimizer, learningRate, updates);
    model.compile(rule, new SparseCategoricalCrossentropy(), new Accuracy());

    out.print(model.summary());
    out.println();
    out.print(new Plan(mnist, trained, epochs, batchSize, model, rule, number, chosen).text());
    out.println();

    Fit fit = Fit.epochs(epochs).batchSize(batchSize).progress(out);
    if (validation) {
      fit = fit.validation(images.slice(trained, images.size()));
    }
    if (backup != null) {
      fit = fit.callbacks(backup);
    }
    model.fit(images.slice(0, trained), fit);
    out.println();
    if (saved.isPresent() && backup != null) {
      save(model, saved.get(), backup);
    }
    test(model, form.dataset(mnist.test()), mnist.test());
  }

  // What has been learned is kept until the model is in its file.
  private void save(Model model, Path file, BackupAndRestore backup) throws IOException {
    try {
      model.save(file);
    } catch (IOException e) {
      throw new IOException(
          "%s; the trained model is kept in %s: --resume saves it"
              .formatted(Errors.text(e), backup.file()),
          e);
    }
    backup.delete();
    out.println("saved: " + Errors.escaped(file.toString()));
    out.println();
  }

  private void test(Model model, Dataset test, LabeledImages images) {
    Map<String, Double> result = model.evaluate(test, EVALUATION_BATCH);
    for (String name : List.of("loss", "accuracy")) {
      out.printf(Locale.ROOT, "test %s: %.4f%n", name, result.get(name));
    }
    out.println();
    long shown = Math.min(SHOWN, test.size());
    Tensor predicted = model.predict(test.slice(0, shown), (int) shown).argMax(-1);
    out.print(
        Digits.of(images.images().strided(), shown)
            .text(images.labels().toIntArray(), predicted.toIntArray(), out.charset()));
    out.flush();
  }
}
