package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.formats.hdf5.Hdf5File;
import io.gradus.formats.hdf5.Hdf5Writer;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.ModelTable;
import io.gradus.nn.model.Sequential;
import io.gradus.preprocessing.IntegerLookup;
import io.gradus.preprocessing.OutputMode;
import io.gradus.preprocessing.StringLookup;
import io.gradus.preprocessing.TextVectorization;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Archives laid out as Keras 3.15 lays out models with lookups that were adapted.
class VocabulariesTest {
  private static final String FIRST = "assets/layers/integer_lookup/vocabulary.txt";
  private static final String SECOND = "assets/layers/integer_lookup_1/vocabulary.txt";
  private static final String TEXTS = "assets/layers/text_vectorization/vocabulary.txt";
  private static final String INPUT =
      """
      {"module": "keras.layers", "class_name": "InputLayer", "config": {"batch_shape": [null, 3],
       "dtype": "%s", "sparse": false, "ragged": false, "name": "input_layer", "optional": false},
       "registered_name": null}\
      """;
  private static final String LOOKUP =
      """
      {"module": "keras.layers", "class_name": "IntegerLookup", "config": {"name": "%s",
       "trainable": true, "dtype": {"module": "keras", "class_name": "DTypePolicy", "config":
       {"name": "float32"}, "registered_name": null}, "invert": false, "max_tokens": %s,
       "num_oov_indices": 1, "oov_token": -1, "mask_token": null, "output_mode": "%s",
       "sparse": false, "pad_to_max_tokens": %s, "vocabulary_dtype": "int64", "idf_weights": null,
       "vocabulary": null, "vocabulary_size": 3, "oov_method": "floormod", "salt": null},
       "registered_name": null, "build_config": {}}\
      """;
  private static final String TEXT =
      """
      {"module": "keras.layers", "class_name": "TextVectorization", "config": {"name": "words",
       "trainable": true, "dtype": {"module": "keras", "class_name": "DTypePolicy", "config":
       {"name": "float32"}, "registered_name": null}, "max_tokens": null, "standardize":
       "lower_and_strip_punctuation", "split": "whitespace", "ngrams": null, "output_mode": "%s",
       "output_sequence_length": null, "pad_to_max_tokens": false, "sparse": false,
       "ragged": false, "vocabulary": null, "idf_weights": null, "encoding": "utf-8",
       "vocabulary_size": 4}, "registered_name": null, "build_config": {}}\
      """;

  @TempDir Path folder;

  private static String sequential(String... layers) {
    return """
    {"module": "keras", "class_name": "Sequential", "config": {"name": "sequential",
     "trainable": true, "layers": [%s]}, "registered_name": null, "compile_config": null}\
    """
        .formatted(String.join(", ", layers));
  }

  private static String twoLookups() {
    return sequential(
        INPUT.formatted("int64"),
        LOOKUP.formatted("first", "null", "int", "false"),
        LOOKUP.formatted("second", "null", "tf_idf", "false"));
  }

  private static byte[] weights(String layer, double... idf) throws IOException {
    Hdf5Writer file = new Hdf5Writer();
    Hdf5Writer.Group layers = file.root().group("layers");
    layers.group("integer_lookup").group("vars");
    layers.group(layer).group("vars").dataset("idf_weights", Tensor.of(idf).cast(DType.FLOAT32));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    file.writeTo(bytes);
    return bytes.toByteArray();
  }

