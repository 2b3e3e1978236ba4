package io.gradus.checks.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.formats.ModelFormatException;
import io.gradus.formats.Models;
import io.gradus.nn.layer.Call;
import io.gradus.nn.model.Model;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Operations in a file that ask for huge tensors: refused by name, or of types alone.
class HugeLengthsTest {
  private static final TensorType TYPE =
      new TensorType(DType.FLOAT32, Shape.of(1, 1_000_000, 1_000_000));

  // An operation between input and output; sample is the input's shape.
  private static String model(String module, String name, String config, String args, String in) {
    return """
    {"module": "keras.src.models.functional", "class_name": "Functional",
     "registered_name": "Functional", "config": {"name": "m", "trainable": true, "layers": [
      {"module": "keras.layers", "class_name": "InputLayer", "registered_name": null,
       "config": {"batch_shape": %1$s, "dtype": "float32", "sparse": false, "name": "x"},
       "name": "x", "inbound_nodes": []},
      {"module": "keras.src.ops.%2$s", "class_name": "%3$s", "registered_name": "%3$s",
       "config": {"name": "o"%4$s}, "name": "o", "inbound_nodes": [{"args": [%5$s],
       "kwargs": {}}]}],
      "input_layers": [["x", 0, 0]], "output_layers": [["o", 0, 0]]}}
    """
        .formatted(in, module, name, config, args);
  }

  private static String x(String shape) {
    return """
    {"class_name": "__keras_tensor__", "config": {"shape": %s, "dtype": "float32",
     "keras_history": ["x", 0, 0]}}
    """
        .formatted(shape);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "numpy | Repeat | , \"repeats\": 1500000000 | repeats 1500000000",
        "numpy | Tile | , \"repeats\": [1500000000] | repeats 1500000000",
        "numpy | BroadcastTo | , \"shape\": [1500000000, 8] | shape 1500000000",
        "nn | OneHot | , \"num_classes\": 1500000000 | num_classes 1500000000",
        "image | Resize | , \"size\": [1500000000, 4] | size 1500000000",
        "image | GaussianBlur | , \"kernel_size\": [1500000000, 3] | kernel_size 1500000000"
      })
  void areRefusedByName(String module, String name, String config, String what) {
    String shape = "[null, 8]";
    assertThatThrownBy(() -> Models.fromJson(model(module, name, config, x(shape), shape)))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage(
            "architecture, byte 0: operation %s \"o\": %s is more than the 16,777,216 that a file"
                + " may ask for",
            name, what);
  }

  @Test
  void whatIsLikeAnOperandTakesNoMemory() throws IOException {
    String shape = "[null, 1000000, 1000000]";
    Model model = Models.fromJson(model("numpy", "ZerosLike", "", x(shape), shape));
    assertThat(model.types(List.of(TYPE), Call.infer()))
        .containsExactly(TYPE.withShape(Shape.of(1, 1_000_000, 1_000_000)));
  }
}
