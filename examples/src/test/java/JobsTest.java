import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Runs the jobs of a new user, and counts their lines beside those of Keras' programs.
class JobsTest {
  private static final Path JOBS = Path.of("src/main/java/jobs");
  private static final Path KERAS = Path.of("src/main/keras");
  private static final Path PAGE = Path.of("../docs/jobs.md");

  /// The job, a number it prints, and within which bounds that is.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SavedDigits         | accuracy=([0-9.]+)              | 0.93  | 1
          SavedDigits         | the first image is a (\\d+)     | 7     | 7
          TableOfPassengers   | Epoch 30/30\\n.*val_accuracy: ([0-9.]+) | 0.7 | 1
          HousePrices         | on average: ([0-9.]+)           | 0     | 0.2
          ImagesInFolders     | Epoch 15/15\\n.*val_accuracy: ([0-9.]+) | 0.9 | 1
          Transfer            | new head: \\{accuracy=([0-9.]+) | 0.7   | 1
          Transfer            | fine-tuned: \\{accuracy=([0-9.]+) | 0.88 | 1
          ReviewsOfTexts      | the song was not good: ([0-9.]+) | 0    | 0.2
          Forecast            | LSTM: ([0-9.]+)                 | 0     | 0.12
          Autoencoder         | mean error of a pixel: ([0-9.]+) | 0    | 0.11
          TwoInputsTwoOutputs | sold_accuracy=([0-9.]+)         | 0.95  | 1
          OwnLayer            | loss: ([0-9.E-]+)               | 0     | 1e-3
          OwnLayer            | the same: ([0-9.]+)             | 0     | 0
          OwnLossAndMetric    | near=([0-9.]+)                  | 0.8   | 1
          OwnLoop             | epoch 2: accuracy ([0-9.]+)     | 0.85  | 1
          Adversaries         | radius of what is drawn: ([0-9.]+) | 0.7 | 1.3
          LongTraining        | epochs: (\\d+)                  | 5     | 49
          LongTraining        | accuracy=([0-9.]+)              | 0.9   | 1
          StreamedRows        | \\{loss=([0-9.]+)               | 0     | 0.01
          HalfPrecision       | mixed_bfloat16: weights float32, ([0-9.]+) | 0.88 | 1
          HalfPrecision       | mixed_float16: weights float32, ([0-9.]+)  | 0.88 | 1
          RareClass           | \\{1=9.0}\\n(?:.*\\n)+? *nine +[0-9.]+ +([0-9.]+) | 0.85 | 1
          Search              | best: \\{.*units=(\\d+)         | 32    | 128
          Service             | answers: (\\d+)                 | 4000  | 4000
          WhereItLooks        | middle: ([0-9.]+)               | 0.01  | 10
          """)
  void aJobDoesWhatItSays(String name, String pattern, double low, double high)
      throws ReflectiveOperationException {
    assertThat(Programs.numbers(pattern, Programs.output(name)).getLast()).isBetween(low, high);
  }

  @Test
  void itsLinesAreAtMostHalfAsManyAgainAsThoseOfKeras() throws IOException {
    List<String> rows = new ArrayList<>();
    int ours = 0;
    int theirs = 0;
    for (Path job : jobs()) {
      String name = job.getFileName().toString().replace(".java", "");
      String other = name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
      long own = lines(job, "//", "/*", "*");
      long keras = lines(KERAS.resolve(other + ".py"), "#");
      assertThat(own)
          .as("%s: %d lines, Keras %d", name, own, keras)
          .isLessThanOrEqualTo(keras * 3 / 2);
      rows.add("| `%s` | %d | %d | %.1f |".formatted(name, own, keras, (double) own / keras));
      ours += (int) own;
      theirs += (int) keras;
    }
    assertThat(rows).hasSize(20);
    rows.add("| all | %d | %d | %.2f |".formatted(ours, theirs, (double) ours / theirs));
    List<String> page = Files.readAllLines(PAGE);
    List<String> shown =
        page.stream()
            .filter(line -> line.startsWith("| `") || line.startsWith("| all "))
            .map(line -> line.replaceFirst("\\|[^|]*\\|$", "|"))
            .toList();
    assertThat(shown).containsExactlyElementsOf(rows);
  }

  private static List<Path> jobs() throws IOException {
    try (Stream<Path> files = Files.list(JOBS)) {
      return files.sorted().toList();
    }
  }

  /// Lines of code: neither empty nor comments, nor texts that stand for comments.
  private static long lines(Path file, String... comments) throws IOException {
    return Files.readAllLines(file).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("\"\"\""))
        .filter(line -> Stream.of(comments).noneMatch(line::startsWith))
        .count();
  }
}
