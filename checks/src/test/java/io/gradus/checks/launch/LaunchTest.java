package io.gradus.checks.launch;

import static io.gradus.checks.launch.Java.LIB;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every way in which a program with Gradus is started, in processes of their own.
class LaunchTest {
  private static final String PROBE =
      """
      package probe;

      import io.gradus.tensor.Tensor;
      import io.gradus.tensor.kernel.Cpu;

      public class Probe {
        public static void main(String[] arguments) {
          Tensor x = Tensor.of(new float[][] {{1, 2}, {3, 4}});
          System.out.println(Cpu.standard().kernels().name());
          System.out.println(x.matmul(x));
        }
      }
      """;

  private static final String EXAMPLE =
      """
      import module io.gradus;

      void main() {
        var x = Tensor.of(new float[][] {{1, 2}, {3, 4}});
        IO.println(Cpu.standard().kernels().name());
        IO.println(x.matmul(x));
        IO.println(new Sequential(new Dense(2)).layers());
      }
      """;

  private static final List<String> PRODUCT = List.of("[[ 7. 10.]", " [15. 22.]]");

  @TempDir static Path folder;

  private static Path classes;
  private static Path module;

  @BeforeAll
  static void compileTheProbe() throws IOException {
    Path source = write("source/probe/Probe.java", PROBE);
    Path info = write("source/module-info.java", "module probe { requires io.gradus; }");
    classes = Files.createDirectory(folder.resolve("classes"));
    module = Files.createDirectory(folder.resolve("module"));
    compile("-d", classes, "-p", LIB, "--add-modules", "io.gradus", source);
    compile("-d", module, "-p", LIB, source, info);
  }

