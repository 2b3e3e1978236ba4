package io.gradus.preprocessing;

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
        new AugMix().numChains(2).chainDepth(4).alpha(0.5).allOps(false),
        new AugMix().factor(0.4).valueRange(0, 1).seed(2),
        new AutoContrast().valueRange(0, 1).channelsFirst(),
        new CategoryEncoding(4, OutputMode.COUNT).named("codes"),
        new ContrastLimitedAdaptiveHistogramEqualization().valueRange(0, 1).named("clahe"),
        new ContrastLimitedAdaptiveHistogramEqualization().clipLimit(2.5).tileGridSize(2, 3),
        new CutMix(0.1, 0.3).seed(4),
        new Discretization(List.of(0.0, 1.0)).outputMode(OutputMode.ONE_HOT),
        learned.named("bins"),
        new Equalization().bins(7).valueRange(-1, 1).named("flat"),
        new HashedCrossing(5).named("cross"),
        new HashedCrossing(5).outputMode(OutputMode.ONE_HOT),
        new Hashing(5).mask("x").salt(3, 4),
        new Hashing(5).mask(7).outputMode(OutputMode.COUNT),
        new IntegerLookup(4, 5, 6).maskToken(0).numOovIndices(2).hashed(1, 2),
        new MixUp(0.4).channelsFirst(),
        new Normalization(1, 2).invert(),
        new Normalization().statistics(3, 4),
        new Normalization(1, 2).statistics(Tensor.ones(2, 3), Tensor.ones(2, 3)),
        new RandAugment().numOps(3).factor(0.1, 0.2).valueRange(0, 1),
        new RandAugment().interpolation(Resampling.NEAREST).channelsFirst(),
        new RandomBrightness(0.2).valueRange(0, 1).seed(3),
        new RandomColorDegeneration(0.1, 0.3).valueRange(0, 1),
        new RandomColorJitter().brightness(-0.1, 0.2).valueRange(0, 1).seed(3),
        new RandomColorJitter().contrast(0.1, 0.2).saturation(0, 0.3).hue(0, 0.1),
        new RandomContrast(0.1, 0.3),
        new RandomCrop(4, 5).channelsFirst(),
        new RandomElasticTransform().factor(0.2, 0.5).fillMode(FillMode.MIRROR).seed(3),
        new RandomElasticTransform().scale(0.5, 2).valueRange(0, 1).fillValue(2),
        new RandomErasing().fillValue(1, 2, 3).scale(0.1, 0.2),
        new RandomFlip("vertical"),
        new RandomGaussianBlur().factor(0.2, 0.5).kernelSize(5).valueRange(0, 1),
        new RandomGaussianBlur().kernelSize(3, 5).sigma(0.5, 2).seed(3),
        new RandomGrayscale(0.2),
        new RandomHue(0.2),
        new RandomInvert(0.1),
        new RandomPerspective().factor(0.2, 0.5).scale(0.3).channelsFirst(),
        new RandomPerspective().interpolation(Resampling.NEAREST).fillValue(2).seed(3),
        new RandomPosterization(2, 5),
        new Solarization(0.1, 0.3).valueRange(0, 1),
        new RandomRotation(0.1, 0.2).fillMode(FillMode.WRAP),
        new RandomSaturation(0.2, 0.6),
        new RandomSharpness(0.2, 0.6).valueRange(0, 1),
        new RandomShear(0.2, 0).yFactor(0.1, 0.3).fillMode(FillMode.NEAREST),
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

  private static void assertKeys(Map<?, ?> config, String... own) {
    assertThat(config.keySet().stream().map(Object::toString))
        .contains("name", "trainable", "dtype")
        .contains(own)
        .hasSize(3 + own.length);
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
    assertKeys(config(new AutoContrast()), "data_format", "value_range");
    assertThat(config(new AutoContrast()).get("value_range")).isEqualTo(List.of(0L, 255L));
    assertKeys(config(new Equalization()), "data_format", "value_range", "bins");
    assertKeys(
        config(new ContrastLimitedAdaptiveHistogramEqualization()),
        "data_format",
        "value_range",
        "clip_limit",
        "tile_grid_size");
    assertThat(config(new ContrastLimitedAdaptiveHistogramEqualization()).get("tile_grid_size"))
        .isEqualTo(List.of(8, 8));
    assertKeys(config(new MixUp()), "data_format", "seed", "alpha");
    assertKeys(config(new CutMix()), "data_format", "seed", "factor");
    assertThat(config(new CutMix()).get("factor")).isEqualTo(List.of(0L, 1.0));
    assertKeys(
        config(new RandAugment()),
        "data_format",
        "seed",
        "value_range",
        "num_ops",
        "factor",
        "interpolation");
    assertThat(config(new RandAugment()).get("factor")).isEqualTo(List.of(0L, 0.5));
    assertKeys(
        config(new AugMix()),
        "data_format",
        "seed",
        "value_range",
        "num_chains",
        "chain_depth",
        "factor",
        "alpha",
        "all_ops",
        "interpolation");
    assertThat(config(new AugMix()).get("factor")).isEqualTo(List.of(0L, 0.3));
    Map<?, ?> shear = config(new RandomShear(0.1, 0).yFactor(0.2, 0.3));
    assertKeys(
        shear,
        "data_format",
        "seed",
        "x_factor",
        "y_factor",
        "fill_mode",
        "fill_value",
        "interpolation");
    assertThat(shear.get("x_factor")).isEqualTo(0.1);
    assertThat(shear.get("y_factor")).isEqualTo(List.of(0.2, 0.3));
    Map<?, ?> seen = config(new RandomPerspective());
    assertKeys(seen, "data_format", "seed", "factor", "scale", "interpolation", "fill_value");
    assertThat(seen.get("factor")).isEqualTo(List.of(0L, 1.0));
    Map<?, ?> blur = config(new RandomGaussianBlur());
    assertKeys(blur, "data_format", "seed", "factor", "kernel_size", "sigma", "value_range");
    assertThat(blur.get("kernel_size")).isEqualTo(List.of(3, 3));
    assertThat(blur.get("sigma")).isEqualTo(List.of(0L, 1.0));
    Map<?, ?> elastic = config(new RandomElasticTransform());
    assertKeys(
        elastic,
        "data_format",
        "seed",
        "factor",
        "scale",
        "interpolation",
        "fill_mode",
        "fill_value",
        "value_range");
    assertThat(elastic.get("scale")).isEqualTo(List.of(0L, 1.0));
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
    Map<String, Object> shear = Map.of("x_factor", List.of(-0.5, 0.5));
    Layer sheared = ModelTable.read(Map.of("class_name", "RandomShear", "config", shear));
    assertThat(config(sheared).get("x_factor")).isEqualTo(0.5);
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
    Map<String, Object> blur = Map.of("kernel_size", List.of(3, 4));
    assertThatThrownBy(
            () -> ModelTable.read(Map.of("class_name", "RandomGaussianBlur", "config", blur)))
        .hasMessage(
            "random gaussian blur: kernelSize must be one or two odd numbers of at least 1, got"
                + " [3, 4]");
    Map<String, Object> fill = Map.of("factor", 0.1, "fill_mode", "mirror");
    assertThatThrownBy(
            () -> ModelTable.read(Map.of("class_name", "RandomRotation", "config", fill)))
        .hasMessage(
            "random rotation: fillMode must be reflect, wrap, constant or nearest, got mirror");
    Map<String, Object> edge = Map.of("factor", 0.1, "fill_mode", "miror");
    assertThatThrownBy(
            () -> ModelTable.read(Map.of("class_name", "RandomRotation", "config", edge)))
        .hasMessage(
            "RandomRotation: key \"fill_mode\": fill mode: unknown name \"miror\"; nearest:"
                + " mirror");
  }
}
