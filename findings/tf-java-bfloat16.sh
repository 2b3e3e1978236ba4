#!/bin/sh
# TensorFlow for Java: an array turned into bfloat16 in Java is cut off, the same numbers cast by TensorFlow are rounded.
#
# Seen with 1.1.0 (TensorFlow 2.18.0): 1.01171875 becomes 1.0078125 by `TBfloat16.vectorOf` and 1.015625 by `cast`; the
# mean error is twice as large and always towards 0. float16 is rounded in both. Needs Linux on x86-64.
set -eu
. "$(dirname "$0")/packages"
maven_packages org.tensorflow:tensorflow-core-api:1.1.0 org.tensorflow:tensorflow-core-native:1.1.0:linux-x86_64
java_class <<'EOF'
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat16;

public class Main {
  static void print(String label, FloatNdArray values) {
    System.out.print(label + ":");
    values.scalars().forEach(value -> System.out.print(" " + value.getFloat()));
    System.out.println();
  }

  public static void main(String[] arguments) {
    Ops tf = Ops.create();
    float[] x = {1.01171875f, 1.005859375f, -1.005859375f};
    print("bfloat16 vectorOf", TBfloat16.vectorOf(x));
    print("bfloat16 cast", tf.dtypes.cast(tf.constant(x), TBfloat16.class).asTensor());
    float[] y = {1.00146484375f, 2051};
    print("float16 vectorOf", TFloat16.vectorOf(y));
    print("float16 cast", tf.dtypes.cast(tf.constant(y), TFloat16.class).asTensor());
  }
}
EOF
stated <<'EOF'
bfloat16 vectorOf: 1.0078125 1.0 -1.0
bfloat16 cast: 1.015625 1.0078125 -1.0078125
float16 vectorOf: 1.0019531 2052.0
float16 cast: 1.0019531 2052.0
EOF
