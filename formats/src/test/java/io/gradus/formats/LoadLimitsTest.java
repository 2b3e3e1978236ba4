package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.config.LoadLimits;
import io.gradus.nn.layer.Restoring;
import io.gradus.nn.model.LoadOptions;
import io.gradus.nn.model.Model;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadLimitsTest {
  @TempDir Path folder;

  private static final String DENSE =
      "{\"module\": \"keras.layers\", \"class_name\": \"Dense\", \"config\": {\"units\": 10,"
          + " \"dtype\": \"float64\"}}";

  private static String model(String layers) {
    return """
    {"module": "keras", "class_name": "Sequential", "config": {"layers": [
      {"module": "keras.layers", "class_name": "InputLayer", "config": {"batch_shape": [null, 10]}}, %s]}}\
    """
        .formatted(layers);
  }

  private static void read(String json, UnaryOperator<LoadLimits> change) throws Exception {
    LoadLimits limits = change.apply(LoadLimits.DEFAULT);
    assertThat(Models.fromJson(json, LoadOptions.DEFAULT.limits(limits)).isBuilt()).isTrue();
  }

  private static AbstractThrowableAssert<?, ?> refused(
      String json, UnaryOperator<LoadLimits> change) {
    return assertThatThrownBy(() -> read(json, change))
        .isExactlyInstanceOf(ModelFormatException.class);
  }

  @Test
  void areHeld() throws Exception {
    String two = model(DENSE + "," + DENSE);
    read(two, limits -> limits.layers(4).depth(2).bytes(2 * 110 * 8).seconds(60));
    refused(two, limits -> limits.layers(3))
        .hasMessageContaining("more than 3 layers (LoadLimits)");
    refused(two, limits -> limits.depth(1))
        .hasMessageContaining("layers within layers, more than 1 deep (LoadLimits)");
    refused(two, limits -> limits.seconds(0))
        .hasMessageContaining("takes more than 0 seconds (LoadLimits)");
    refused(two, limits -> limits.bytes(2 * 110 * 8 - 1))
        .hasMessageContaining(
            "weight dense_1/bias float64[10] takes 80 bytes: of the 1,759 that weights may take"
                + " here (LoadLimits.bytes), 79 are left");
    assertThatThrownBy(() -> LoadLimits.DEFAULT.layers(-1))
        .hasMessageStartingWith("limits: must be at least 0; got bytes=");
  }

  @Test
  void timeEndsAlsoWhileNumbersAreRead() throws Exception {
    byte[] file = Fuzz.resource("mlp.keras");
    Path there = Files.write(folder.resolve("mlp.keras"), file);
    LoadOptions none = LoadOptions.DEFAULT.limits(LoadLimits.DEFAULT.seconds(0));
    Model model = Model.load(there);
    assertThatThrownBy(() -> Models.loadWeights(model, there, none))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageContaining("takes more than 0 seconds (LoadLimits)");
    // After the layers are made, each read takes a second.
    boolean[] slow = {false};
    Bytes source =
        Bytes.of(there, null, file)
            .entry(
                "slow",
                (offset, block) -> {
                  int count = block.remaining();
                  if (slow[0]) {
                    LockSupport.parkNanos(1_000_000_000);
                  }
                  block.put(file, (int) offset, count);
                  return count;
                },
                file.length);
    KerasArchive archive = new KerasArchive(ZipArchive.open(source));
    WeightReader weights = archive.weights();
    slow[0] = true;
    assertThatThrownBy(() ->
            Restoring.timed(
                LoadLimits.DEFAULT.seconds(1),
                () -> {
                  weights.read(model);
                  return model;
                }))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageContaining("takes more than 1 seconds (LoadLimits)");
  }

  @Test
  void metricsKeepSoManyNumbers() throws Exception {
    String written =
        Models.toJson(Models.fromJson(model(DENSE)))
            .replace(
                "\"compile_config\":{}",
                "\"compile_config\":{\"optimizer\":\"adam\",\"loss\":\"mse\",\"metrics\":[\"auc\",\"mae\"]}");
    read(written, limits -> limits.state(1000));
    refused(written, limits -> limits.state(800))
        .hasMessageContaining("metrics that keep more than 800 numbers (LoadLimits.state)");
  }

  /// As many numbers as the file has, but eight times its bytes.
  @Test
  void weightsTakeNotManyTimesTheBytesOfTheFile() {
    String wide = model(DENSE.replace("10,", "10000000,"));
    Bytes source = Bytes.of(Path.of("x"), null, wide.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() ->
            new ModelConfig(source, Json.read(source))
                .build(LoadOptions.DEFAULT, 110_000_000, 110_000_000))
        .hasMessageContaining(
            "weight dense/kernel float64[10, 10000000] takes 800,000,000 bytes: of the 253,554,432"
                + " that weights may take here, 253,554,432 are left");
    LoadOptions little = LoadOptions.DEFAULT.limits(LoadLimits.DEFAULT.bytes(1000));
    assertThatThrownBy(() ->
            new ModelConfig(source, Json.read(source)).build(little, 110_000_000, 110_000_000))
        .hasMessageContaining(
            "takes 800,000,000 bytes: of the 1,000 that weights may take here (LoadLimits.bytes),"
                + " 1,000 are left");
  }

  @Test
  void namesOfFilesDriveNoTerminal() {
    String name = "\u001b[31mred\u202e".replace("\u001b", "\\u001b").replace("\u202e", "\\u202e");
    assertThatThrownBy(() -> Models.fromJson(model(DENSE.replace("Dense", name))))
        .hasMessageContaining("\\u001b[31mred\\u202e")
        .message()
        .doesNotContain("\u001b")
        .doesNotContain("\u202e");
    assertThatThrownBy(() -> Models.fromJson(model(DENSE.replace("Dense", "x".repeat(1 << 20)))))
        .message()
        .hasSizeLessThan(1000)
        .contains("more) …");
  }

  @Test
  void anHonestFileIsReadWithTheLimitsOfAService() {
    LoadLimits limits = LoadLimits.DEFAULT.bytes(1 << 20).layers(10).depth(2).seconds(10);
    assertThatCode(() ->
            Models.load(
                Bytes.of(Path.of("x"), null, Fuzz.resource("mlp.keras")),
                LoadOptions.DEFAULT.limits(limits)))
        .doesNotThrowAnyException();
  }
}
