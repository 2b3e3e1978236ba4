package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gradus.nn.config.AtomicFile;
import io.gradus.nn.model.Model;
import io.gradus.tensor.Tensor;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are there as a whole or not at all, under whatever name.
class AtomicFileTest {
  private static final Tensor VALUE = Tensor.of(1f, 2f);

  @TempDir Path folder;

  @BeforeEach
  void needsLinks() {
    assumeThat(File.separatorChar).isEqualTo('/');
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private void assertWritesThrough(Path link, Path target) throws IOException {
    Npy.write(link, VALUE);
    assertThat(link).isSymbolicLink();
    assertThat(Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(Npy.read(target).toFloatArray()).containsExactly(1, 2);
  }

  @Test
  void anInterruptedThreadIsToldSo() throws IOException {
    Path file = folder.resolve("a.npy");
    Npy.write(file, VALUE);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Npy.write(file, Tensor.of(3f)))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(file + ": the thread was interrupted while it was written");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(names()).containsExactly("a.npy");
    assertThat(Npy.read(file).toFloatArray()).containsExactly(1, 2);
    Path model = Files.write(folder.resolve("mlp.keras"), Fuzz.resource("mlp.keras"));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Model.load(model))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(model + ": the thread was interrupted while it was read");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aLinkStaysAndItsTargetIsWritten() throws IOException {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Path target = Files.writeString(disk.resolve("a.npy"), "old");
    assertWritesThrough(Files.createSymbolicLink(folder.resolve("absolute.npy"), target), target);
    Path relative = Files.createSymbolicLink(folder.resolve("b.npy"), Path.of("disk", "b.npy"));
    assertWritesThrough(relative, disk.resolve("b.npy"));
    Path second = Files.createSymbolicLink(disk.resolve("c.npy"), Path.of("..", "b.npy"));
    assertWritesThrough(second, disk.resolve("b.npy"));
    try (Stream<Path> files = Files.list(disk)) {
      assertThat(files).hasSize(3);
    }
    assertThat(names()).containsExactly("absolute.npy", "b.npy", "disk");
  }

  @Test
  void linksInACircleAreRefused() throws IOException {
    Path one = folder.resolve("one");
    Files.createSymbolicLink(one, Path.of("two"));
    Files.createSymbolicLink(folder.resolve("two"), Path.of("one"));
    assertThatThrownBy(() -> Npy.write(one, VALUE))
        .isInstanceOf(IOException.class)
        .hasMessage(one + ": too many symbolic links");
  }

  @Test
  void whatIsNoFileIsNotReplaced() throws IOException {
    Path inside = Files.createDirectories(folder.resolve("a.npy"));
    assertThatThrownBy(() -> Npy.write(inside, VALUE))
        .isInstanceOf(IOException.class)
        .hasMessage(inside + ": is a folder; give the name of a file");
    assertThat(names()).containsExactly("a.npy");
  }

  @Test
  void namesMayBeAsLongAsTheSystemAllows() throws IOException {
    Path file = folder.resolve("n".repeat(251) + ".npy");
    Npy.write(file, VALUE);
    assertThat(Npy.read(file).toFloatArray()).containsExactly(1, 2);
    Path model = folder.resolve("é".repeat(121) + ".safetensors");
    Safetensors.write(model, Map.of("a", VALUE));
    assertThat(names()).hasSize(2);
  }

  @Test
  void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("a.npy");
    Npy.write(file, VALUE);
    assertThatThrownBy(() ->
            AtomicFile.write(
                file,
                out -> {
                  out.write(new byte[100_000]);
                  throw new IOException("No space left on device");
                }))
        .hasMessage("No space left on device");
    assertThat(names()).containsExactly("a.npy");
    assertThat(Npy.read(file).toFloatArray()).containsExactly(1, 2);
  }

  @Test
  void writersOfOneFolderLeaveEachOtherAlone() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<?> slow =
          other.submit(() -> {
            AtomicFile.write(
                folder.resolve("slow"),
                out -> {
                  out.write(new byte[100_000]);
                  begun.countDown();
                  await(done);
                });
            return null;
          });
      await(begun);
      for (int i = 0; i < 100; i++) {
        Npy.write(folder.resolve("a.npy"), VALUE);
      }
      done.countDown();
      slow.get();
    }
    assertThat(names()).containsExactly("a.npy", "slow");
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
