package io.gradus.cli;

import io.gradus.data.Batch;
import io.gradus.datasets.LabeledImages;
import io.gradus.datasets.Mnist;
import io.gradus.nn.model.Model;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gradus explain MODEL [mnist]`: what a prediction, or a training step on data, runs.
@Command(name = "explain", description = "Show what a saved model runs, with memory and cost.")
final class Explain implements Callable<Integer> {
  private final PrintStream out;
  private final Supplier<Mnist> source;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A .keras or .h5 file.")
  private Path model = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DATA",
      converter = Values.DataName.class,
      completionCandidates = Values.DataName.class,
      description = "What to train on: ${COMPLETION-CANDIDATES}. Without it a prediction is shown.")
  private String data = "";

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      converter = Values.Count.class,
      description = "Number of samples in a batch (default: ${DEFAULT-VALUE}).")
  private int batchSize = 128;

  @Mixin private DeviceOptions device = new DeviceOptions();

  Explain(PrintStream out, Supplier<Mnist> source) {
    this.out = out;
    this.source = source;
  }

  @Override
  public Integer call() throws IOException {
    return device.run(_ -> explain(Model.load(model)));
  }

  private void explain(Model loaded) {
    out.print(data.isEmpty() ? loaded.explain(batchSize) : loaded.explain(batch(loaded)));
    out.flush();
  }

  private Batch batch(Model loaded) {
    LabeledImages images = source.get().train();
    return ModelImages.of(loaded).dataset(images).batches(batchSize).iterator().next();
  }
}
