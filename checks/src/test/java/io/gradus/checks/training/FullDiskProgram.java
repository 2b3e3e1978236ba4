package io.gradus.checks.training;

import io.gradus.data.Dataset;
import io.gradus.formats.Hdf5;
import io.gradus.formats.Npz;
import io.gradus.nn.callback.BackupAndRestore;
import io.gradus.nn.callback.CSVLogger;
import io.gradus.nn.callback.ModelCheckpoint;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Dropout;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.metric.Accuracy;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.model.Training;
import io.gradus.nn.model.TrainingCallback;
import io.gradus.nn.optimizer.Adam;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Trainings on a small file system of their own, which fills up at some moment. Checks after each
/// that what is there is whole, and that with room again it goes on as if nothing had been; prints
/// what each was told. Ends with an error if one of them lost something.
final class FullDiskProgram {
  private static final int SAMPLES = 120;
  private static final int EPOCHS = 3;
  private static final int BLOCK = 4096;
  // Bytes that are left, from none to enough for some of the files.
  private static final int[] SPARE = {0, BLOCK, 100 * BLOCK, 250 * BLOCK};
  // An older log, which ends so near the end of a block that the next line does not fit into it.
  private static final String LOG = "epoch,accuracy,loss\n" + "0,0.5,0.5\n".repeat(406);
  private static final int MOMENTS = 4;

  private FullDiskProgram() {}

  /// @param arguments the folder of the file system
  public static void main(String[] arguments) throws IOException {
    Path disk = Path.of(arguments[0]);
    Path unbroken = folder(disk);
    String whole = train(unbroken, 0, () -> {});
    Map<String, String> files = files(unbroken);
    remove(unbroken);
    for (int moment = 0; moment < MOMENTS; moment++) {
      for (int spare : SPARE) {
        Path folder = folder(disk);
        Path ballast = disk.resolve("ballast");
        String first = fails(folder, moment, () -> fill(ballast, spare));
        assertWhole(folder);
        String second = fails(folder, moment, () -> {});
        assertWhole(folder);
        Files.delete(ballast);
        same("the weights", train(folder, moment, () -> {}), whole);
        same("the files", files(folder), files);
        remove(folder);
        System.out.printf("%d %d %s; %s%n", moment, spare, first, second);
      }
    }
  }

  private static Path folder(Path disk) throws IOException {
    Path folder = Files.createDirectory(disk.resolve("run"));
    Files.writeString(folder.resolve("log.csv"), LOG);
    return folder;
  }

  /// Trains.
  ///
  /// @param moment before which of the callbacks the disk fills up
  private static String train(Path folder, int moment, Runnable fill) throws IOException {
    Sequential model =
        new Sequential(new Dense(64, "relu"), new Dropout(0.3), new Dense(10, "softmax"));
    model.seed(5);
    model.compile(new Adam(0.01), new SparseCategoricalCrossentropy(), new Accuracy());
    BackupAndRestore backup =
        new BackupAndRestore(folder.resolve("backup")).saveFrequency(5).deleteCheckpoint(false);
    List<TrainingCallback> callbacks = new ArrayList<>();
    callbacks.add(backup);
    callbacks.add(new ModelCheckpoint(folder + "/epoch-{epoch}.keras"));
    callbacks.add(
        new ModelCheckpoint(folder + "/best.weights.h5").monitor("loss").saveBestOnly(true));
    callbacks.add(new CSVLogger(folder.resolve("log.csv")).append(true));
    callbacks.add(moment, new Filling(fill, moment));
    Fit fit = Fit.epochs(EPOCHS).batchSize(10).quiet();
    model.fit(
        Dataset.of(Digits.x(SAMPLES), Digits.y(SAMPLES)),
        fit.callbacks(callbacks.toArray(new TrainingCallback[0])));
    model.save(folder.resolve("last.keras"));
    backup.delete();
    return Digits.hash(model);
  }

  /// Fills the disk: before the second epoch, after it before checkpoints, and after the first
  /// before the log.
  private record Filling(Runnable fill, int moment) implements TrainingCallback {
    @Override
    public void onEpochBegin(Training training, int epoch) {
      if (moment == 0 && epoch == 1) {
        fill.run();
      }
    }

    @Override
    public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
      if (moment > 0 && epoch == (moment == MOMENTS - 1 ? 0 : 1)) {
        fill.run();
      }
    }
  }

  private static void fill(Path ballast, long spare) {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    try (FileChannel channel =
        FileChannel.open(ballast, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      try {
        while (true) {
          channel.write(block.clear());
        }
      } catch (IOException _) {
        channel.truncate(channel.size() - spare);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String fails(Path folder, int moment, Runnable fill) {
    try {
      train(folder, moment, fill);
    } catch (UncheckedIOException | IOException e) {
      return String.valueOf(e.getMessage());
    }
    throw new IllegalStateException("the disk is full, and nobody noticed");
  }

  private static void assertWhole(Path folder) throws IOException {
    for (String name : files(folder).keySet()) {
      if (name.contains(".gradus-")) {
        throw new IllegalStateException(name + " takes room");
      }
    }
    if (Npz.read(folder.resolve("backup/latest")).get("place") == null) {
      throw new IllegalStateException("the backup has no place");
    }
    Path log = folder.resolve("log.csv");
    String lines = Files.readString(log);
    if (!lines.startsWith(LOG)
        || !lines.substring(LOG.length()).matches("(\\d+(,[0-9.E-]+){2}\n)*")) {
      throw new IllegalStateException("the log is torn: ... " + lines.substring(4000));
    }
  }

  // Every file by name, with what is in it: of models the weights, since archives have times.
  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(folder.relativize(file).toString(), content(file));
      }
    }
    return contents;
  }

  private static String content(Path file) throws IOException {
    String name = file.toString();
    if (name.endsWith(".keras")) {
      return Digits.hash(Model.load(file).weights());
    }
    if (name.endsWith(".h5")) {
      try (Hdf5 weights = Hdf5.open(file)) {
        return weights.read("layers/dense/vars/0").toString();
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    return HexFormat.of().formatHex(bytes);
  }

  private static void same(String what, @Nullable Object is, Object expected) {
    if (!expected.equals(is)) {
      throw new IllegalStateException("%s: %s, not %s".formatted(what, is, expected));
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
