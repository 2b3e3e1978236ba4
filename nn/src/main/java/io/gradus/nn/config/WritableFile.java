package io.gradus.nn.config;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;

/// A file that is to be written: what stands in its way is said before there is anything to write.
public final class WritableFile {
  private WritableFile() {}

  /// Checks that a file can be written where it is to be, by what is there now.
  ///
  /// @throws FileSystemException if its folder is missing or is none, or if a folder has its name
  public static void check(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "is a folder; give the name of a file");
    }
    Path named = Objects.requireNonNullElse(file.getParent(), folder);
    if (!Files.exists(folder)) {
      throw new NoSuchFileException(
          file.toString(),
          null,
          "there is no folder %s; make it first (Files.createDirectories)".formatted(named));
    }
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException("%s: %s is no folder".formatted(file, named));
    }
  }
}