  private static byte[] zipped(String config, byte[] weights, Map<String, byte[]> assets)
      throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("metadata.json", utf8("{\"keras_version\": \"3.15.1\"}"));
    entries.put("config.json", utf8(config));
    entries.put("model.weights.h5", weights);
    entries.putAll(assets);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return out.toByteArray();
  }

  /// {@return a model of two lookups, as Keras writes it}
  static byte[] example() throws IOException {
    Map<String, byte[]> assets = new LinkedHashMap<>();
    assets.put(FIRST, utf8("-1\n7\n5"));
    assets.put(SECOND, utf8("-1\r\n2\r\n1\r\n\r\n"));
    return zipped(twoLookups(), weights("integer_lookup_1", .5, .25, 2), assets);
  }

  private Path archive(String config, byte[] weights, Map<String, byte[]> assets)
      throws IOException {
    return Files.write(folder.resolve("x.keras"), zipped(config, weights, assets));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Tensor x() {
    return Tensor.of(new long[] {7, 5, 9, 7, 7, 7}, Shape.of(2, 3));
  }

  @Test
  void readsVocabulariesThatKerasLearned() throws IOException {
    Path file = Files.write(folder.resolve("x.keras"), example());
    Model model = Model.load(file);
    assertThat(((IntegerLookup) model.layers().getFirst()).vocabulary())
        .containsExactly(-1L, 7L, 5L);
    assertThat(model.predict(x()).toNested()).isEqualTo(new float[][] {{.5f, .25f, 2}, {0, 0, 6}});
    assertThat(Inspection.of(file).unknown()).isEmpty();
  }

  @Test
  void savedLookupsAreTheSame() throws IOException {
    IntegerLookup first = new IntegerLookup().maskToken(0);
    first.adapt(Tensor.of(5, 7, 7));
    IntegerLookup second = new IntegerLookup().outputMode(OutputMode.TF_IDF);
    second.adapt(Tensor.of(new int[] {2, 3, 2, 1}, Shape.of(2, 2)));
    var inner = new Sequential(InputLayer.of(DType.INT64, 3), second);
    var model = new Sequential(InputLayer.of(DType.INT64, 3), first, inner);
    Tensor expected = model.predict(x());
    Path file = folder.resolve("m.keras");
    model.save(file);
    Model same = Model.load(file);
    assertThat(same.predict(x()).toDoubleArray()).isEqualTo(expected.toDoubleArray());
    assertThat(ModelTable.write(same)).isEqualTo(ModelTable.write(model));
    Bytes bytes = Bytes.of(file, null, Files.readAllBytes(file));
    Hdf5File written = Hdf5File.open(ZipArchive.open(bytes).get(KerasArchive.WEIGHTS));
    assertThat(written.datasets().keySet())
        .containsExactly("layers/sequential/layers/integer_lookup/vars/idf_weights");
  }

  @Test
  void weightsAloneChangeThoseOfTokens() throws IOException {
    Path file = folder.resolve("m.weights.h5");
    Files.write(file, weights("integer_lookup", 1, 2, 3));
    IntegerLookup lookup = new IntegerLookup().tfIdf(List.of(5L, 7L), List.of(.1, .2));
    var model = new Sequential(InputLayer.of(DType.INT64, 3), lookup);
    model.build();
    model.loadWeights(file);
    assertThat(model.predict(x()).toNested()).isEqualTo(new float[][] {{1, 2, 3}, {0, 0, 9}});
    assertThat(lookup.idfWeights()).containsExactly(1, 2, 3);
    assertThat(new IntegerLookup(1, 2).idfWeights()).isNull();
    Files.write(file, weights("integer_lookup", 1, 2));
    assertThatThrownBy(() -> model.loadWeights(file))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageMatching(
            ".*m.weights.h5, byte \\d+: layers/integer_lookup/vars/idf_weights is of shape \\[2\\];"
                + " the layer has 3");
  }

  @Test
  void textLayersAreReadAlone() throws IOException {
    String texts = sequential(INPUT.formatted("string"), TEXT.formatted("int"));
    byte[] vocabulary = utf8("\n[UNK]\ncafé\nthe\n");
    Path file =
        archive(
            texts,
            weights("text_vectorization"),
            Map.of(
                TEXTS,
                vocabulary,
                "assets/layers/text_vectorization/_lookup_layer/vocabulary.txt",
                vocabulary));
    TextVectorization words = (TextVectorization) Models.loadTextEncoder(file, "words");
    assertThat(words.vocabulary()).containsExactly("", "[UNK]", "café", "the");
    assertThat(words.apply("The café, a bar").toNested()).isEqualTo(new long[][] {{3, 2, 1, 1}});
    assertThatThrownBy(() -> Models.loadTextEncoder(file, "input_layer"))
        .isExactlyInstanceOf(ModelFormatException.class);
    assertThatThrownBy(() -> Models.loadTextEncoder(file, "other"))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage("%s, entry \"config.json\", byte 0: there is no layer \"other\"", file);
  }

  @Test
  void textLayersHaveTheirWeights() throws IOException {
    String texts = sequential(INPUT.formatted("string"), TEXT.formatted("tf_idf"));
    Path file =
        archive(texts, weights("text_vectorization", .5, 1, 2), Map.of(TEXTS, utf8("[UNK]\na\nb")));
    assertThat(Models.loadTextEncoder(file, "words").apply("b a b x").toNested())
        .isEqualTo(new float[][] {{.5f, 1, 4}});
  }

  @Test
  void textsSavedInAConfigurationNeedNoFile() throws IOException {
    StringLookup lookup = new StringLookup(List.of("a", "b")).named("words");
    String texts = sequential(Json.write(ModelTable.write(lookup)));
    Path file = archive(texts, weights("string_lookup"), Map.of());
    assertThat(((StringLookup) Models.loadTextEncoder(file, "words")).vocabulary())
        .containsExactly("[UNK]", "a", "b");
  }

  private void refuses(String config, byte[] weights, Map<String, byte[]> assets, String message)
      throws IOException {
    Path file = archive(config, weights, assets);
    assertThatThrownBy(() -> Model.load(file))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageMatching(".*x.keras, entry " + message);
  }

  @Test
  void refusesHostileVocabularies() throws IOException {
    byte[] weights = weights("integer_lookup_1", .5, .25, 2);
    byte[] good = utf8("-1\n2\n1");
    refuses(
        twoLookups(),
        weights,
        Map.of(FIRST, utf8("-1\n7\nfive"), SECOND, good),
        "\"" + FIRST + "\", byte 5: line 3 is no whole number: \"five\"");
    refuses(
        twoLookups(),
        weights,
        Map.of(FIRST, new byte[] {'7', '\n', (byte) 0xC3, '('}, SECOND, good),
        "\"" + FIRST + "\", byte 2: the vocabulary is no text in UTF-8");
    refuses(
        twoLookups(),
        weights,
        Map.of(FIRST, utf8("\n\n"), SECOND, good),
        "\"" + FIRST + "\", byte 0: no token in the vocabulary");
    refuses(
        twoLookups(),
        weights,
        Map.of(FIRST, utf8("1\n".repeat(2_000_001)), SECOND, good),
        "\""
            + FIRST
            + "\", byte 0: more than the 50[\\d,]+ tokens that a file of [\\d,]+ bytes can have");
    refuses(
        twoLookups(),
        weights,
        Map.of(FIRST, utf8("7\n7"), SECOND, good),
        "\"config.json\", byte 0: .*integer lookup: tokens must not repeat in the vocabulary, got"
            + " \\[7\\] several times \\(in layer \"first\" of class IntegerLookup\\)");
    refuses(
        twoLookups(),
        weights,
        Map.of(SECOND, good),
        "\"config.json\", byte 0: IllegalStateException: integer lookup: has no vocabulary; give"
            + " them, or call adapt before the layer is called");
  }

  @Test
  void refusesWeightsThatDoNotFitTheVocabulary() throws IOException {
    Map<String, byte[]> assets = Map.of(FIRST, utf8("-1\n7\n5"), SECOND, utf8("-1\n2\n1"));
    refuses(
        twoLookups(),
        weights("integer_lookup_1", .5, .25),
        assets,
        "\"model.weights.h5\", byte \\d+: layers/integer_lookup_1/vars/idf_weights is of shape"
            + " \\[2\\]; the vocabulary has 3 tokens");
    refuses(
        twoLookups(),
        weights("dense", .5, .25),
        assets,
        "\"model.weights.h5\", byte 0: there is no layers/integer_lookup_1/vars/idf_weights");
    refuses(
        sequential(
            INPUT.formatted("int64"), LOOKUP.formatted("first", "2000000000", "tf_idf", "true")),
        weights("integer_lookup", .5, .25),
        assets,
        "\"model.weights.h5\", byte \\d+: layers/integer_lookup/vars/idf_weights is of shape"
            + " \\[2\\]; the layer has 2000000000");
  }
}
