#!/bin/sh
# ND4J: `round` takes halves away from zero; NumPy, Keras, ONNX and PyTorch take them to the even neighbour.
#
# Seen with 1.0.0-M2.1 on the CPU: 0.5 1.5 2.5 -0.5 -2.5 become 1 2 3 -1 -3, elsewhere 0 2 2 -0 -2 (so does
# `Math.rint`). What quantizes by rounding gets other integers. Needs Linux on x86-64.
set -eu
. "$(dirname "$0")/packages"
maven_packages org.nd4j:nd4j-native:1.0.0-M2.1 org.nd4j:nd4j-native:1.0.0-M2.1:linux-x86_64 \
  org.bytedeco:openblas:0.3.19-1.5.7:linux-x86_64 org.bytedeco:javacpp:1.5.7:linux-x86_64
java_class <<'EOF'
import java.util.Arrays;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

public class Main {
  public static void main(String[] arguments) {
    float[] x = {0.5f, 1.5f, 2.5f, -0.5f, -2.5f};
    System.out.println("x " + Arrays.toString(x));
    System.out.println("round " + Arrays.toString(Transforms.round(Nd4j.createFromArray(x), true).toFloatVector()));
  }
}
EOF
stated <<'EOF'
x [0.5, 1.5, 2.5, -0.5, -2.5]
round [1.0, 2.0, 3.0, -1.0, -3.0]
EOF
