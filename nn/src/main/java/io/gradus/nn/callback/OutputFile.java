package io.gradus.nn.callback;

import io.gradus.nn.config.WritableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// A file that is to be written, after work that would be lost if it could not be.
///
/// @param writer who writes it, for messages
/// @param path where it is
public record OutputFile(String writer, Path path) {
  /// Checks that the file can be written as a whole: that its folder is there, or can be made, and
  /// takes new files, and that its name is allowed and not a folder's. The file stays as it is.
  ///
  /// @throws UncheckedIOException naming the writer, the file and the reason, if it cannot
  public void check() {
    check(true);
  }

  /// Checks that the file can be written, and makes its folder.
  ///
  /// @param replaced whether the file is written anew beside the old one, else where it is
  void check(boolean replaced) {
    try {
      boolean exists = exists();
      Path file = (exists ? path.toRealPath() : path).toAbsolutePath();
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      WritableFile.check(path);
      if (exists && !Files.isWritable(path)) {
        throw new AccessDeniedException(path.toString());
      }
      if (folder != null && (replaced || !exists)) {
        // If the process is killed here, the next one that writes a file there removes this one.
        Files.deleteIfExists(Files.createTempFile(folder, ".gradus-", ".tmp"));
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  // Asking for its attributes also tells whether a name is too long.
  private boolean exists() throws IOException {
    try {
      Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return Files.exists(path);
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /// {@return what to throw when writing has failed: it names the writer, the file and the reason}
  UncheckedIOException failed(IOException e) {
    return new UncheckedIOException(
        "%s: cannot write %s: %s".formatted(writer, path, reason(e)), e);
  }

  private String reason(IOException e) {
    return switch (e) {
      case FileSystemException told when told.getReason() != null -> told.getReason();
      case ClosedByInterruptException _ -> "the thread was interrupted";
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException taken -> taken.getFile() + " is no folder";
      case NotDirectoryException taken -> taken.getFile().replace(path + ": ", "");
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
