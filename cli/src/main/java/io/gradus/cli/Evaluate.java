package io.gradus.cli;

import io.gradus.datasets.Mnist;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.metric.Accuracy;
import io.gradus.nn.model.Model;
import io.gradus.nn.optimizer.SGD;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `gradus evaluate MODEL mnist`: what a saved model makes of test data.
@Command(name = "evaluate", description = "Test a saved model.")
final class Evaluate implements Callable<Integer> {
  private static final int BATCH = 1000;

  private final PrintStream out;
  private final Supplier<Mnist> source;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A .keras or .h5 file.")
  private Path model = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "DATA",
      converter = Values.DataName.class,
      completionCandidates = Values.DataName.class,
      description = "What to test it on: ${COMPLETION-CANDIDATES}.")
  @SuppressWarnings("unused") // there is one yet, and the converter refuses all others
  private String data = "";

  @Mixin private DeviceOptions device = new DeviceOptions();

  Evaluate(PrintStream out, Supplier<Mnist> source) {
    this.out = out;
    this.source = source;
  }

  @Override
  public Integer call() throws IOException {
    return device.run(_ -> evaluate(Model.load(model)));
  }

  private void evaluate(Model loaded) {
    if (loaded.compilation() == null) {
      loaded.compile(new SGD(), new SparseCategoricalCrossentropy(), new Accuracy());
    }
    Map<String, Double> results =
        loaded.evaluate(ModelImages.of(loaded).dataset(source.get().test()), BATCH);
    results.forEach((name, value) -> out.printf(Locale.ROOT, "test %s: %.4f%n", name, value));
    out.flush();
  }
}
