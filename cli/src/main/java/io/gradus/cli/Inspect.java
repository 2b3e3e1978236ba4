package io.gradus.cli;

import io.gradus.formats.Inspection;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `gradus inspect`: what a file holds, and what of it has no place here.
@Command(name = "inspect", description = "Show what a file of a model or of arrays holds.")
final class Inspect implements Callable<Integer> {
  private final PrintStream out;

  @Parameters(
      paramLabel = "FILE",
      description =
          "A file: .keras, .weights.h5, .weights.json, .h5, .json, .safetensors, .npz or .npy.")
  private @Nullable Path file;

  private static final int MOST_WIDTH = 80;

  Inspect(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    if (file == null) {
      throw new IllegalArgumentException("inspect: no file");
    }
    Inspection found = Inspection.of(file);
    out.println("format: " + found.format());
    print("metadata", found.metadata());
    print("layers", found.layers());
    print("compiled", found.compiled());
    print("arrays", found.arrays());
    out.println(found.unknown().isEmpty() ? "everything is known here" : "not known here:");
    found.unknown().forEach(each -> out.println("  " + each));
    out.flush();
    return 0;
  }

  private void print(String title, Map<String, String> values) {
    if (values.isEmpty()) {
      return;
    }
    out.println(title + ":");
    int longest = values.keySet().stream().mapToInt(String::length).max().orElse(0);
    int width = Math.min(longest, MOST_WIDTH);
    values.forEach((name, value) ->
        out.println("  " + name + " ".repeat(Math.max(0, width - name.length())) + "  " + value));
  }
}
