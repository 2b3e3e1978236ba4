package io.gradus.checks.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.nn.constraint.Constraints;
import io.gradus.nn.initializer.Initializers;
import io.gradus.nn.loss.Losses;
import io.gradus.nn.metric.Metrics;
import io.gradus.nn.model.ModelTable;
import io.gradus.nn.optimizer.Optimizers;
import io.gradus.nn.regularizer.Regularizers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The table of Keras' calls and ours.
class KerasTableTest {
  private static final Pattern ROW = Pattern.compile("\\| `([^|]*)` \\| `([^|]*)` \\|");

  // What only files of Keras 2 need; no call of Keras 3 makes it.
  private static final Set<String> OF_KERAS_2 = Set.of("UnanimousMerge", "BatchTotal");

  @TempDir Path classes;

  private static List<Matcher> rows() throws IOException {
    return Page.of("docs/keras-to-gradus.md").lines().stream()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .toList();
  }

  /// Each of ours compiles: a statement where it ends in a semicolon, else an expression.
  @Test
  void ourSideCompiles() throws IOException {
    StringBuilder code = new StringBuilder("```java\nclass Rows {\n");
    int row = 0;
    for (Matcher call : rows()) {
      String ours = call.group(2);
      code.append(
              "static void row%d(Tensor x, Tensor y, Tensor a, Tensor b, Sequential model, Dataset"
                      .formatted(row++)
                  + " data, Variable v, Path file) throws Exception { ")
          .append(ours.endsWith(";") ? ours : "Object it = " + ours + ";")
          .append(" }\n");
    }
    code.append("}\n```");
    Page page = new Page("docs/keras-to-gradus.md rows", code.toString().lines().toList());
    assertThat(new Snippets(classes).errors(page)).isEmpty();
    assertThat(row).isGreaterThan(150);
  }

  @Test
  void everyClassOfKerasThatWeHaveIsThere() throws IOException {
    String theirs = String.join("\n", rows().stream().map(row -> row.group(1)).toList());
    assertThat(
            Stream.of(
                    ModelTable.TABLE.names(),
                    Losses.TABLE.names(),
                    Metrics.TABLE.names(),
                    Optimizers.TABLE.names(),
                    Initializers.TABLE.names(),
                    Regularizers.TABLE.names(),
                    Constraints.TABLE.names())
                .flatMap(Collection::stream)
                .filter(name -> !OF_KERAS_2.contains(name))
                .filter(name -> !Pattern.compile("\\b" + name + "\\b").matcher(theirs).find()))
        .isEmpty();
  }
}
