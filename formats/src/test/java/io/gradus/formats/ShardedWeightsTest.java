package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.nn.layer.BatchNormalization;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Dropout;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.model.Functional;
import io.gradus.nn.model.Input;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardedWeightsTest {
  private static final List<String> NAMES =
      List.of(
          "shards.weights.json",
          "shards_00000.weights.h5",
          "shards_00001.weights.h5",
          "shards_00002.weights.h5",
          "shards.npz");
  private static final double BYTES_200 = 200.0 / (1 << 30);

  @TempDir Path folder;
  private Path keras;

  @BeforeEach
  void copy() throws IOException {
    for (String name : NAMES) {
      Files.write(folder.resolve(name), Fuzz.resource(name));
    }
    keras = folder.resolve("shards.weights.json");
  }

  /// The model of `shards.py`.
  private static Model model(int seed) {
    Tensor inputs = Input.of(4);
    var inner = new Sequential(new InputLayer(6), new Dense(5, "tanh"), new Dropout(0.5));
    Tensor hidden = new BatchNormalization().call(new Dense(6, "relu").call(inputs));
    var model = new Functional(inputs, new Dense(3).call(inner.call(hidden)));
    model.seed(seed);
    model.build();
    return model;
  }

  private void predictsWhatKerasPredicts(Model model) throws IOException {
    Path arrays = folder.resolve("shards.npz");
    assertThat(model.predict(Npz.read(arrays, "x")).toFloatArray())
        .containsExactly(Npz.read(arrays, "y").toFloatArray(), within(1e-6f));
  }

  @Test
  void readsWhatKerasWrote() throws IOException {
    Model model = model(1);
    model.loadWeights(keras);
    predictsWhatKerasPredicts(model);
  }

  @Test
  void writesAsKerasDoes() throws IOException {
    Model model = model(1);
    model.loadWeights(keras);
    Path own = folder.resolve("own.weights.json");
    Models.saveWeights(model, own, BYTES_200);
    String expected = Files.readString(keras).replace("shards_", "own_").replaceAll("\\s", "");
    assertThat(Files.readString(own)).isEqualTo(expected);
    assertThat(Inspection.of(own).arrays()).isEqualTo(Inspection.of(keras).arrays());
    Model same = model(2);
    same.loadWeights(own);
    predictsWhatKerasPredicts(same);
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(NAMES.size() + 4);
    }
  }

  @Test
  void oneShardIsEnoughForAll() throws IOException {
    Model model = model(1);
    model.compile("adam", "mse");
    Path own = folder.resolve("own.weights.json");
    Models.saveWeights(model, own, 1);
    assertThat(folder.resolve("own_00000.weights.h5")).exists();
    assertThat(folder.resolve("own_00001.weights.h5")).doesNotExist();
    assertThat(Files.readString(own)).contains("\"/optimizer/vars\":[\"own_00000.weights.h5\"]");
    Model same = model(2);
    same.loadWeights(own);
    Tensor x = Tensor.ones(2, 4);
    assertThat(same.predict(x).toFloatArray()).isEqualTo(model.predict(x).toFloatArray());
  }

  @Test
  void inspectionListsTheArraysOfAllShards() throws IOException {
    Inspection found = Inspection.of(keras);
    assertThat(found.format()).isEqualTo("Keras weights in several files (.weights.json)");
    assertThat(found.metadata())
        .containsExactly(
            Map.entry(
                "shards",
                "shards_00000.weights.h5, shards_00001.weights.h5, shards_00002.weights.h5"));
    assertThat(found.arrays())
        .hasSize(10)
        .containsEntry("layers/batch_normalization/vars/2", "float32[6]")
        .containsEntry("layers/batch_normalization/vars/3", "float32[6]")
        .containsEntry("layers/sequential/layers/dense/vars/0", "float32[6, 5]");
    assertThat(found.unknown()).isEmpty();
  }

  @Test
  void refusesWrongCalls() {
    Model model = model(1);
    assertThatThrownBy(() -> Models.saveWeights(model, folder.resolve("x.weights.h5"), 1))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "saveWeights: the name must end in .weights.json; got %s",
            folder.resolve("x.weights.h5"));
    Path own = folder.resolve("own.weights.json");
    assertThatThrownBy(() -> Models.saveWeights(model, own, 0))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("saveWeights: maxShardSize must be greater than 0, got 0");
    assertThatThrownBy(() -> Models.saveWeights(model, own, 100.0 / (1 << 30)))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "saveWeights: layers/sequential/layers/dense/vars/0, float32[6, 5], takes 120 bytes; a"
                + " shard may have 100");
    assertThat(own).doesNotExist();
  }

  private void refuses(String index, String message) throws IOException {
    Files.writeString(keras, index);
    Model model = model(1);
    float[] before = model.weights().getFirst().value().toFloatArray();
    assertThatThrownBy(() -> model.loadWeights(keras))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage(message, keras);
    assertThat(model.weights().getFirst().value().toFloatArray()).isEqualTo(before);
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    String index = Files.readString(keras);
    refuses("{}", "%s, byte 0: no sharded weights: there is no weight_map");
    refuses("{\"weight_map\": {}}", "%s, byte 0: no shard is named");
    refuses(
        index.replace("shards_00001", "../shards_00001"),
        "%s, byte 0: the name of a shard leads out of the folder: \"../shards_00001.weights.h5\"");
    refuses(
        index.replace("shards_00001", "gone_00001"),
        "%s, byte 0: the shard gone_00001.weights.h5 is not beside it");
    refuses(
        index.replace("shards_00002", "shards_00001"),
        folder.resolve("shards_00001.weights.h5")
            + ", byte 18744: layers/dense_1/vars holds 0 arrays; the model has 2 there:"
            + " [dense_1/kernel, dense_1/bias]");
    Path shard = folder.resolve("shards_00001.weights.h5");
    Files.write(shard, "not found".getBytes(StandardCharsets.UTF_8));
    refuses(index, shard + ", byte 0: no HDF5: it is a text that begins with \"not found\"");
    assertThatThrownBy(() -> Model.load(keras))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage(
            "%s, byte 0: neither a zip (.keras) nor HDF5: it looks like JSON; an architecture is"
                + " read with Models.fromJson",
            keras);
  }
}
