package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gradus.checks.launch.Java;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A training whose disk fills up: a real file system of 6 MB, which Linux makes in memory for a
/// process that may have namespaces of its own.
class FullDiskTest {
  private static final Path UNSHARE = Path.of("/usr/bin/unshare");
  private static final String MOUNT = "mount -t tmpfs -o size=6m tmpfs \"$0\" && exec \"$@\"";

  @TempDir Path folder;

  private Java.Result onSmallDisk(Object... command) {
    Object[] arguments = new Object[command.length + 5];
    arguments[0] = "-Urm";
    arguments[1] = "sh";
    arguments[2] = "-c";
    arguments[3] = MOUNT;
    arguments[4] = folder;
    System.arraycopy(command, 0, arguments, 5, command.length);
    return Java.tool(UNSHARE, arguments);
  }

  @Test
  void nothingIsLost() {
    assumeThat(Files.isExecutable(UNSHARE)).as("unshare makes a small file system").isTrue();
    Java.Result may = onSmallDisk("true");
    assumeThat(may.status()).as("this process may have no file systems: " + may.err()).isZero();
    String tests = System.getProperty("path.separator") + Java.location(FullDiskProgram.class);
    Java.Result result =
        onSmallDisk(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--add-modules",
            "jdk.incubator.vector",
            "-cp",
            Java.LIB + "/*" + tests,
            FullDiskProgram.class.getName(),
            folder);
    assertThat(result.status()).as(result.out() + result.err()).isZero();
    String full = "%s: cannot write %s/run/.*: No space left on device";
    for (String writer : List.of("backup and restore", "model checkpoint", "csv logger")) {
      String first = full.formatted(writer, folder);
      assertThat(result.out().lines()).anyMatch(line -> line.matches(".*" + first + "; .*"));
    }
    String any = full.formatted("(backup and restore|model checkpoint|csv logger)", folder);
    assertThat(result.out().lines())
        .hasSize(16)
        .allMatch(line -> line.matches("\\d+ \\d+ " + any + "; " + any));
  }
}
