package io.gradus.nn.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.layer.Layer;
import io.gradus.nn.model.ModelTable;
import io.gradus.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Configurations of the layers that prepare data.
class ConfigurationsTest {
  private static Stream<Layer> layers() {
    Discretization learned = new Discretization(3);
    learned.adapt(Tensor.of(1f, 2f, 3f, 4f));
    StringLookup words = new StringLookup().outputMode(OutputMode.TF_IDF);
    words.adapt(List.of("a", "b", "a"));
    return Stream.of(
        new CategoryEncoding(4, OutputMode.COUNT).named("codes"),
        new Discretization(List.of(0.0, 1.0)).outputMode(OutputMode.ONE_HOT),
        learned.named("bins"),
        new HashedCrossing(5).named("cross"),
        new HashedCrossing(5).outputMode(OutputMode.ONE_HOT),
        new Hashing(5).mask("x").salt(3, 4),
        new Hashing(5).mask(7).outputMode(OutputMode.COUNT),
        new IntegerLookup(4, 5, 6).maskToken(0).numOovIndices(2).hashed(1, 2),
        new Normalization(1, 2).invert(),
        new Normalization().statistics(3, 4),
        new Normalization(1, 2).statistics(Tensor.ones(2, 3), Tensor.ones(2, 3)),
        new RandomBrightness(0.2).valueRange(0, 1).seed(3),
        new RandomColorDegeneration(0.1, 0.3).valueRange(0, 1),
        new RandomColorJitter().brightness(-0.1, 0.2).valueRange(0, 1).seed(3),
        new RandomColorJitter().contrast(0.1, 0.2).saturation(0, 0.3).hue(0, 0.1),
        new RandomContrast(0.1, 0.3),
        new RandomCrop(4, 5).channelsFirst(),
        new RandomErasing().fillValue(1, 2, 3).scale(0.1, 0.2),
        new RandomFlip("vertical"),
        new RandomGrayscale(0.2),
        new RandomHue(0.2),
        new RandomInvert(0.1),
        new RandomPosterization(2, 5),
        new Solarization(0.1, 0.3).valueRange(0, 1),
        new RandomRotation(0.1, 0.2).fillMode(FillMode.WRAP),
        new RandomSaturation(0.2, 0.6),
        new RandomSharpness(0.2, 0.6).valueRange(0, 1),
        new RandomTranslation(0.2, 0.3).interpolation(Resampling.NEAREST),
        new RandomZoom(0.2).widthFactor(0, 0.3).fillValue(2),
        new StringLookup(List.of("a", "b")).maxTokens(9).oovToken("?").salt(1, 2),
        words.named("words"),
        new TextVectorization(List.of("a"))
            .ngrams(List.of(2, 3))
            .split(Splitting.NONE)
            .standardize(Standardization.NONE)
            .outputSequenceLength(4),
        new TextVectorization().ngrams(2).split(Splitting.CHARACTER));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void areReadAsTheyAreWritten(Layer layer) {
    Map<String, ?> written = ModelTable.write(layer);
    assertThat(ModelTable.write(ModelTable.read(written))).isEqualTo(written);
  }

  private static Map<?, ?> config(Layer layer) {
    return (Map<?, ?>) ModelTable.write(layer).get("config");
  }

  @Test
  void haveKerasKeys() {
    Map<?, ?> bins = config(new Discretization(List.of(0.0)));
    assertThat(bins.keySet().stream().map(Object::toString))
        .containsExactlyInAnyOrder(
            "name", "dtype", "bin_boundaries", "num_bins", "epsilon", "output_mode", "sparse");
    Map<?, ?> turns = config(new RandomRotation(0.1));
    assertThat(turns.get("factor")).isEqualTo(List.of(-0.1, 0.1));
    assertThat(turns.get("data_format")).isEqualTo("channels_last");
    Map<?, ?> words = config(new TextVectorization().split(Splitting.NONE));
    assertThat(words.get("split")).isNull();
    assertThat(words.get("standardize")).isEqualTo("lower_and_strip_punctuation");
  }

  @Test
  void ofKerasAreRead() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", "lookup");
    config.put("max_tokens", null);
    config.put("mask_token", null);
    config.put("vocabulary_size", 4);
    config.put("vocabulary_dtype", "int64");
    config.put("vocabulary", List.of(7, 8, 9));
    config.put("output_mode", "int");
    Layer layer = ModelTable.read(Map.of("class_name", "IntegerLookup", "config", config));
    assertThat(layer.call(Tensor.of(9, 1)).toLongArray()).containsExactly(3, 0);
    Map<String, Object> crop = Map.of("name", "c", "factor", 0.5, "bounding_box_format", "xyxy");
    Layer turn = ModelTable.read(Map.of("class_name", "RandomRotation", "config", crop));
    assertThat(config(turn).get("factor")).isEqualTo(List.of(-0.5, 0.5));
  }

  @Test
  void refuse() {
    Layer own = new TextVectorization().split(Splitting.of(List::of));
    assertThatThrownBy(() -> ModelTable.write(own))
        .hasMessage("splitting: a configuration cannot hold a function of your own");
    Map<String, Object> sparse = Map.of("num_tokens", 3, "sparse", true);
    assertThatThrownBy(
            () -> ModelTable.read(Map.of("class_name", "CategoryEncoding", "config", sparse)))
        .hasMessage("sparse = true is not supported yet");
    Map<String, Object> fill = Map.of("factor", 0.1, "fill_mode", "mirror");
    assertThatThrownBy(
            () -> ModelTable.read(Map.of("class_name", "RandomRotation", "config", fill)))
        .hasMessage(
            "RandomRotation: key \"fill_mode\": fill mode: unknown name \"mirror\"; nearest:"
                + " wrap, nearest, reflect");
  }
}
