package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradus.formats.hdf5.Hdf5File;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Dropout;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.TimeDistributed;
import io.gradus.nn.loss.MeanSquaredError;
import io.gradus.nn.model.Functional;
import io.gradus.nn.model.Input;
import io.gradus.nn.model.LoadOptions;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.ModelTable;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.Adam;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsTest {
  private static final Tensor X = Tensor.randomNormal(Shape.of(8, 3), 0, 1, 1);
  private static final Tensor Y = Tensor.randomNormal(Shape.of(8, 2), 0, 1, 2);

  @TempDir Path folder;

  private static Sequential model() {
    var model = new Sequential(new Dense(5, "relu"), new Dropout(0.5), new Dense(2));
    model.seed(7);
    model.compile(new Adam(0.01), new MeanSquaredError());
    model.trainOnBatch(X, Y);
    return model;
  }

  private Path resource(String name) throws IOException {
    return Files.write(folder.resolve(name), Fuzz.resource(name));
  }

  private static List<double[]> values(List<Variable> variables) {
    return variables.stream().map(variable -> variable.value().toDoubleArray()).toList();
  }

  @Test
  void aSavedModelPredictsAndTrainsOnWithTheSameBits() throws IOException {
    Sequential model = model();
    Path file = folder.resolve("m.keras");
    model.save(file);
    Model same = Model.load(file);
    assertThat(same.predict(X).toDoubleArray()).isEqualTo(model.predict(X).toDoubleArray());
    assertThat(values(same.optimizer().variables()))
        .usingRecursiveComparison()
        .isEqualTo(values(model.optimizer().variables()));
    assertThat(same.layers().stream().map(layer -> layer.name()))
        .containsExactly("dense", "dropout", "dense_1");
    assertThat(Model.load(file, LoadOptions.DEFAULT.compile(false)).compilation()).isNull();
  }

  @Test
  void keepsWeightsOfBranchesAndSharedModelsApart() throws IOException {
    var encoder = new Sequential(new Dense(4, "tanh")).named("encoder");
    Tensor left = Input.of(3);
    Tensor right = Input.of(3);
    Tensor a = new Dense(2).call(encoder.call(left));
    Tensor b = new Dense(2).call(encoder.call(right));
    var model = new Functional(List.of(left, right), List.of(a, b));
    model.build();
    Path file = folder.resolve("m.keras");
    model.save(file);
    Model same = Model.load(file);
    assertThat(values(same.weights()))
        .usingRecursiveComparison()
        .isEqualTo(values(model.weights()));
    assertThat(model.weights()).hasSize(6);
  }

  private static Functional shared() {
    Dense inner = new Dense(3, "tanh");
    var encoder = new Sequential(inner, new Dense(2)).named("encoder");
    Tensor steps = Input.of(4, 3);
    Tensor x = Input.of(3);
    return new Functional(
        List.of(steps, x),
        List.of(
            new TimeDistributed(inner).call(steps),
            new TimeDistributed(encoder).call(steps),
            inner.call(x),
            encoder.call(x)));
  }

  @Test
  void aLayerInSeveralPlacesIsOneAgain() throws IOException {
    Functional model = shared();
    model.seed(3);
    model.build();
    assertThat(model.weights()).hasSize(4);
    Path file = folder.resolve("m.keras");
    model.save(file);
    Functional same = (Functional) Model.load(file);
    assertThat(same.weights()).hasSize(4);
    assertThat(values(same.weights()))
        .usingRecursiveComparison()
        .isEqualTo(values(model.weights()));
    Dense inner = (Dense) layer(same, "dense");
    Sequential encoder = (Sequential) layer(same, "encoder");
    assertThat(((TimeDistributed) layer(same, "time_distributed")).layer()).isSameAs(inner);
    assertThat(((TimeDistributed) layer(same, "time_distributed_1")).layer()).isSameAs(encoder);
    assertThat(encoder.layers()).contains(inner);
  }

  @Test
  void idsOfSharingAreReadAsKerasWritesThem() throws IOException {
    String written = Json.write(ModelTable.write(shared()));
    // Four times the layer, twice the model and twice the other layer inside it.
    assertThat(written.split("shared_object_id", -1)).hasSize(1 + 4 + 2 + 2);
    String keras = written.replace("\"shared_object_id\":", "\"shared_object_id\":14012345678");
    Bytes bytes = Bytes.of(Path.of("x"), null, keras.getBytes(StandardCharsets.UTF_8));
    Model same = (Model) ModelTable.read(Json.read(bytes));
    assertThat(((TimeDistributed) layer(same, "time_distributed")).layer())
        .isSameAs(layer(same, "dense"));
  }

  private static Layer layer(Model model, String name) {
    return model.layers().stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aLayerAloneHasNoIdOfSharing() {
    assertThat(Json.write(ModelTable.write(model()))).doesNotContain("shared_object_id");
  }

  @Test
  void readsWhatKerasWrote() throws IOException {
    Model keras = Model.load(resource("mlp.keras"));
    Model legacy = Model.load(resource("mlp.legacy.h5"));
    Tensor x = Tensor.randomNormal(Shape.of(4, 8), 0, 1, 3);
    assertThat(legacy.predict(x).toDoubleArray()).isEqualTo(keras.predict(x).toDoubleArray());
    keras.weights().forEach(weight -> weight.assign(Tensor.zeros(weight.type())));
    keras.loadWeights(resource("mlp.weights.h5"));
    assertThat(legacy.predict(x).toDoubleArray()).isEqualTo(keras.predict(x).toDoubleArray());
    Model resumed = Model.load(resource("resume_mlp.keras"));
    assertThat(resumed.optimizer().iterations().value().item()).isEqualTo(5);
  }

  @Test
  void writesKerasLayout() throws IOException {
    Path file = folder.resolve("m.weights.h5");
    model().saveWeights(file);
    Hdf5File written = Hdf5File.open(Bytes.of(file, null, Files.readAllBytes(file)));
    assertThat(written.datasets().keySet())
        .containsExactly(
            "layers/dense/vars/0",
            "layers/dense/vars/1",
            "layers/dense_1/vars/0",
            "layers/dense_1/vars/1",
            "optimizer/vars/0",
            "optimizer/vars/1",
            "optimizer/vars/2",
            "optimizer/vars/3",
            "optimizer/vars/4",
            "optimizer/vars/5",
            "optimizer/vars/6",
            "optimizer/vars/7",
            "optimizer/vars/8",
            "optimizer/vars/9");
    assertThat(written.find("layers/dropout/vars")).isNotNull();
    assertThat(written.find("layers/dense_1/vars").attributes().get("name").text())
        .isEqualTo("dense_1");
    Path again = folder.resolve("n.weights.h5");
    model().saveWeights(again);
    assertThat(again).hasSameBinaryContentAs(file);
  }

  @Test
  void refusesWrongCalls() {
    assertThatThrownBy(() -> model().save(folder.resolve("m.h5")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("save: the name must end in .keras; got %s", folder.resolve("m.h5"));
    assertThatThrownBy(() -> Models.save(new Sequential(new Dense(1)), Path.of("m.keras")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("save: the model must be built first; call build()");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void saysWhichWeightsDoNotFitAndChangesNothing() throws IOException {
    Path file = folder.resolve("m.weights.h5");
    model().saveWeights(file);
    var other = new Sequential(new Dense(5, "relu"), new Dense(3));
    other.predict(X);
    List<double[]> before = values(other.weights());
    assertThatThrownBy(() -> other.loadWeights(file))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageMatching(
            ".*m.weights.h5, byte \\d+: layers/dense_1/vars/0 is float32\\[5, 2\\];"
                + " dense_1/kernel is float32\\[5, 3\\]");
    assertThat(values(other.weights())).usingRecursiveComparison().isEqualTo(before);
  }

  private Path archive(Map<String, String> entries) throws IOException {
    Path file = folder.resolve("x.keras");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return file;
  }

  private void refuses(Map<String, String> entries, String message) throws IOException {
    Path file = archive(entries);
    assertThatThrownBy(() -> Model.load(file))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage(message, file);
  }

  @Test
  void refusesHostileArchives() throws IOException {
    refuses(
        Map.of("../../x", "", "config.json", "{}"),
        "%s, entry \"../../x\", byte 0: the name leads out of the archive");
    Map<String, String> bomb = Map.of("config.json", "0".repeat(50_000_000));
    long length = Files.size(archive(bomb));
    refuses(
        bomb,
        "%s, entry \"config.json\", byte 0: a text of 50,000,000 bytes; in a file of "
            + String.format(Locale.ROOT, "%,d there can be %,d", length, (16 << 20) + 8 * length));
    refuses(
        Map.of("model.weights.h5", "no HDF5", "config.json", "{}"),
        "%s, entry \"model.weights.h5\", byte 0: no HDF5 file: it does not begin with \\x89HDF");
  }

  @Test
  void saysWhatAZipIsThatIsNoModel() throws IOException {
    refuses(
        Map.of("archive/data.pkl", ""),
        "%s, byte 0: a zip without config.json, so no Keras model; it looks like a model of"
            + " PyTorch, whose pickles are never unpickled");
    refuses(
        Map.of("digits/config.json", "{}"),
        "%s, byte 0: a zip without config.json, so no Keras model; digits/config.json is in a"
            + " folder: zip what is in that");
    refuses(
        Map.of("digits.keras", ""),
        "%s, byte 0: a zip without config.json, so no Keras model; unpack digits.keras first");
    refuses(
        Map.of("x.npy", ""),
        "%s, byte 0: a zip without config.json, so no Keras model; it looks like NumPy arrays:"
            + " Npz.read");
    refuses(Map.of(), "%s, byte 0: a zip without config.json, so no Keras model");
    refuses(
        Map.of("config.json", "{}", "model.weights.npz", ""),
        "%s, entry \"model.weights.npz\", byte 0: pickled Python objects, which are never"
            + " unpickled; save the model again with Keras, which writes model.weights.h5");
  }

  private void looksLike(byte[] content, String look) throws IOException {
    Path file = Files.write(folder.resolve("x.keras"), content);
    assertThatThrownBy(() -> Model.load(file))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage("%s, byte 0: neither a zip (.keras) nor HDF5: %s", file, look);
    Model model = model();
    assertThatThrownBy(() -> model.loadWeights(file))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage("%s, byte 0: neither a zip (.keras) nor HDF5: %s", file, look);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void saysWhatAFileLooksLike() throws IOException {
    looksLike(new byte[0], "it is empty");
    looksLike(
        bytes("1f8b0800000000000003"),
        "it looks like something compressed with gzip; unpack it first");
    looksLike(bytes("800495"), "it looks like a Python pickle, which is never unpickled");
    looksLike(bytes("0000000054464c33"), "it looks like a TensorFlow Lite model");
    looksLike(bytes("08071207707974"), "it looks like an ONNX model");
    looksLike(bytes("0102030405060708090a"), "it begins with the bytes 01 02 03 04 05 06 07 08");
    looksLike(
        text("version https://git-lfs.github.com/spec/v1\noid sha256:4d\nsize 12\n"),
        "it is the pointer of Git LFS to the file, which was not fetched (git lfs pull)");
    looksLike(
        text("\n<!DOCTYPE html>\n<html>"),
        "it is an HTML page, perhaps the one that links to the file");
    looksLike(
        text("Ein Modell für die Größe der Wellen\n"),
        "it is a text that begins with \"Ein Modell für die Größe der Wel…\"");
    Path tensors = folder.resolve("t.safetensors");
    Safetensors.write(tensors, Map.of("a", Tensor.of(1)));
    looksLike(
        Files.readAllBytes(tensors), "it looks like safetensors; read it with Safetensors.read");
    Path array = folder.resolve("t.npy");
    Npy.write(array, Tensor.of(1));
    looksLike(Files.readAllBytes(array), "it looks like a NumPy array; read it with Npy.read");
  }

  @Test
  void saysWhatAFolderIs() throws IOException {
    refusesFolder("a folder, not a file");
    Files.writeString(folder.resolve("saved_model.pb"), "");
    refusesFolder(
        "a TensorFlow SavedModel; save the model as .keras or .h5 with the Keras that made it");
  }

  @Test
  void aPipeOrDeviceIsNotWaitedFor() {
    Path device = Path.of("/dev/zero");
    assumeTrue(Files.exists(device));
    List<ThrowingCallable> readers =
        List.of(
            () -> Model.load(device),
            () -> Models.fromJson(device),
            () -> Npy.read(device),
            () -> Npy.map(device),
            () -> Npz.read(device),
            () -> Safetensors.read(device),
            () -> Hdf5.open(device));
    for (ThrowingCallable reader : readers) {
      assertThatThrownBy(reader)
          .isExactlyInstanceOf(ModelFormatException.class)
          .hasMessage("/dev/zero, byte 0: a pipe or a device, not a file");
    }
  }

  @Test
  void everyReaderNamesAFolder() {
    List<ThrowingCallable> readers =
        List.of(
            () -> Models.fromJson(folder),
            () -> Npy.read(folder),
            () -> Npy.map(folder),
            () -> Npz.read(folder),
            () -> Safetensors.read(folder),
            () -> Hdf5.open(folder));
    for (ThrowingCallable reader : readers) {
      assertThatThrownBy(reader)
          .isExactlyInstanceOf(ModelFormatException.class)
          .hasMessage("%s, byte 0: a folder, not a file", folder);
    }
  }

  @Test
  void theNameOfAFileDrivesNoTerminal() throws IOException {
    Path file = Files.writeString(folder.resolve("a\u001b[31m.keras"), "");
    assertThatThrownBy(() -> Model.load(file))
        .hasMessage(
            "%s/a\\u001b[31m.keras, byte 0: neither a zip (.keras) nor HDF5: it is empty", folder);
  }

  private void refusesFolder(String message) {
    assertThatThrownBy(() -> Model.load(folder))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage("%s, byte 0: %s", folder, message);
  }

  @Test
  void weightsAloneAreNoModel() throws IOException {
    Path file = folder.resolve("m.weights.h5");
    model().saveWeights(file);
    assertThatThrownBy(() -> Model.load(file))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage(
            "%s, byte 0: weights without a model; build the model, then"
                + " model.loadWeights(file)",
            file);
  }

  @Test
  void aConfigurationCannotAskForMoreMemoryThanTheFileHas() throws IOException {
    byte[] keras = Fuzz.resource("mlp.keras");
    Path file = folder.resolve("x.keras");
    Bytes bytes = Bytes.of(file, null, keras);
    ModelConfig config = new KerasArchive(ZipArchive.open(bytes)).config();
    String huge = Json.write(config.object()).replace("\"units\":16,", "\"units\":1600000000,");
    Bytes source = bytes.memory("config.json", huge.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() ->
            new ModelConfig(source, Json.read(source)).build(LoadOptions.DEFAULT, 195, 1 << 20))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(
            "%s, entry \"config.json\", byte 0: weight dense/kernel [8, 1600000000]: the file's"
                + " weights have 195 elements, of which 195 are left",
            file);
  }

  @Test
  void depthOfTextsIsBounded() {
    Bytes deep =
        Bytes.of(
            Path.of("x"), null, ("{\"a\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> Json.read(deep))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageContaining("nesting depth");
  }

  @Test
  void truncatedFilesAreRefused() throws IOException {
    byte[] whole = Fuzz.resource("mlp.weights.h5");
    Model model = Model.load(resource("mlp.keras"));
    for (int length : new int[] {1, 100, 5_000, 13_000}) {
      Bytes part = Bytes.of(Path.of("x"), null, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Models.loadWeights(model, part, LoadOptions.DEFAULT))
          .isExactlyInstanceOf(ModelFormatException.class)
          .hasMessageStartingWith("x, byte ");
    }
  }

  @Test
  void inspectionListsWhatAFileHolds() throws IOException {
    Inspection found = Inspection.of(resource("resume_mlp.keras"));
    assertThat(found.format()).isEqualTo("Keras model (.keras)");
    assertThat(found.metadata()).containsEntry("keras_version", "3.15.1");
    assertThat(found.layers())
        .containsExactly(
            Map.entry("mlp0", "Sequential"),
            Map.entry("mlp0/input_layer", "InputLayer"),
            Map.entry("mlp0/dense", "Dense"),
            Map.entry("mlp0/dense_1", "Dense"));
    assertThat(found.compiled())
        .containsExactly(
            Map.entry("optimizer", "Adam"),
            Map.entry("loss", "SparseCategoricalCrossentropy"),
            Map.entry("metrics", "accuracy"));
    assertThat(found.arrays()).containsEntry("layers/dense/vars/0", "float32[8, 16]");
    assertThat(found.unknown()).isEmpty();
  }

  private Inspection inspection(String name, byte[] content) throws IOException {
    return Inspection.of(Files.write(folder.resolve(name), content));
  }

  @Test
  void inspectionListsWhatCannotBeReadWithTheReason() throws IOException {
    Inspection npz = inspection("mixed.npz", Fuzz.resource("mixed.npz"));
    assertThat(npz.format()).isEqualTo("NumPy arrays (.npz)");
    assertThat(npz.arrays())
        .containsExactly(
            Map.entry("readings", "float32[3]"),
            Map.entry("folder/labels", "int64[3]"),
            Map.entry("unsuffixed", "int16[2]"));
    assertThat(npz.unknown())
        .containsExactly(
            "entry notes: element type '|O' is an object array: pickled Python objects, which are"
                + " never unpickled",
            "entry folder/: a folder",
            "entry readme.txt: no array (.npy)");
    String header = "{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}";
    String array = "\u0093NUMPY\u0001\u0000" + (char) header.length() + "\u0000" + header;
    Inspection npy = inspection("c.npy", array.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(npy.arrays()).isEmpty();
    assertThat(npy.unknown())
        .containsExactly(
            "array: element type '<c8' is complex numbers of 8 bytes; save x.real and x.imag");
  }

  @Test
  void aDamagedPartDoesNotBlockTheInspectionOfTheOthers() throws IOException {
    Path config = changed("resume_mlp.keras", "{\"module\": \"keras\"", "{module: \"keras\"");
    Inspection found = Inspection.of(config);
    assertThat(found.metadata()).containsKey("keras_version");
    assertThat(found.arrays()).containsEntry("layers/dense/vars/0", "float32[8, 16]");
    assertThat(found.unknown()).hasSize(1);
    assertThat(found.unknown().getFirst()).startsWith("config.json: Unexpected character");
  }

  @Test
  void inspectionSaysWhatAFileLooksLike() {
    assertThatThrownBy(() -> inspection("x.h5", new byte[] {0x1f, (byte) 0x8b, 8, 0}))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage(
            "%s, byte 0: no file of models or arrays: it looks like something compressed with gzip;"
                + " unpack it first",
            folder.resolve("x.h5"));
  }

  private Path changed(String name, String from, String to) throws IOException {
    Path file = folder.resolve(name);
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(Fuzz.resource(name)));
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        if (entry.getName().equals("config.json")) {
          String text = new String(content, StandardCharsets.UTF_8);
          assertThat(text).contains(from);
          content = text.replace(from, to).getBytes(StandardCharsets.UTF_8);
        }
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(content);
      }
    }
    return file;
  }

  @Test
  void saysHowAModelWithOnesOwnLossIsLoaded() throws IOException {
    Path own =
        changed(
            "resume_mlp.keras",
            "\"keras.losses\", \"class_name\": \"SparseCategoricalCrossentropy\"",
            "\"harbour\", \"class_name\": \"Tide\"");
    assertThatThrownBy(() -> Model.load(own))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage(
            "%s, entry \"config.json\", byte 0: loss \"sparse_categorical_crossentropy\": class"
                + " Tide is not among the custom objects; add it by CustomObjects.of(Tide.SCHEMA);"
                + " the model can be loaded without what it was compiled with:"
                + " LoadOptions.DEFAULT.compile(false)",
            own);
    assertThat(Model.load(own, LoadOptions.DEFAULT.compile(false)).compilation()).isNull();
  }

  @Test
  void inspectionKnowsClassesOfEarlierVersions() throws IOException {
    String layer = "{\"class_name\": \"%s\", \"config\": {\"name\": \"%s\", %s}}";
    String first =
        layer.formatted(
            "Convolution1D",
            "one",
            "\"nb_filter\": 2, \"filter_length\": 3, \"batch_input_shape\": [null, 9, 1]");
    Inspection found =
        inspection(
            "old.json",
            text(
                "{\"class_name\": \"Sequential\", \"keras_version\": \"1.2.2\", \"config\": [%s, %s]}"
                    .formatted(
                        first, layer.formatted("ThresholdedReLU", "two", "\"theta\": 0.5"))));
    assertThat(found.layers()).containsValues("Convolution1D", "ThresholdedReLU");
    assertThat(found.unknown()).isEmpty();
    Inspection gone =
        inspection(
            "gone.json",
            text(
                "{\"class_name\": \"Sequential\", \"keras_version\": \"1.2.2\", \"config\": [%s, %s]}"
                    .formatted(
                        first, layer.formatted("Highway", "two", "\"activation\": \"relu\""))));
    assertThat(gone.layers()).containsValues("Highway");
    assertThat(gone.unknown()).singleElement().asString().contains("Highway");
  }

  @Test
  void inspectionKnowsOperationsAndListsClassesOfOnesOwn() throws IOException {
    String part =
        "{\"module\": \"%s\", \"class_name\": \"%s\", \"config\": {\"name\": \"%s\"},"
            + " \"registered_name\": %s}";
    String layers =
        String.join(
            ", ",
            part.formatted("keras.src.ops.numpy", "GetItem", "get_item", "\"GetItem\""),
            part.formatted("keras.src.ops.numpy", "Unheard", "unheard", "\"Unheard\""),
            part.formatted("harbour", "Dense", "own", "\"harbour>Dense\""),
            part.formatted("keras.layers", "Dense", "dense", "null"));
    Inspection found =
        inspection(
            "model.json",
            text(
                "{\"module\": \"keras\", \"class_name\": \"Functional\", \"config\": {\"name\":"
                    + " \"m\", "
                    + "\"layers\": [%s]}}".formatted(layers)));
    assertThat(found.format()).isEqualTo("Keras architecture (.json), read with Models.fromJson");
    assertThat(found.layers()).containsOnlyKeys("m", "m/get_item", "m/unheard", "m/own", "m/dense");
    assertThat(found.unknown())
        .containsExactly(
            "layer m/unheard of class Unheard",
            "layer m/own of class Dense (registered as harbour>Dense)");
    Inspection list =
        inspection(
            "old.json",
            text(
                "{\"class_name\": \"Sequential\", \"config\": [{\"class_name\": \"Dense\","
                    + " \"config\": {\"name\": \"dense_1\"}}]}"));
    assertThat(list.layers())
        .containsExactly(
            Map.entry("Sequential", "Sequential"), Map.entry("Sequential/dense_1", "Dense"));
    assertThat(list.unknown()).isEmpty();
  }

  private static void refusesDense(String config, String problem) {
    String text =
        """
        {"class_name": "Sequential", "config": {"name": "net", "layers": [
          {"class_name": "Dense", "config": {"name": "first", "units": 3}},
          %s]}}
        """;
    assertThatThrownBy(() -> Models.fromJson(text.formatted(config)))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage("architecture, byte 0: Sequential: key \"layers\": " + problem);
  }

  @Test
  void errorsOfConfigurationsNameTheLayer() {
    String hidden = "{\"class_name\": \"Dense\", \"config\": {\"name\": \"hidden\", %s}}";
    refusesDense(
        hidden.formatted("\"units\": \"many\""),
        "Dense: key \"units\": expected a whole number, got \"many\" (in layer \"hidden\" of class"
            + " Dense)");
    refusesDense(
        hidden.formatted("\"units\": 0"),
        "dense: units must be at least 1, got 0 (in layer \"hidden\" of class Dense)");
    refusesDense(
        hidden.formatted("\"activation\": \"relu\""),
        "Dense: key \"units\" is missing (in layer \"hidden\" of class Dense)");
    refusesDense(
        "{\"class_name\": \"TimeDistributed\", \"config\": {\"name\": \"steps\", \"layer\": %s}}"
            .formatted(hidden.formatted("\"units\": 0")),
        "TimeDistributed: key \"layer\": dense: units must be at least 1, got 0 (in layer"
            + " \"hidden\" of class Dense) (in layer \"steps\" of class TimeDistributed)");
  }
}
