#!/bin/sh
# Deeplearning4j: a prediction overwrites the input array where the first layer is an activation.
#
# Seen with 1.0.0-M2.1 on the CPU: after `output(x)` of a network that begins with an ActivationLayer, x holds what the
# activation gave, so the second call starts from other numbers; with a dense layer first x is as it was. Keras models
# that begin with `Activation` or `ReLU` become such networks. Needs Linux on x86-64.
set -eu
. "$(dirname "$0")/packages"
maven_packages org.deeplearning4j:deeplearning4j-nn:1.0.0-M2.1 \
  org.nd4j:nd4j-native:1.0.0-M2.1 org.nd4j:nd4j-native:1.0.0-M2.1:linux-x86_64 \
  org.bytedeco:openblas:0.3.19-1.5.7:linux-x86_64 org.bytedeco:javacpp:1.5.7:linux-x86_64
java_class <<'EOF'
import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.*;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;

public class Main {
  static void predict(String name, Layer first) {
    var network = new MultiLayerNetwork(
        new NeuralNetConfiguration.Builder().list().layer(first).setInputType(InputType.feedForward(3)).build());
    network.init();
    var x = Nd4j.createFromArray(new float[][] {{-1, 0, 2}});
    network.output(x);
    System.out.println(name + ": x after one prediction " + Arrays.toString(x.toFloatVector()));
  }

  public static void main(String[] arguments) {
    predict("dense", new DenseLayer.Builder().nOut(3).activation(Activation.SIGMOID).build());
    predict("activation", new ActivationLayer(Activation.SIGMOID));
  }
}
EOF
stated <<'EOF'
dense: x after one prediction [-1.0, 0.0, 2.0]
activation: x after one prediction [0.26894143, 0.5, 0.880797]
EOF