  private static Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static void compile(Object... arguments) {
    String[] texts = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, texts)).isZero();
  }

  @Test
  void onTheModulePathTheFastKernelsNeedNoFlag() {
    printsTheProduct("vector", Java.run("-p", path(LIB, module), "-m", "probe/probe.Probe"));
  }

  @Test
  void anApplicationOnTheClassPathUsesGradusOnTheModulePath() {
    printsTheProduct(
        "vector", Java.run("-p", LIB, "--add-modules", "io.gradus", "-cp", classes, "probe.Probe"));
  }

  @Test
  void onTheClassPathOneFlagBringsTheFastKernels() {
    printsTheProduct(
        "vector",
        Java.run("--add-modules", "jdk.incubator.vector", "-cp", classPath(), "probe.Probe"));
  }

  @Test
  void onTheClassPathWithoutTheFlagTheScalarKernelsDoTheWorkAndOneLineSaysWhy() {
    Java.Result result = Java.run("-cp", classPath(), "probe.Probe");
    printsTheProduct("scalar", result);
    assertThat(warnings(result))
        .singleElement()
        .asString()
        .endsWith(
            "the vector backend is not used: the Vector API is not there; start java with"
                + " --add-modules jdk.incubator.vector");
  }

  @Test
  void withTheFlagNothingIsWarnedOfButByTheJdkItself() {
    Java.Result result = Java.run("-p", path(LIB, module), "-m", "probe/probe.Probe");
    assertThat(result.err()).isEqualTo("WARNING: Using incubator modules: jdk.incubator.vector\n");
  }

  @Test
  void theOptionsThatTrainingGainsByAreKnownToTheJvmAndSilent() {
    Path options = folder.resolve("a folder");
    Java.Result written = Java.run("-cp", LIB + "/*", "io.gradus.vector.JvmOptions", options);
    assertThat(written.out()).isEqualTo("@" + options.resolve("gradus.options") + "\n");
    Java.Result result =
        Java.run(
            "@" + options.resolve("gradus.options"),
            "-p",
            path(LIB, module),
            "-m",
            "probe/probe.Probe");
    printsTheProduct("vector", result);
    assertThat(warnings(result)).isEmpty();
  }

  @Test
  void optionsForAFolderThatTakesNoFilesAreAnError() throws IOException {
    Path file = write("taken", "");
    Java.Result result =
        Java.run("-p", LIB, "-m", "io.gradus.vector/io.gradus.vector.JvmOptions", file);
    assertThat(result.status()).isOne();
    assertThat(result.err())
        .endsWith("jvm-options: java.nio.file.FileAlreadyExistsException: " + file + "\n");
    Java.Result wrong =
        Java.run("-p", LIB, "-m", "io.gradus.vector/io.gradus.vector.JvmOptions", "--help");
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err()).endsWith("usage: jvm-options [FOLDER]: writes gradus.options there\n");
  }

  @Test
  void aSourceFileImportsTheWholeLibraryAsOneModule() throws IOException {
    Path example = write("Example.java", EXAMPLE);
    Java.Result result = Java.run("-p", LIB, "--add-modules", "io.gradus", example);
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out().lines())
        .containsExactly("vector", PRODUCT.get(0), PRODUCT.get(1), "[Dense \"dense\"]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -Xint | this java only interprets (-Xint)
          -XX:TieredStopAtLevel=1 | this java compiles only quickly (-XX:TieredStopAtLevel)
          -XX:-UseFMA | this java does not use fused multiply-adds (-XX:-UseFMA, or an old processor)
          """)
  void aJvmInWhichVectorsAreSlowTakesTheScalarKernelsAndSaysSo(String option, String reason) {
    Java.Result result = Java.run(option, "-p", path(LIB, module), "-m", "probe/probe.Probe");
    printsTheProduct("scalar", result);
    assertThat(warnings(result))
        .singleElement()
        .asString()
        .endsWith(
            "the vector backend is not used: " + reason + "; gradus.backend=vector forces it");
  }

  @Test
  void aBackendThatIsAskedForByNameIsTaken() {
    printsTheProduct(
        "vector",
        Java.run(
            "-Xint",
            "-Dgradus.backend=vector",
            "-p",
            path(LIB, module),
            "-m",
            "probe/probe.Probe"));
    Java.Result scalar =
        Java.run("-Dgradus.backend=scalar", "-p", path(LIB, module), "-m", "probe/probe.Probe");
    printsTheProduct("scalar", scalar);
    assertThat(warnings(scalar)).isEmpty();
  }

  @Test
  void aBackendThatIsAskedForAndNotThereIsAnErrorThatSaysWhatToDo() {
    Java.Result result = Java.run("-Dgradus.backend=vector", "-cp", classPath(), "probe.Probe");
    assertThat(result.status()).isOne();
    assertThat(result.err())
        .contains(
            "backend vector: the Vector API is not there; start java with --add-modules"
                + " jdk.incubator.vector");
  }

  @Test
  void anUnknownBackendIsAnErrorThatListsTheKnown() {
    Java.Result result =
        Java.run("-Dgradus.backend=fast", "-p", path(LIB, module), "-m", "probe/probe.Probe");
    assertThat(result.status()).isOne();
    assertThat(result.err())
        .contains("backend: unknown name \"fast\"; known: auto, vector, scalar");
  }

  private static void printsTheProduct(String backend, Java.Result result) {
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out().lines()).containsExactly(backend, PRODUCT.get(0), PRODUCT.get(1));
  }

  /// The lines of standard error, without the JDK's own on incubator modules and without the heads
  /// (date and place) that the JDK's loggers put on a line before the message.
  private static List<String> warnings(Java.Result result) {
    return result
        .err()
        .lines()
        .filter(line -> !line.equals("WARNING: Using incubator modules: jdk.incubator.vector"))
        .filter(line -> !line.endsWith("io.gradus.tensor.kernel.Backends tellFallback"))
        .toList();
  }

  private static String classPath() {
    return path(classes, LIB + "/*");
  }

  private static String path(Object first, Object second) {
    return first + File.pathSeparator + second;
  }
}
