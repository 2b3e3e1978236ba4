package io.gradus.checks.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.checks.launch.Java;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The session of `jshell` that a page shows, typed again.
class JShellTest {
  private static final Path ROOT = Path.of(System.getProperty("gradus.root"));
  private static final Path JSHELL = Path.of(System.getProperty("java.home"), "bin", "jshell");
  private static final String PROMPT = "jshell> ";

  @TempDir Path folder;

  @Test
  void theSessionOfThePageGivesWhatThePageSays() throws IOException {
    List<String> shown = session();
    List<String> typed =
        shown.stream().map(step -> step.substring(0, step.indexOf('\n') + 1)).toList();
    Path input = folder.resolve("typed");
    Files.writeString(input, String.join("", typed));
    Java.Result result =
        Java.fed(
            input,
            JSHELL,
            // Its history stays out of the preferences of whoever runs the tests.
            "-J-Djava.util.prefs.userRoot=" + folder,
            "--module-path",
            Java.LIB,
            "--add-modules",
            "io.gradus",
            "--startup",
            "DEFAULT",
            "--startup",
            ROOT.resolve("jvm/imports.jsh"));
    assertThat(result.status()).as(result.err()).isZero();
    List<String> parts = List.of(result.out().split(PROMPT, -1));
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < typed.size(); i++) {
      String part = parts.get(i + 1);
      // Until its terminal is ready it may repeat what is typed.
      String line = typed.get(i).strip();
      answers.add((part.startsWith(line) ? part.substring(line.length()) : part).strip());
    }
    List<String> expected = new ArrayList<>();
    for (String step : shown) {
      expected.add(step.substring(step.indexOf('\n')).strip());
    }
    assertThat(answers).isEqualTo(expected);
  }

  // Each a line that is typed and what comes.
  private static List<String> session() throws IOException {
    List<Page.Block> sessions =
        Page.of("docs/in-your-project.md").blocks("text").stream()
            .filter(block -> block.code().startsWith(PROMPT))
            .toList();
    assertThat(sessions).hasSize(1);
    return Arrays.stream(sessions.getFirst().code().split(PROMPT)).skip(1).toList();
  }
}
