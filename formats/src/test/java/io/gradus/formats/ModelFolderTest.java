package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders as `model.save(folder, zipped=False)` of Keras writes them: the entries of a `.keras`
/// file as files.
class ModelFolderTest {
  private static final Tensor X = Tensor.ones(3, 4);

  @TempDir Path home;
  private Path folder;
  private Sequential model;

  @BeforeEach
  void save() throws IOException {
    model = new Sequential(new InputLayer(4), new Dense(2, "relu"), new Dense(1));
    model.compile("adam", "mse");
    model.fit(X, Tensor.zeros(3, 1), Fit.epochs(2).quiet());
    Path file = home.resolve("m.keras");
    model.save(file);
    folder = Files.createDirectory(home.resolve("folder"));
    try (InputStream in = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Files.copy(zip, folder.resolve(entry.getName()));
      }
    }
  }

  @Test
  void isReadLikeAnArchive() throws IOException {
    Model read = Model.load(folder);
    assertThat(read.predict(X).toFloatArray()).isEqualTo(model.predict(X).toFloatArray());
    assertThat(read.optimizer().iterations().value().toLongArray())
        .isEqualTo(model.optimizer().iterations().value().toLongArray());
    Sequential fresh = new Sequential(new InputLayer(4), new Dense(2, "relu"), new Dense(1));
    fresh.build();
    fresh.loadWeights(folder);
    assertThat(fresh.predict(X).toFloatArray()).isEqualTo(model.predict(X).toFloatArray());
  }

  @Test
  void isInspected() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "");
    Inspection found = Inspection.of(folder);
    assertThat(found.format()).isEqualTo("Keras model (folder)");
    assertThat(found.metadata()).containsKey("keras_version");
    assertThat(found.arrays()).containsKey("layers/dense/vars/0");
    assertThat(found.unknown()).containsExactly("entry notes.txt");
  }

  @Test
  void readsNothingOutsideOfIt() throws IOException {
    Path weights = folder.resolve("model.weights.h5");
    Path elsewhere = home.resolve("elsewhere.h5");
    Files.move(weights, elsewhere);
    Files.createSymbolicLink(weights, elsewhere);
    assertThatThrownBy(() -> Model.load(folder))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage("%s, entry \"model.weights.h5\", byte 0: leads out of the folder", folder);
  }

  @Test
  void missingAndPickledWeightsAreNamed() throws IOException {
    Files.delete(folder.resolve("model.weights.h5"));
    assertThatThrownBy(() -> Model.load(folder))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage("%s, byte 0: no file \"model.weights.h5\"", folder);
    Files.writeString(folder.resolve("model.weights.npz"), "");
    assertThatThrownBy(() -> Model.load(folder))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(
            folder
                + ", entry \"model.weights.npz\", byte 0: pickled Python objects, which are never");
  }
}
