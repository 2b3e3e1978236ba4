package io.gradus.checks.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.tensor.Op;
import io.gradus.tensor.kernel.Backends;
import io.gradus.testkit.OpCase;
import io.gradus.testkit.OpContract;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OpTableTest {
  static Stream<OpCase> rows() {
    return OpTable.rows();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void givesTheValuesOfTheReference(OpCase row) {
    OpContract.values(row);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void hasTheGradientOfDifferences(OpCase row) {
    OpContract.gradient(row);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void hasTheSecondDerivativeOfDifferences(OpCase row) {
    OpContract.secondOrder(row);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isTheSameOnEveryBackendAndAnyNumberOfThreads(OpCase row) {
    OpContract.backends(row);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void givesSamplesTheBitsTheyHaveAmongAll(OpCase row) {
    OpContract.samples(row);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void saysWhatIsWrong(OpCase row) {
    OpContract.messages(row);
  }

  @Test
  void theVectorBackendTakesPart() {
    assertThat(Backends.candidates())
        .contains(new Backends.Candidate("vector", Optional.empty(), Optional.empty()));
  }

  @Test
  void everyOpHasARow() throws IOException, URISyntaxException {
    TreeSet<String> rows =
        rows().map(row -> row.op().getName()).collect(Collectors.toCollection(TreeSet::new));
    assertThat(records()).hasSizeGreaterThan(20).isEqualTo(rows);
  }

  /// The records of the tensor module that are operations, from its class files.
  private static TreeSet<String> records() throws IOException, URISyntaxException {
    URI place = Op.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    Path path = Path.of(place);
    if (Files.isDirectory(path)) {
      return records(path);
    }
    try (FileSystem jar = FileSystems.newFileSystem(path, Map.of())) {
      return records(jar.getPath("/"));
    }
  }

  private static TreeSet<String> records(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .filter(OpTableTest::isOperation)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static boolean isOperation(String name) {
    try {
      Class<?> type = Class.forName(name, false, Op.class.getClassLoader());
      return type.isRecord() && Op.class.isAssignableFrom(type);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(name, e);
    }
  }
}
