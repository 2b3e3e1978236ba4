package io.gradus.checks.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.checks.launch.Java;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The project that README shows, built outside: against what `mvn install -Dfast` puts into a
/// repository that holds nothing of Gradus before.
class ReadmeProjectTest {
  private static final Path ROOT = Path.of(System.getProperty("gradus.root"));
  private static final Path MAVEN =
      Path.of(
          System.getProperty("gradus.maven"),
          "bin",
          File.separatorChar == '\\' ? "mvn.cmd" : "mvn");
  private static final Pattern ACCURACY = Pattern.compile("\\{accuracy=([0-9.]+), loss=[0-9.]+}");

  @TempDir Path folder;

  @Test
  void theProjectOfTheReadmeIsBuiltAndTrains() throws IOException {
    Path checkout = copyOfTheSources();
    Path repository = repositoryWithoutGradus();
    maven(checkout, repository, "install", "-Dfast");
    assertThat(installed(repository))
        .as("what is meant for users, with its sources")
        .containsExactlyInAnyOrderElementsOf(published());

    Page readme = Page.of("README.md");
    Path project = Files.createDirectory(folder.resolve("project"));
    List<Page.Block> poms = readme.blocks("xml");
    assertThat(poms).hasSize(1);
    Files.writeString(project.resolve("pom.xml"), poms.getFirst().code());
    assertThat(poms.getFirst().code().lines()).hasSizeLessThanOrEqualTo(15);
    Path source = project.resolve("src/main/java/Example.java");
    Files.createDirectories(source.getParent());
    List<Page.Block> java = readme.java();
    String program =
        java.get(0)
            .code()
            .replace("import module io.gradus;", java.get(1).code().strip())
            .replace("epochs(5)", "epochs(1)");
    Files.writeString(source, program);
    String out = maven(project, repository, "compile", "exec:exec");
    Matcher accuracy = ACCURACY.matcher(out);
    assertThat(accuracy.find()).as(out).isTrue();
    assertThat(Double.parseDouble(accuracy.group(1))).isGreaterThan(0.95);
  }

  // What git would hold: no folder of a build.
  private Path copyOfTheSources() throws IOException {
    Path copy = folder.resolve("checkout");
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes)
              throws IOException {
            if (Set.of("target", ".git").contains(each.getFileName().toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(copy.resolve(ROOT.relativize(each).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(each, copy.resolve(ROOT.relativize(each).toString()));
            return FileVisitResult.CONTINUE;
          }
        });
    return copy;
  }

  // Plugins and libraries are those of this build, by links, so that nothing is fetched twice.
  private Path repositoryWithoutGradus() throws IOException {
    Path own = folder.resolve("repository");
    Path shared = Path.of(System.getProperty("gradus.repository"));
    Path group = Files.createDirectories(own.resolve("io"));
    link(shared, own, "io");
    if (Files.isDirectory(shared.resolve("io"))) {
      link(shared.resolve("io"), group, "gradus");
    }
    return own;
  }

  private static void link(Path from, Path to, String but) throws IOException {
    try (Stream<Path> all = Files.list(from)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        if (!each.getFileName().toString().equals(but)) {
          Files.createSymbolicLink(to.resolve(each.getFileName()), each.toAbsolutePath());
        }
      }
    }
  }

  private static String maven(Path where, Path repository, String... arguments) {
    List<Object> all = new ArrayList<>(List.of("-B", "-q", "-ntp", "-f", where.resolve("pom.xml")));
    all.add("-Dmaven.repo.local=" + repository);
    all.addAll(List.of(arguments));
    Java.Result result = Java.toolWithin(480, MAVEN, all.toArray());
    assertThat(result.status()).as(result.out() + result.err()).isZero();
    return result.out();
  }

  private static List<String> installed(Path repository) throws IOException {
    try (Stream<Path> files = Files.walk(repository.resolve("io/gradus"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar") || name.endsWith(".pom"))
          .map(name -> name.replaceFirst("-[0-9][0-9A-Za-z.]*(-SNAPSHOT)?", ""))
          .toList();
    }
  }

  // The artifacts that the bill of versions names, itself and the parent of all.
  private static List<String> published() throws IOException {
    List<String> names = new ArrayList<>(List.of("gradus-parent.pom", "gradus-bom.pom"));
    String bom = Files.readString(ROOT.resolve("bom/pom.xml"));
    Matcher managed =
        Pattern.compile("<dependency>\\s*<groupId>io.gradus</groupId>\\s*<artifactId>([a-z-]+)<")
            .matcher(bom);
    while (managed.find()) {
      String name = managed.group(1);
      names.addAll(List.of(name + ".pom", name + ".jar", name + "-sources.jar"));
    }
    return names;
  }
}
