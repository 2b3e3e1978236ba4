package io.gradus.checks.docs;

import io.gradus.testkit.OpCase;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Compiles the Java blocks of pages. A block with imports is a file, as it is. One with a type is
/// put into a class. The others are statements: those of a page follow one another in one method.
final class Snippets {
  private static final String IMPORTS =
      "import module java.base;import module io.gradus;import module io.gradus.testkit;"
          + "import module io.gradus.formats;"
          + "import static io.gradus.nn.activation.Activation.*;"
          + "import static io.gradus.tensor.Elementwise.*;"
          + "import static io.gradus.tensor.type.DType.*;";
  private static final Pattern TYPE =
      Pattern.compile("(?m)^(?:(?:public|final|sealed) )*(?:class|record|interface|enum) ");

  private final Path classes;

  /// Compiles into the folder.
  Snippets(Path classes) {
    this.classes = classes;
  }

  /// One source, of which line `n` is line `n + shift` of the page.
  private static final class Source extends SimpleJavaFileObject {
    final String text;
    final int shift;

    Source(String name, String text, int shift) {
      super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
      this.text = text;
      this.shift = shift;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /// {@return what the compiler finds wrong with the blocks of the page, each with the line}
  List<String> errors(Page page) throws IOException {
    List<String> errors = new ArrayList<>();
    StringBuilder statements = new StringBuilder();
    int next = 1;
    for (Page.Block block : page.java()) {
      if (block.code().startsWith("import ")) {
        errors.addAll(compile(page, new Source("Example", block.code(), block.line() - 1)));
      } else if (TYPE.matcher(block.code()).find()) {
        // Nested and static: `record` is so by itself, a class is made so.
        String type = block.code().replaceFirst("(?m)^public final class ", "public static class ");
        String text = IMPORTS + "class Example {\n" + type + "}\n";
        errors.addAll(compile(page, new Source("Example", text, block.line() - 2)));
      } else {
        // In the lines they have on the page.
        statements.repeat("\n", block.line() - next).append(block.code());
        next = block.line() + (int) block.code().lines().count();
      }
    }
    if (!statements.isEmpty()) {
      String text = IMPORTS + "class Example { void run() throws Exception {" + statements + "}}\n";
      errors.addAll(compile(page, new Source("Example", text, 0)));
    }
    return errors;
  }

  private List<String> compile(Page page, Source source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of(
              "--module-path",
              modulePath(),
              "--add-modules",
              "io.gradus,io.gradus.formats,io.gradus.testkit",
              "-proc:none",
              "-d",
              classes.toString());
      compiler.getTask(null, files, found, options, null, List.of(source)).call();
    }
    return found.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(diagnostic ->
            "%s:%d: %s"
                .formatted(
                    page, diagnostic.getLineNumber() + source.shift, diagnostic.getMessage(null)))
        .toList();
  }

  // The jars that ./gradus runs, and the testkit, which is not among them.
  private static String modulePath() {
    try {
      Path testkit =
          Path.of(OpCase.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path dist = Path.of(System.getProperty("gradus.dist"), "lib");
      return dist + System.getProperty("path.separator") + testkit;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
