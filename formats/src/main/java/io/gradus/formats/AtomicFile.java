package io.gradus.formats;

import io.gradus.nn.config.WritableFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// Writes files that are either there as a whole or not at all: into a temporary file beside the
/// target, forced to disk, renamed.
final class AtomicFile {
  private AtomicFile() {}

  /// Writes the bytes of a file.
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /// Writes a file, replacing the one that is there; after an exception that one is unchanged.
  ///
  /// @throws java.nio.file.FileSystemException if it cannot be there, naming it and not the
  ///   temporary one
  static void write(Path file, Content content) throws IOException {
    write(Map.of(file, content));
  }

  /// Writes files of one folder, replacing those that are there. They are renamed, in order, when
  /// all are on disk: after an exception in writing none has changed, but a process that is killed
  /// between two of the renames leaves some of each.
  static void write(Map<Path, Content> files) throws IOException {
    for (Path file : files.keySet()) {
      WritableFile.check(file);
    }
    Map<Path, Path> targets = new LinkedHashMap<>();
    try {
      for (Map.Entry<Path, Content> file : files.entrySet()) {
        Path target = file.getKey().toAbsolutePath();
        String name = "." + target.getFileName() + "." + UUID.randomUUID() + ".tmp";
        Path temporary = target.resolveSibling(name);
        targets.put(temporary, target);
        try (FileChannel channel = create(temporary, file.getKey())) {
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
          file.getValue().writeTo(out);
          out.flush();
          channel.force(true);
        }
      }
      for (Map.Entry<Path, Path> each : targets.entrySet()) {
        Files.move(each.getKey(), each.getValue(), StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      for (Path temporary : targets.keySet()) {
        Files.deleteIfExists(temporary);
      }
    }
    Path any = files.keySet().iterator().next().toAbsolutePath();
    forceFolder(Objects.requireNonNull(any.getParent(), "a file's folder"));
  }

  private static FileChannel create(Path temporary, Path file) throws IOException {
    try {
      return FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    } catch (AccessDeniedException e) {
      AccessDeniedException named =
          new AccessDeniedException(
              file.toString(), null, "no file may be made in " + file.toAbsolutePath().getParent());
      named.initCause(e);
      throw named;
    }
  }

  // The rename itself lasts only once the folder is on disk. Not every system opens folders.
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException _) {
      // The file is whole either way.
    }
  }
}
