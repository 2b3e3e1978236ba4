package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class JsonTest {
  private static Map<String, ?> read(String text) throws IOException {
    return Json.read(Bytes.of(Path.of("x"), null, text.getBytes(StandardCharsets.UTF_8)));
  }

  /// The configuration of 10,000 dense layers has 860,000 values in 13 MB.
  @Test
  void readsLongDescriptions() throws IOException {
    String layer =
        """
        {"module": "keras.layers", "class_name": "Dense", "config": {"name": "dense_%d",\
         "trainable": true, "dtype": {"module": "keras", "class_name": "DTypePolicy", "config":\
         {"name": "float32"}, "registered_name": null}, "units": 16, "activation": "relu",\
         "use_bias": true, "kernel_initializer": {"module": "keras.initializers", "class_name":\
         "GlorotUniform", "config": {"seed": null}, "registered_name": null}, "bias_initializer":\
         {"module": "keras.initializers", "class_name": "Zeros", "config": {}, "registered_name":\
         null}, "kernel_regularizer": null, "bias_regularizer": null, "kernel_constraint": null,\
         "bias_constraint": null, "quantization_config": null}, "registered_name": null,\
         "build_config": {"input_shape": [null, 16]}, "name": "dense_%d", "inbound_nodes":\
         [{"args": [{"class_name": "__keras_tensor__", "config": {"shape": [null, 16], "dtype":\
         "float32", "keras_history": ["dense_%d", 0, 0]}}], "kwargs": {}}]}\
        """;
    StringBuilder text = new StringBuilder("{\"layers\": [");
    for (int i = 0; i < 10_000; i++) {
      text.append(i == 0 ? "" : ", ").append(layer.formatted(i, i, i));
    }
    Map<String, ?> object = read(text.append("]}").toString());
    assertThat(object.get("layers")).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(10_000);
  }

  @Test
  void saysWhereATextThatIsCutEnds() {
    assertThatThrownBy(() -> read("{\"a\": [1"))
        .hasMessage("x, byte 8: Unexpected end-of-input: expected close marker for Array");
    assertThatThrownBy(() -> read("{"))
        .hasMessage("x, byte 1: Unexpected end-of-input: expected close marker for Object");
  }

  @Test
  void refusesMoreValuesThanAFileOfThisLengthCanHave() {
    assertThatThrownBy(() -> read("{\"a\": [" + "[],".repeat(1_000_000) + "1]}"))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("x, byte ")
        .hasMessageContaining("exceeds the maximum allowed (1150002,");
  }
}
