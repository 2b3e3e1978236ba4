package io.gradus.checks.training;

import static io.gradus.checks.launch.Java.LIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.checks.launch.Java;
import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.kernel.Device;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Networks of different kinds are trained to the same bits whatever the process is like.
class CircumstancesTest {
  private static final class Reference {
    static final List<String> VECTOR = on("vector", 2, false);
    static final List<String> SCALAR = on("scalar", 2, false);
  }

  private static List<String> on(String backend, int threads, boolean eagerly) {
    return ScopedValue.where(Device.SCOPE, Cpu.with(backend, threads))
        .call(() -> Networks.allTrained(eagerly));
  }

  @ParameterizedTest
  @CsvSource({
    "vector, 1, false",
    "vector, 3, false",
    "vector, 8, false",
    "vector, 2, true",
    "scalar, 1, false",
    "scalar, 8, false",
    "scalar, 2, true"
  })
  void inThisProcess(String backend, int threads, boolean eagerly) {
    assertThat(on(backend, threads, eagerly))
        .isEqualTo(backend.equals("vector") ? Reference.VECTOR : Reference.SCALAR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Dgradus.vector.bits=128",
        "-Dgradus.vector.bits=256",
        "-Dgradus.vector.bits=512",
        "-XX:+UseSerialGC",
        "-XX:+UseParallelGC",
        "-XX:+UseZGC",
        "-XX:-TieredCompilation"
      })
  void inAProcessWith(String option) {
    List<Object> modules = List.of("-p", LIB, "--add-modules", "io.gradus");
    assertThat(process(option, modules, Java.location(NetworksProgram.class).toString()))
        .isEqualTo(Reference.VECTOR);
  }

  @Test
  void onTheClassPath() throws IOException {
    String path = String.join(":", classPath().stream().map(Path::toString).toList());
    List<Object> vectors = List.of("--add-modules", "jdk.incubator.vector");
    assertThat(process("-Xmx256m", vectors, path)).isEqualTo(Reference.VECTOR);
    assertThat(process("-Xmx256m", List.of(), path)).isEqualTo(Reference.SCALAR);
  }

  /// As of an application server, beside the copy that runs here.
  @Test
  void inAnotherClassLoader() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (Path jar : classPath()) {
      urls.add(jar.toUri().toURL());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream standard = System.out;
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      Class<?> program = Class.forName(NetworksProgram.class.getName(), true, loader);
      assertThat(program).isNotSameAs(NetworksProgram.class);
      program.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(standard);
    }
    assertThat(out.toString(StandardCharsets.UTF_8).lines()).isEqualTo(Reference.VECTOR);
  }

  private static List<Path> classPath() throws IOException {
    List<Path> all = new ArrayList<>();
    try (Stream<Path> jars = Files.list(LIB)) {
      jars.filter(jar -> jar.toString().endsWith(".jar")).sorted().forEach(all::add);
    }
    all.add(Java.location(NetworksProgram.class));
    return all;
  }

  private static List<String> process(String option, List<Object> modules, String classPath) {
    List<Object> command = new ArrayList<>(List.of(option));
    command.addAll(modules);
    command.addAll(List.of("-cp", classPath, NetworksProgram.class.getName()));
    Java.Result result = Java.run(command.toArray());
    assertThat(result.status()).as(result.err()).isZero();
    return result.out().lines().toList();
  }
}
