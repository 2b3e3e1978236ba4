package io.gradus.checks.training;

import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.loss.MeanSquaredError;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.SGD;
import io.gradus.tensor.Tensor;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Takes more memory than there is, in `fit`, `evaluate` and `predict`, and says what each tells.
final class MemoryProgram {
  private MemoryProgram() {}

  /// Runs in a small heap, with the number of samples to begin with.
  static void main(String[] arguments) {
    int samples = Integer.parseInt(arguments[0]);
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var model = new Sequential(new InputLayer(1), new Dense(1000, "relu"), new Dense(1));
    model.compile(new SGD(), new MeanSquaredError());
    Tensor x = Tensor.zeros(samples, 1);
    Fit fit = Fit.epochs(1).quiet().batchSize(samples);
    tell(out, () -> model.fit(x, x, fit));
    tell(out, () -> model.evaluate(io.gradus.data.Dataset.of(x, x), samples));
    tell(out, () -> model.predict(io.gradus.data.Dataset.of(x), samples));
    out.println("steps " + model.optimizer().iterations().value().item());
    out.println("fitted " + model.fit(x, x, fit.batchSize(256)).get("loss").size());
    out.println("predicted " + model.predict(x).dim(0));
  }

  private static void tell(PrintStream out, Runnable task) {
    try {
      task.run();
      out.println("done");
    } catch (OutOfMemoryError e) {
      Throwable cause = e.getCause();
      out.println(e.getMessage() + " | " + (cause == null ? "none" : cause.getMessage()));
    }
  }
}
