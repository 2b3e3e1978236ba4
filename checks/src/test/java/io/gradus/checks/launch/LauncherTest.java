package io.gradus.checks.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./gradus` of a checkout that is copied or moved: its archive of classes was made of jars at
/// another place, and with it a JVM may die.
class LauncherTest {
  private static final Path ROOT = Path.of(System.getProperty("gradus.root"));
  private static final Path BASH = Path.of("/bin/bash");
  private static final Path ARCHIVE = Path.of("target/dist/gradus.jsa");
  private static final Path MADE_OF = Path.of("target/dist/gradus.jsa.of");

  @TempDir Path folder;

  // With the marks of a build that has just ended.
  @BeforeEach
  void aCopy() throws IOException {
    assumeTrue(Files.isExecutable(BASH), "no " + BASH + ": the launcher is not run");
    Path first = folder.resolve("first");
    Stream.of("gradus", "jvm", "target/dist/lib")
        .forEach(part -> copy(ROOT.resolve(part), first.resolve(part)));
    Instant now = Instant.now();
    mark(first.resolve("target/started/stamp"), now.minusSeconds(20));
    mark(first.resolve("target/dist/stamp"), now.minusSeconds(10));
  }

  private static void mark(Path file, Instant time) throws IOException {
    Files.createDirectories(file.getParent());
    Files.setLastModifiedTime(Files.writeString(file, ""), FileTime.from(time));
  }

  @Test
  void theArchiveIsMadeOnceAtEachPlace() throws IOException {
    Path first = folder.resolve("first");
    assertThat(version(first)).startsWith("gradus ");
    assertThat(Files.readString(first.resolve(MADE_OF))).contains(first + "/target/dist");
    byte[] archive = Files.readAllBytes(first.resolve(ARCHIVE));
    assertThat(archive).isNotEmpty();
    Path second = Files.move(first, folder.resolve("second"));
    Files.writeString(second.resolve(ARCHIVE), "not an archive");
    assertThat(version(second)).startsWith("gradus ");
    assertThat(Files.readString(second.resolve(MADE_OF))).contains(second + "/target/dist");
    assertThat(Files.size(second.resolve(ARCHIVE))).isGreaterThan(archive.length / 2);
    long made = Files.getLastModifiedTime(second.resolve(ARCHIVE)).toMillis();
    assertThat(version(second)).startsWith("gradus ");
    assertThat(Files.getLastModifiedTime(second.resolve(ARCHIVE)).toMillis()).isEqualTo(made);
  }

  @Test
  void theLauncherInJavaDoesTheSameWhereThereIsNoBash() throws IOException {
    Path first = folder.resolve("first");
    copy(ROOT.resolve("examples/src/main"), first.resolve("examples/src/main"));
    mark(first.resolve("target/started/stamp"), Instant.now().plusSeconds(10));
    mark(first.resolve("target/dist/stamp"), Instant.now().plusSeconds(20));
    Path launch = first.resolve("jvm/Launch.java");
    assertThat(Java.run(launch, "--version").out()).isEqualTo(version(first));
    Java.Result example = Java.run(launch, "example", "ByHand");
    assertThat(example.status()).as(example.err()).isZero();
    assertThat(example.out()).isNotEmpty();
    Java.Result unknown = Java.run(launch, "example", "Nothing");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err())
        .startsWith(
            "gradus: no example is called Nothing\n"
                + "usage: gradus example NAME [ARGUMENT…], with NAME one of\n  ");
    Path options = folder.resolve("options");
    assertThat(Java.run(launch, "jvm-options", options).out())
        .isEqualTo("@" + options.resolve("gradus.options") + "\n");
    Java.Result wrong = Java.run(launch, "nothing");
    assertThat(wrong.status()).isEqualTo(2);
  }

  private static String version(Path root) {
    Java.Result result = Java.tool(BASH, root.resolve("gradus"), "--version");
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.err()).doesNotContain("rror");
    return result.out();
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        Path target = to.resolve(from.relativize(each).toString());
        Files.createDirectories(target.getParent());
        Files.copy(each, target, StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
