package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.loss.MeanSquaredError;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.Adam;
import io.gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {
  @TempDir Path folder;

  @Test
  void listsArchitecturesInYaml() throws IOException {
    Path file = folder.resolve("model.yaml");
    Files.write(file, Fuzz.resource("keras2-sequential.yaml"));
    Inspection found = Inspection.of(file);
    assertThat(found.format()).isEqualTo("Keras architecture (.yaml), read with Models.fromYaml");
    assertThat(found.layers()).isNotEmpty();
    assertThat(found.unknown()).isEmpty();
  }

  @Test
  void sortsNumbersAsNumbers() throws IOException {
    var model = new Sequential(new InputLayer(2), new Dense(3), new Dense(3), new Dense(1));
    model.build();
    model.compile(new Adam(), new MeanSquaredError());
    model.trainOnBatch(Tensor.ones(4, 2), Tensor.ones(4, 1));
    Path file = folder.resolve("model.keras");
    model.save(file);
    assertThat(
            Inspection.of(file).arrays().keySet().stream()
                .filter(name -> name.startsWith("optimizer")))
        .containsExactly(
            Stream.iterate(0, i -> i < 14, i -> i + 1)
                .map(i -> "optimizer/vars/" + i)
                .toArray(String[]::new));
  }

  private Path saved(String name, int units) throws IOException {
    var model = new Sequential(new InputLayer(2), new Dense(units).named("hidden")).named("net");
    model.build();
    Path file = folder.resolve(name);
    model.save(file);
    return file;
  }

  @Test
  void saysWhatLoadSaysOfWeightsThatDoNotFit() throws IOException {
    Path file = saved("three.keras", 3);
    assertThat(Inspection.of(file).unknown()).isEmpty();
    try (FileSystem four = FileSystems.newFileSystem(saved("four.keras", 4));
        FileSystem three = FileSystems.newFileSystem(file)) {
      String weights = "/model.weights.h5";
      Files.copy(
          four.getPath(weights), three.getPath(weights), StandardCopyOption.REPLACE_EXISTING);
    }
    String problem = "layers/dense/vars/0 is float32[2, 4]; hidden/kernel is float32[2, 3]";
    assertThat(Inspection.of(file).unknown()).containsExactly("the model: " + problem);
    assertThatThrownBy(() -> Model.load(file)).hasMessageEndingWith(": " + problem);
  }

  @Test
  void keepsGroupsTogether() {
    Map<String, Integer> named = new LinkedHashMap<>();
    for (String name : new String[] {"a/10/b", "a/2/b", "a_1/x", "a_10/x", "a_2/x", "b"}) {
      named.put(name, 0);
    }
    NumberedNames.sort(named);
    assertThat(named.keySet()).containsExactly("a/2/b", "a/10/b", "a_1/x", "a_2/x", "a_10/x", "b");
    Map<String, Integer> made = new LinkedHashMap<>();
    made.put("vars/10", 0);
    made.put("vars/2", 0);
    made.put("first", 0);
    NumberedNames.sort(made);
    assertThat(made.keySet()).containsExactly("vars/10", "vars/2", "first");
  }
}
