package io.gradus.selection.tuning;

import io.gradus.formats.Json;
import io.gradus.nn.callback.OutputFile;
import io.gradus.nn.config.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The folder of a search: its trials in `trials.json`, and their models.
///
/// @param path the folder
record TrialFolder(Path path) {
  private static final String FORMAT = "gradus-trials";
  private static final int VERSION = 1;

  /// What the file of trials has.
  ///
  /// @param oracle the class of the oracle
  /// @param objective the name of the objective
  /// @param space each hyper-parameter's text by its name
  /// @param trials the trials, with values as the file has them
  record Contents(String oracle, String objective, Map<String, String> space, List<Trial> trials) {}

  /// {@return the file of a trial's model}
  static Path model(Path folder, int number) {
    return folder.resolve("trial-%04d.keras".formatted(number));
  }

  Path model(int number) {
    return model(path, number);
  }

  private Path file() {
    return path.resolve("trials.json");
  }

  /// Checks that trials can be written there, and makes the folder.
  ///
  /// @throws UncheckedIOException naming the file and the reason if they cannot
  void check() {
    new OutputFile("tuner", file()).check();
  }

  /// {@return what is there, or null if there is nothing}
  @Nullable Contents read() {
    try {
      return Files.exists(file()) ? contents(Json.read(file())) : null;
    } catch (IOException e) {
      throw new UncheckedIOException("tuner: " + e.getMessage(), e);
    } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
      throw new SetupException("tuner: %s is no file of trials".formatted(file()));
    }
  }

  void write(Contents contents) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("format", FORMAT);
    object.put("version", VERSION);
    object.put("oracle", contents.oracle);
    object.put("objective", contents.objective);
    object.put("space", contents.space);
    object.put("trials", contents.trials.stream().map(TrialFolder::json).toList());
    byte[] text = Json.write(object).getBytes(StandardCharsets.UTF_8);
    try {
      AtomicFile.write(file(), out -> out.write(text));
    } catch (IOException e) {
      throw new UncheckedIOException("tuner: cannot write " + e.getMessage(), e);
    }
  }

  private static Map<String, @Nullable Object> json(Trial trial) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("number", trial.number());
    Map<String, Object> values = new LinkedHashMap<>(trial.values());
    values.replaceAll((_, value) -> value instanceof Enum<?> constant ? constant.name() : value);
    object.put("values", values);
    object.put("status", trial.status().name().toLowerCase(Locale.ROOT));
    object.put("score", trial.score());
    object.put("metrics", trial.metrics());
    object.put("curve", trial.curve());
    object.put("from", trial.from());
    object.put("seconds", trial.seconds());
    object.put("failure", trial.failure());
    return object;
  }

  private static Contents contents(Map<String, @Nullable Object> object) {
    if (!FORMAT.equals(object.get("format"))
        || !Integer.valueOf(VERSION).equals(object.get("version"))) {
      throw new IllegalArgumentException("another format");
    }
    Map<String, String> space = new LinkedHashMap<>();
    map(object.get("space")).forEach((name, text) -> space.put(name, (String) text));
    List<Trial> trials = new ArrayList<>();
    for (Object each : (List<?>) present(object.get("trials"))) {
      trials.add(trial(map(each)));
    }
    return new Contents(
        (String) present(object.get("oracle")),
        (String) present(object.get("objective")),
        space,
        trials);
  }

  private static Trial trial(Map<String, Object> object) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    map(object.get("metrics")).forEach((name, value) -> metrics.put(name, number(value)));
    List<Double> curve = new ArrayList<>();
    for (Object value : (List<?>) present(object.get("curve"))) {
      curve.add(number(value));
    }
    return new Trial(
        (Integer) present(object.get("number")),
        map(object.get("values")),
        TrialStatus.valueOf(((String) present(object.get("status"))).toUpperCase(Locale.ROOT)),
        number(object.get("score")),
        metrics,
        curve,
        (Integer) present(object.get("from")),
        number(object.get("seconds")),
        (String) object.get("failure"));
  }

  private static double number(@Nullable Object value) {
    return ((Number) present(value)).doubleValue();
  }

  // A file has any values; read() says of those that are of another kind that it is no such file.
  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(@Nullable Object value) {
    return (Map<String, Object>) present(value);
  }

  private static Object present(@Nullable Object value) {
    return Objects.requireNonNull(value);
  }
}
