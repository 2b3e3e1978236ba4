package io.gradus.nn.config;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Writes files that are either there as a whole or not at all: into a temporary file beside the
/// target, forced to disk, renamed. Of a symbolic link the target is written.
///
/// A temporary file is locked while it is written. One that is not belongs to a process that was
/// killed, and the next who writes in the folder removes it.
public final class AtomicFile {
  // A name of its own, since the target's may be as long as the system allows.
  private static final String PREFIX = ".gradus-";
  private static final String SUFFIX = ".tmp";
  private static final int MOST_LINKS = 40;

  // Where files cannot be locked, those that nobody has written to for so long are nobody's.
  private static final Duration ABANDONED = Duration.ofDays(1);

  // The temporary files of this process, by name: to open one and close it would end its lock.
  private static final Set<String> OWN = ConcurrentHashMap.newKeySet();

  private AtomicFile() {}

  /// Writes the bytes of a file.
  @FunctionalInterface
  public interface Content {
    /// Writes them.
    void writeTo(OutputStream out) throws IOException;
  }

  /// Writes a file, replacing the one that is there; after an exception that one is unchanged.
  ///
  /// @throws java.nio.file.FileSystemException if it cannot be there, naming it and not the
  ///   temporary one
  public static void write(Path file, Content content) throws IOException {
    write(Map.of(file, content));
  }

  /// Writes files of one folder, replacing those that are there. They are renamed, in order, when
  /// all are on disk: after an exception in writing none has changed, but a process that is killed
  /// between two of the renames leaves some of each.
  public static void write(Map<Path, Content> files) throws IOException {
    for (Path file : files.keySet()) {
      WritableFile.check(file);
    }
    List<Temporary> written = new ArrayList<>();
    try {
      for (Map.Entry<Path, Content> file : files.entrySet()) {
        Path target = target(file.getKey());
        if (written.isEmpty()) {
          removeAbandoned(folder(target));
        }
        Temporary temporary = Temporary.beside(target, file.getKey());
        written.add(temporary);
        temporary.write(file.getValue());
      }
      for (Temporary each : written) {
        Files.move(each.file, each.target, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (ClosedByInterruptException e) {
      // It has no message.
      String first = files.keySet().iterator().next().toString();
      FileSystemException named =
          new FileSystemException(first, null, "the thread was interrupted while it was written");
      named.initCause(e);
      throw named;
    } finally {
      for (Temporary each : written) {
        each.close();
      }
    }
    for (Path folder : written.stream().map(each -> folder(each.target)).distinct().toList()) {
      forceFolder(folder);
    }
  }

  private static Path folder(Path target) {
    return Objects.requireNonNull(target.getParent(), "a file's folder");
  }

  private static Path target(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemException(file.toString(), null, "too many symbolic links");
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new FileSystemException(file.toString(), null, "is no regular file");
    }
    return target;
  }

  /// A temporary file: open, and locked where the system can.
  private record Temporary(Path file, Path target, FileChannel channel) implements Closeable {
    static Temporary beside(Path target, Path given) throws IOException {
      while (true) {
        String name = PREFIX + UUID.randomUUID() + SUFFIX;
        OWN.add(name);
        Path file = target.resolveSibling(name);
        try {
          FileChannel channel = create(file, given);
          Temporary temporary = new Temporary(file, target, channel);
          if (temporary.isKept()) {
            return temporary;
          }
          temporary.close();
        } catch (IOException e) {
          OWN.remove(name);
          throw e;
        }
      }
    }

    /// Locks the file. Returns whether it is still there: before, somebody may have removed it.
    private boolean isKept() {
      try {
        return channel.tryLock() != null && Files.exists(file);
      } catch (IOException | UnsupportedOperationException _) {
        return true; // this file system has no locks, so nobody has removed it for lack of one
      }
    }

    void write(Content content) throws IOException {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }

    @Override
    public void close() throws IOException {
      try (channel) {
        Files.deleteIfExists(file);
      } finally {
        OWN.remove(file.getFileName().toString());
      }
    }
  }

  /// Removes the temporary files of processes that were killed. What cannot be removed stays.
  private static void removeAbandoned(Path folder) {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      for (Path file : found) {
        if (!OWN.contains(String.valueOf(file.getFileName()))
            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          removeAbandonedFile(file);
        }
      }
    } catch (IOException | DirectoryIteratorException _) {
      // The next one tries again.
    }
  }

  private static void removeAbandonedFile(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      try (FileLock lock = channel.tryLock()) {
        if (lock != null) {
          Files.deleteIfExists(file);
        }
      } catch (IOException | UnsupportedOperationException _) {
        FileTime written = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
        if (written.toInstant().isBefore(Instant.now().minus(ABANDONED))) {
          Files.deleteIfExists(file);
        }
      } catch (OverlappingFileLockException _) {
        // Another class loader of this process writes it.
      }
    }
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
