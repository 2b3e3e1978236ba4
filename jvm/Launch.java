import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What `./gradus` does, where there is no bash: `gradus.cmd` runs it. It keeps no archive of
/// classes. Written in the Java of 17, in which it can still say that it needs 25.
public final class Launch {
  private static final Path ROOT =
      Path.of(System.getProperty("jdk.launcher.sourcefile", "jvm/Launch.java"))
          .toAbsolutePath()
          .normalize()
          .getParent()
          .getParent();
  private static final Path DIST = ROOT.resolve("target").resolve("dist");
  private static final boolean WINDOWS = File.separatorChar == '\\';

  private Launch() {}

  /// Builds Gradus if a source is newer than the last build, runs it and exits as it does.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (Runtime.version().feature() < 25) {
      fail(1, "needs JDK 25 and was started by " + Runtime.version() + ": set JAVA_HOME to one");
    }
    if (!fresh()) {
      Files.createDirectories(ROOT.resolve("target"));
      try (FileChannel lock =
          FileChannel.open(
              ROOT.resolve("target").resolve("build.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE)) {
        lock.lock(); // another first use may be building
        if (!fresh()) build();
      }
    }
    System.exit(run(command(arguments)));
  }

  private static List<String> command(String[] arguments) throws IOException {
    Path jvm = ROOT.resolve("jvm");
    List<String> rest = Arrays.asList(arguments);
    String first = rest.isEmpty() ? "" : rest.get(0);
    String lib = DIST.resolve("lib").toString();
    if (first.equals("jshell")) {
      String jshell = Path.of(System.getProperty("java.home"), "bin", "jshell").toString();
      List<String> shell = new ArrayList<>(List.of(jshell, "--module-path", lib));
      shell.addAll(List.of("--add-modules", "io.gradus", "--startup", "DEFAULT"));
      shell.addAll(List.of("--startup", jvm.resolve("imports.jsh").toString()));
      shell.addAll(rest.subList(1, rest.size()));
      return shell;
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> all = new ArrayList<>(List.of(java, "@" + jvm.resolve("options")));
    all.add("-XX:CompilerDirectivesFile=" + jvm.resolve("directives.json"));
    String own = System.getenv().getOrDefault("GRADUS_JAVA_OPTS", "").strip();
    if (!own.isEmpty()) Collections.addAll(all, own.split("\\s+"));
    if (first.equals("bench") && rest.size() > 1 && rest.get(1).equals("kernels")) {
      String jars = DIST.resolve("jmh") + File.separator + "*";
      all.addAll(List.of("--add-modules", "jdk.incubator.vector", "-cp", jars));
      all.add("org.openjdk.jmh.Main");
      all.addAll(rest.subList(2, rest.size()));
      return all;
    }
    all.addAll(List.of("-p", lib));
    if (first.equals("example")) {
      all.addAll(List.of("--add-modules", "io.gradus", example(rest)));
      all.addAll(rest.subList(2, rest.size()));
      return all;
    }
    Map<String, String> mains =
        Map.of(
            "bench", "io.gradus.bench/io.gradus.bench.Bench",
            "conformance", "io.gradus.conformance/io.gradus.conformance.Conformance",
            "jvm-options", "io.gradus.vector/io.gradus.vector.JvmOptions");
    String main = mains.getOrDefault(first, "io.gradus.cli/io.gradus.cli.Gradus");
    all.addAll(List.of("--add-modules", "io.gradus.vector", "-m", main));
    all.addAll(mains.containsKey(first) ? rest.subList(1, rest.size()) : rest);
    return all;
  }

  private static String example(List<String> arguments) throws IOException {
    Map<String, Path> programs = new TreeMap<>();
    Path examples = ROOT.resolve("examples").resolve("src").resolve("main").resolve("java");
    try (var files = Files.walk(examples)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file -> programs.put(file.getFileName().toString().replace(".java", ""), file));
    }
    String name = arguments.size() < 2 ? "" : arguments.get(1).replace(".java", "");
    if (!programs.containsKey(name)) {
      fail(
          2,
          (name.isEmpty() ? "" : "no example is called " + name + "\n")
              + "usage: gradus example NAME [ARGUMENT…], with NAME one of\n  "
              + String.join("\n  ", programs.keySet()));
    }
    return programs.get(name).toString();
  }

  /// Whether the last build came to its end and no source, resource or pom has changed since it
  /// began.
  private static boolean fresh() throws IOException {
    Path started = ROOT.resolve("target").resolve("started").resolve("stamp");
    Path ended = DIST.resolve("stamp");
    if (!Files.exists(started) || !Files.exists(ended)) return false;
    FileTime time = Files.getLastModifiedTime(started);
    if (Files.getLastModifiedTime(ended).compareTo(time) <= 0) return false;
    boolean[] fresh = {true};
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.equals(ROOT) ? "" : folder.getFileName().toString();
            boolean skipped = name.equals("target") || name.equals(".git");
            return skipped || folder.endsWith(Path.of("src", "test"))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String path = ROOT.relativize(file).toString().replace('\\', '/');
            boolean built = path.contains("/src/") || file.endsWith("pom.xml");
            if (built && attributes.lastModifiedTime().compareTo(time) > 0) fresh[0] = false;
            return fresh[0] ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
          }
        });
    return fresh[0];
  }

  private static void build() throws IOException, InterruptedException {
    String why = Files.exists(DIST.resolve("stamp")) ? "sources changed" : "first use";
    System.err.println("building gradus (" + why + ")…");
    String wrapper = ROOT.resolve(WINDOWS ? "mvnw.cmd" : "mvnw").toString();
    String maven = onPath(WINDOWS ? "mvn.cmd" : "mvn") ? (WINDOWS ? "mvn.cmd" : "mvn") : wrapper;
    Path log = ROOT.resolve("target").resolve("build.log");
    ProcessBuilder builder =
        new ProcessBuilder(maven, "-B", "-q", "-ntp", "-Dfast", "package")
            .directory(ROOT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    int status = builder.start().waitFor();
    if (status != 0) {
      Files.copy(log, System.err);
      fail(status, "the build failed (its output is above, and in " + log + ")");
    }
  }

  private static boolean onPath(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> !folder.isEmpty() && Files.exists(Path.of(folder, program)));
  }

  private static int run(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private static void fail(int status, String message) {
    System.err.println("gradus: " + message);
    System.exit(status);
  }
}
