package io.gradus.nn.callback;

import io.gradus.nn.model.Training;
import io.gradus.nn.model.TrainingCallback;
import io.gradus.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Writes the logs of each epoch as a line of a CSV file (`keras.callbacks.CSVLogger`): a header
/// `epoch,accuracy,loss,…`, then a line each, at once and for good. Folders that are not there are
/// made before the first step.
public final class CSVLogger implements TrainingCallback {
  private static final String NAME = "csv logger";
  private static final String LENGTH = "length";

  private final Path file;
  private final char separator;
  private final boolean append;
  private List<String> columns = List.of();
  private boolean adding;

  /// Writes a new file, separated by commas; one that is there is replaced.
  public CSVLogger(Path file) {
    this(file, ',', false);
  }

  private CSVLogger(Path file, char separator, boolean append) {
    this.file = file;
    this.separator = separator;
    this.append = append;
  }

  /// {@return this callback, separating columns by another character}
  public CSVLogger separator(char character) {
    return new CSVLogger(file, character, append);
  }

  /// {@return this callback, adding lines to a file that is there}
  public CSVLogger append(boolean value) {
    return new CSVLogger(file, separator, value);
  }

  /// {@return none}
  @Override
  public Set<String> logNames() {
    return Set.of();
  }

  @Override
  public void onTrainBegin(Training training) {
    columns = List.of();
    adding = append;
    new OutputFile(NAME, file).check(false);
  }

  /// {@return how long the file is}
  @Override
  public Map<String, Tensor> state() {
    return Map.of(LENGTH, Tensor.of(columns.isEmpty() && !adding ? 0L : length()));
  }

  /// Goes on with the file of the training that is resumed, without what that wrote after its state
  /// was taken: those epochs come again.
  @Override
  public void restore(Map<String, Tensor> state) {
    adding = true;
    long length = new Remembered(NAME, state).tensor(LENGTH).toLongArray()[0];
    if (length() > length) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(length);
      } catch (IOException e) {
        throw new OutputFile(NAME, file).failed(e);
      }
    }
  }

  @Override
  public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
    List<String> lines = new ArrayList<>();
    if (columns.isEmpty()) {
      columns = columns(training, logs);
      if (!adding) {
        write(
            "",
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING);
      }
      if (!adding || length() == 0) {
        lines.add("epoch" + separator + String.join(String.valueOf(separator), columns));
      }
    }
    lines.add(
        epoch
            + columns.stream()
                .map(name -> separator + (logs.containsKey(name) ? "" + logs.get(name) : "NA"))
                .collect(Collectors.joining()));
    write(String.join("\n", lines) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  // The first epoch may not have been validated.
  private static List<String> columns(Training training, Map<String, Double> logs) {
    List<String> names = new ArrayList<>(new TreeSet<>(logs.keySet()));
    if (training.validates() && names.stream().noneMatch(name -> name.startsWith("val_"))) {
      List.copyOf(names).forEach(name -> names.add("val_" + name));
    }
    return names;
  }

  private long length() {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException("%s: cannot read %s".formatted(NAME, file), e);
    }
  }

  private void write(String text, StandardOpenOption... options) {
    try (FileChannel channel = FileChannel.open(file, options)) {
      long before = channel.size();
      try {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      } catch (IOException e) {
        // As on a disk that is full: no half line is left.
        try {
          channel.truncate(before);
        } catch (IOException more) {
          e.addSuppressed(more);
        }
        throw e;
      }
    } catch (IOException e) {
      throw new OutputFile(NAME, file).failed(e);
    }
  }
}
