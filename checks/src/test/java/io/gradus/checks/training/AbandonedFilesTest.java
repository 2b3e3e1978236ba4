package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.checks.launch.Java;
import io.gradus.formats.Npy;
import io.gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Temporary files: those of processes that were killed go, those of live ones stay.
class AbandonedFilesTest {
  @TempDir Path folder;

  /// Locks a file, says so by another one, and waits to be killed.
  static final class Writing {
    private Writing() {}

    public static void main(String[] arguments) throws Exception {
      Path file = Path.of(arguments[0], ".gradus-00000000-0000-0000-0000-000000000000.tmp");
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        channel.lock();
        Files.createFile(Path.of(arguments[0], "begun"));
        Thread.sleep(60_000);
      }
    }
  }

  private List<String> temporary() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".tmp"))
          .toList();
    }
  }

  @Test
  void leaveWithTheirProcess() throws Exception {
    Files.writeString(folder.resolve(".other.tmp"), "another program's");
    Files.writeString(folder.resolve(".gradus-1.tmp"), "half");
    Process process =
        Java.start("-cp", Java.location(Writing.class), Writing.class.getName(), folder);
    try {
      while (!Files.exists(folder.resolve("begun"))) {
        assertThat(process.isAlive()).isTrue();
        Thread.sleep(10);
      }
      Npy.write(folder.resolve("a.npy"), Tensor.of(1f));
      assertThat(temporary())
          .containsExactlyInAnyOrder(
              ".other.tmp", ".gradus-00000000-0000-0000-0000-000000000000.tmp");
    } finally {
      process.destroyForcibly().waitFor();
    }
    Npy.write(folder.resolve("a.npy"), Tensor.of(1f));
    assertThat(temporary()).containsExactly(".other.tmp");
  }
}
