package io.gradus.checks.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnippetsTest {
  private static final Path ROOT = Path.of(System.getProperty("gradus.root"));

  @TempDir Path classes;

  static List<Page> pages() throws IOException {
    return Page.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void javaBlocksCompile(Page page) throws IOException {
    assertThat(new Snippets(classes).errors(page)).isEmpty();
  }

  @Test
  void blocksThatDoNotCompileAreFound() throws IOException {
    List<String> lines =
        List.of(
            "```java",
            "import module io.gradus;",
            "void main() { wrong(); }",
            "```",
            "```java",
            "record Wrong() implements Floating {}",
            "```",
            "```java",
            "Tensor x = Tensor.ones(1);",
            "```",
            "```java",
            "x.wrong();",
            "```");
    assertThat(new Snippets(classes).errors(new Page("page", lines)))
        .satisfiesExactlyInAnyOrder(
            error -> assertThat(error).startsWith("page:3: "),
            error -> assertThat(error).startsWith("page:6: "),
            error -> assertThat(error).startsWith("page:12: "));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksResolve(Page page) throws IOException {
    List<String> broken = new ArrayList<>();
    for (String link : page.links()) {
      if (!link.matches("[a-z]+:.*") && !page.resolves(link)) {
        broken.add(link);
      }
    }
    assertThat(broken).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/add-an-op.md", "docs/add-a-layer.md"})
  void addingSomethingFitsOnAPage(String name) throws IOException {
    assertThat(Page.of(name).lines()).hasSizeLessThanOrEqualTo(40);
  }

  @Test
  void decisionsAreShort() throws IOException {
    for (Page page : Page.all()) {
      if (page.name().startsWith("docs/decisions/")) {
        assertThat(page.lines()).as(page.name()).hasSizeLessThanOrEqualTo(30);
      }
    }
  }

  @Test
  void theOperationShownIsTheOneThatIsThere() throws IOException {
    Path family = ROOT.resolve("tensor/src/main/java/io/gradus/tensor/Elementwise.java");
    String shown = Page.of("docs/add-an-op.md").java().getFirst().code();
    assertThat(words(Files.readString(family))).contains(words(shown));
  }

  @Test
  void theProgramOfTheReadmeIsTheExample() throws IOException {
    String example =
        Files.readString(ROOT.resolve("examples/src/main/java/Digits.java"))
            .replaceAll("(?m)^///.*\\R", "");
    assertThat(Page.of("README.md").java().getFirst().code()).isEqualTo(example);
  }

  private static String words(String code) {
    return String.join(" ", code.strip().split("\\s+"));
  }
}
