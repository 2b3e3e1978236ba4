package io.gradus.conformance;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;

/// Runs the conformance cases under a folder: `conformance DIR`.
///
/// Prints a line for each case that fails or needs something that does not exist yet, with the
/// reason, and at the end `N passed, N failed, N skipped`.
public final class Conformance {
  private static final String FORMAT = "conformance/1";
  private static final String INDEX = "index.json";

  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          Map.entry("activations", new ActivationsKind()),
          Map.entry("constraints", new ConstraintsKind()),
          Map.entry("dtypes", new DTypesKind()),
          Map.entry("fit", new FitKind()),
          Map.entry("initializers", new InitializersKind()),
          Map.entry("layers", new LayersKind()),
          Map.entry("losses", new LossesKind()),
          Map.entry("metrics", new MetricsKind()),
          Map.entry("models", new ModelsKind()),
          Map.entry("ops", new OpsKind()),
          Map.entry("optimizers", new OptimizersKind()),
          Map.entry("regularizers", new RegularizersKind()),
          Map.entry("schedules", new SchedulesKind()),
          Map.entry("training", new TrainingKind()));

  // Python writes NaN and Infinity as bare words.
  private final JsonMapper json =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
  private final Map<Checks.Verdict, Integer> totals = new EnumMap<>(Checks.Verdict.class);
  private final PrintStream out;

  private Conformance(PrintStream out) {
    this.out = out;
  }

  /// The command.
  ///
  /// @param arguments the folder
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    int status = run(List.of(arguments), out, System.err);
    out.flush();
    System.exit(status);
  }

  /// Runs the cases under the folder that the arguments name.
  ///
  /// @param arguments the folder
  /// @param out where the lines go
  /// @param err where it is said what is wrong with the arguments
  /// @return the exit status: 0, 1 if a case failed, 2 if the arguments name no folder of cases
  public static int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.size() != 1 || arguments.getFirst().startsWith("-")) {
      err.println("usage: gradus conformance DIR");
      return 2;
    }
    Path folder = Path.of(arguments.getFirst());
    if (!Files.isDirectory(folder)) {
      err.println("conformance: no folder " + folder);
      return 2;
    }
    Conformance run = new Conformance(out);
    try {
      for (Path file : jsonFiles(folder)) {
        run.file(folder, file);
      }
    } catch (IOException e) {
      err.println("conformance: cannot read " + folder + ": " + e.getMessage());
      return 2;
    }
    if (run.totals.isEmpty()) {
      err.println("conformance: no cases under " + folder);
      return 2;
    }
    out.println(
        "%d passed, %d failed, %d skipped"
            .formatted(
                run.total(Checks.Verdict.PASS),
                run.total(Checks.Verdict.FAIL),
                run.total(Checks.Verdict.SKIP)));
    return run.total(Checks.Verdict.FAIL) > 0 ? 1 : 0;
  }

  private static List<Path> jsonFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private int total(Checks.Verdict verdict) {
    return totals.getOrDefault(verdict, 0);
  }

  private void file(Path folder, Path file) {
    Fields fields;
    try {
      Object read = json.readValue(file.toFile(), Object.class);
      if (read instanceof List<?> entries && file.endsWith(INDEX)) {
        entries.forEach(entry -> savedFile(new SavedFile(folderOf(file), Fields.of(entry))));
        return;
      }
      if (!(read instanceof Map<?, ?> object)) {
        report(Checks.Verdict.FAIL, name(folder, file), "no JSON object");
        return;
      }
      fields = new Fields(object);
    } catch (JacksonException e) {
      report(Checks.Verdict.FAIL, name(folder, file), "no JSON object: " + e.getOriginalMessage());
      return;
    }
    // The index of all cases has the same format but no kind.
    if (FORMAT.equals(fields.get("format")) && fields.has("kind")) {
      String id = fields.get("id") instanceof String given ? given : name(folder, file);
      Checks checks = check(fields, file);
      report(checks.verdict(), id, checks.reason());
    }
  }

  private void savedFile(SavedFile saved) {
    Checks checks = new Checks(new CaseArrays(saved.entry(), saved.folder()));
    checks.part("", () -> saved.run(checks));
    report(checks.verdict(), saved.name(), checks.reason());
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent());
  }

  private static String name(Path folder, Path file) {
    String path = folder.relativize(file).toString().replace('\\', '/');
    return path.substring(0, path.length() - ".json".length());
  }

  private static Checks check(Fields fields, Path file) {
    String name = Objects.requireNonNull(file.getFileName()).toString();
    CaseArrays arrays =
        new CaseArrays(fields, file.resolveSibling(name.replaceFirst("json$", "npz")));
    Checks checks = new Checks(arrays);
    checks.part(
        "",
        () -> {
          Kind kind = KINDS.get(fields.text("kind"));
          if (kind == null) {
            throw new MissingFeatureException("kind " + fields.text("kind"));
          }
          kind.run(new Case(fields, arrays), checks);
        });
    return checks;
  }

  private void report(Checks.Verdict verdict, String id, String reason) {
    totals.merge(verdict, 1, Integer::sum);
    if (!reason.isEmpty()) {
      out.println(verdict + " " + id + ": " + reason);
    }
  }
}
