#!/bin/sh
# Deeplearning4j: `Cropping1D`, `ZeroPadding1D` and `UpSampling1D` of a Keras model act on the features, not on the steps.
#
# Keras has sequences as [batch, steps, features]; of 3 steps and 2 features `Cropping1D((1, 0))` leaves 2 and 2. Seen
# with 1.0.0-M2.1 on the CPU, for a configuration of Keras 2: 3 steps and 1 feature, and the like for the other two;
# `GlobalAveragePooling1D` in the same place is right. Needs Linux on x86-64.
set -eu
. "$(dirname "$0")/packages"
maven_packages org.deeplearning4j:deeplearning4j-modelimport:1.0.0-M2.1 \
  org.nd4j:nd4j-native:1.0.0-M2.1 org.nd4j:nd4j-native:1.0.0-M2.1:linux-x86_64 \
  org.bytedeco:openblas:0.3.19-1.5.7:linux-x86_64 org.bytedeco:javacpp:1.5.7:linux-x86_64
java_class <<'EOF'
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;

public class Main {
  static String layer(String name, String config) {
    return "{\"class_name\": \"" + name + "\", \"config\": {\"name\": \"" + name + "\", " + config + "}}";
  }

  static void predict(String name, String config) throws Exception {
    Path file = Path.of("model.json");
    Files.writeString(file, "{\"class_name\": \"Sequential\", \"keras_version\": \"2.4.0\", \"backend\": \"tensorflow\","
        + "\"config\": {\"name\": \"model\", \"layers\": ["
        + layer("Activation", "\"activation\": \"linear\", \"batch_input_shape\": [null, 3, 2]")
        + ", " + layer(name, config) + "]}}");
    var network = new MultiLayerNetwork(KerasModelImport.importKerasSequentialConfiguration(file.toString(), false));
    network.init();
    var x = Nd4j.createFromArray(new float[][][] {{{0, 1}, {2, 3}, {4, 5}}});
    var y = network.output(x);
    System.out.println(name + ": " + Arrays.toString(y.shape()) + " "
        + Arrays.toString(y.dup('c').ravel().toFloatVector()));
  }

  public static void main(String[] arguments) throws Exception {
    predict("Cropping1D", "\"cropping\": [1, 0]");
    predict("ZeroPadding1D", "\"padding\": [1, 0]");
    predict("UpSampling1D", "\"size\": 2");
    predict("GlobalAveragePooling1D", "\"data_format\": \"channels_last\"");
  }
}
EOF
stated <<'EOF'
Cropping1D: [1, 3, 1] [1.0, 3.0, 5.0]
ZeroPadding1D: [1, 3, 3] [0.0, 0.0, 1.0, 0.0, 2.0, 3.0, 0.0, 4.0, 5.0]
UpSampling1D: [1, 3, 4] [0.0, 0.0, 1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0, 5.0, 5.0]
GlobalAveragePooling1D: [1, 2] [2.0, 3.0]
EOF
