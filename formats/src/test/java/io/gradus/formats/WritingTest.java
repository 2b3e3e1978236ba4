package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WritingTest {
  @TempDir Path folder;

  private interface Writing {
    void to(Path file) throws IOException;
  }

  private record Writer(String file, Writing writing) {
    @Override
    public String toString() {
      return file;
    }
  }

  private static Model model() {
    var model = new Sequential(new InputLayer(2), new Dense(1));
    model.seed(1);
    model.build();
    return model;
  }

  static Stream<Writer> writers() {
    Tensor x = Tensor.arange(3);
    return Stream.of(
        new Writer("m.keras", file -> model().save(file)),
        new Writer("m.weights.h5", file -> model().saveWeights(file)),
        new Writer("m.weights.json", file -> Models.saveWeights(model(), file, 1)),
        new Writer("x.npy", file -> Npy.write(file, x)),
        new Writer("x.npz", file -> Npz.write(file, Map.of("x", x))),
        new Writer("x.safetensors", file -> Safetensors.write(file, Map.of("x", x))));
  }

  @ParameterizedTest
  @MethodSource("writers")
  void namesTheFileAndTheFolderThatIsMissing(Writer writer) throws IOException {
    Path missing = folder.resolve("runs");
    Path file = missing.resolve(writer.file);
    assertThatThrownBy(() -> writer.writing.to(file))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(
            "%s: there is no folder %s; make it first (Files.createDirectories)", file, missing);
    Files.createFile(missing);
    assertThatThrownBy(() -> writer.writing.to(file))
        .isInstanceOf(NotDirectoryException.class)
        .hasMessage("%s: %s is no folder", file, missing);
  }

  @ParameterizedTest
  @MethodSource("writers")
  void namesAFolderThatIsGivenForAFile(Writer writer) throws IOException {
    Path file = Files.createDirectory(folder.resolve(writer.file));
    assertThatThrownBy(() -> writer.writing.to(file))
        .isInstanceOf(FileSystemException.class)
        .hasMessage("%s: is a folder; give the name of a file", file);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void namesAFileWithoutAFolderAsItWasGiven() {
    Path file = Path.of("no such folder", "x.npy");
    assertThatThrownBy(() -> Npy.write(file, Tensor.arange(3)))
        .hasMessage(
            "%s: there is no folder no such folder; make it first (Files.createDirectories)", file);
  }
}
