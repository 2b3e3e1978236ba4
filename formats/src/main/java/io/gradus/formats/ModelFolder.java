package io.gradus.formats;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A folder with what a `.keras` file holds, as Keras saves it with `zipped=False` or as an archive
/// is unpacked. No part is outside of it, neither by its name nor by a link.
final class ModelFolder implements Container, Closeable {
  // Below `assets/layers/…` there is a folder for each layer inside another.
  private static final int MOST_DEPTH = 100;
  // Listed are so many files at most.
  private static final int MOST_FILES = 100_000;

  private final Path folder;
  private final Path place;
  private final List<FileChannel> open = new ArrayList<>();

  private ModelFolder(Path folder, Path place) {
    this.folder = folder;
    this.place = place;
  }

  /// {@return whether a path is such a folder}
  static boolean is(Path path) {
    return Files.isDirectory(path)
        && Files.exists(path.resolve(KerasArchive.CONFIG))
        && !Files.exists(path.resolve("saved_model.pb"));
  }

  /// Reads something from a folder.
  @FunctionalInterface
  interface ReadFrom<T> {
    T run(ModelFolder folder) throws IOException;
  }

  /// {@return what is read from a folder, whose files are open meanwhile}
  ///
  /// @throws ModelFormatException also if that takes more memory than there is
  static <T> T read(Path folder, ReadFrom<T> code) throws IOException {
    return Bytes.guarded(
        folder,
        () -> {
          try (ModelFolder open = open(folder)) {
            return code.run(open);
          }
        });
  }

  /// {@return the folder}
  static ModelFolder open(Path folder) throws IOException {
    return new ModelFolder(folder, folder.toRealPath());
  }

  @Override
  public Path file() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    for (FileChannel channel : open) {
      channel.close();
    }
  }

  /// {@return the file of a part, or null if there is none}
  private @Nullable Path path(String name) throws IOException {
    Path path;
    try {
      path = folder.resolve(name);
    } catch (InvalidPathException _) {
      return null;
    }
    if (!Files.isRegularFile(path)) {
      return null;
    }
    if (!path.toRealPath().startsWith(place)) {
      throw wrong(name, "leads out of the folder");
    }
    return path;
  }

  @Override
  public boolean has(String name) throws IOException {
    return path(name) != null;
  }

  @Override
  public List<String> names() throws IOException {
    try (Stream<Path> files = Files.walk(folder, MOST_DEPTH)) {
      return files
          .filter(Files::isRegularFile)
          .limit(MOST_FILES)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  @Override
  public Bytes get(String name) throws IOException {
    Bytes found = findText(name);
    if (found == null) {
      throw new ModelFormatException(folder, null, 0, "no file \"%s\"".formatted(name));
    }
    return found;
  }

  @Override
  public Bytes unchecked(String name) throws IOException {
    return get(name);
  }

  @Override
  public Bytes text(String name) throws IOException {
    return get(name);
  }

  @Override
  public @Nullable Bytes findText(String name) throws IOException {
    Path path = path(name);
    if (path == null) {
      return null;
    }
    FileChannel channel = Bytes.open(path);
    open.add(channel);
    return Bytes.of(path, channel);
  }

  @Override
  public ModelFormatException wrong(String name, String problem) {
    return new ModelFormatException(folder, name, 0, problem);
  }
}
