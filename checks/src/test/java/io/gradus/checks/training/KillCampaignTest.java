package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.checks.launch.Java;
import io.gradus.formats.Npz;
import io.gradus.nn.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A training that is killed (`kill -9`) at random moments and started again, over and over, ends
/// with the bits and the files of one that never stopped; at no moment is a file lost or torn.
/// `-Dgradus.kills=` says how many kills, 30 by default.
class KillCampaignTest {
  private static final int KILLS = Integer.getInteger("gradus.kills", 30);

  @TempDir Path folder;

  /// Runs the program; kills it after so long unless it has ended. Returns what it printed, or null
  /// if it was killed.
  private static String run(Path in, long millis) {
    List<Object> arguments =
        new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    arguments.addAll(List.of("--add-modules", "jdk.incubator.vector", "-cp"));
    String tests = System.getProperty("path.separator") + Java.location(KilledProgram.class);
    arguments.add(Java.LIB + "/*" + tests);
    arguments.addAll(List.of(KilledProgram.class.getName(), in));
    if (millis > 0) {
      return Java.killedAfter(millis, arguments.toArray()) ? null : "ended";
    }
    Java.Result result = Java.run(arguments.toArray());
    assertThat(result.status()).as(result.err()).isZero();
    return result.out().strip();
  }

  // What is there is whole.
  private static void assertWhole(Path in) throws IOException {
    if (Files.exists(in.resolve("backup/latest"))) {
      assertThat(Npz.read(in.resolve("backup/latest"))).containsKeys("place", "seed");
    }
    try (Stream<Path> files = Files.list(in)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".keras")).toList()) {
        assertThat(Model.load(file).isBuilt()).as(file.toString()).isTrue();
      }
    }
  }

  // Every file by name, with what is in it: of models the weights, since archives have times.
  private static Map<String, String> files(Path in) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(in)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content =
            file.toString().endsWith(".keras")
                ? Digits.hash(Model.load(file).weights())
                : Files.readString(file);
        contents.put(in.relativize(file).toString(), content);
      }
    }
    return contents;
  }

  @Test
  void nothingIsLost() throws IOException {
    Path unbroken = Files.createDirectory(folder.resolve("unbroken"));
    long begin = System.nanoTime();
    String whole = run(unbroken, 0);
    int millis = (int) ((System.nanoTime() - begin) / 1_000_000);
    Map<String, String> wholeFiles = files(unbroken);
    assertThat(wholeFiles)
        .containsOnlyKeys(
            "best.keras",
            "epoch-1.keras",
            "epoch-2.keras",
            "epoch-3.keras",
            "epoch-4.keras",
            "epoch-5.keras",
            "last.keras",
            "log.csv");
    long seed = Long.getLong("gradus.kills.seed", System.nanoTime());
    Random random = new Random(seed);
    int kills = 0;
    // Delays are spread over the time of a whole run, so that about half of the kills leave one.
    int resumed = 0;
    for (int round = 0; kills < KILLS; round++) {
      Path in = Files.createDirectory(folder.resolve("round" + round));
      boolean ended = false;
      while (!ended && kills < KILLS) {
        ended = run(in, 1 + random.nextInt(millis)) != null;
        kills += ended ? 0 : 1;
        assertWhole(in);
        resumed += Files.exists(in.resolve("backup/latest")) ? 1 : 0;
      }
      if (!ended) {
        assertThat(run(in, 0)).as("seed %d, round %d", seed, round).isEqualTo(whole);
      }
      assertThat(files(in)).as("seed %d, round %d", seed, round).isEqualTo(wholeFiles);
    }
    assertThat(resumed).as("kills that left a backup").isPositive();
  }
}
