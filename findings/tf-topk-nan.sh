#!/bin/sh
# TensorFlow: with a NaN among the numbers `top_k` leaves out the largest of the others.
#
# Expected of 1 NaN 3 2, for k = 3: NaN 3 2, as NumPy's sort and PyTorch have it, or 3 2 1. Seen with 2.18.0 on the CPU:
# NaN 3 1, without the 2; with NaN in front it is NaN 3 2. Needs Linux on x86-64.
set -eu
. "$(dirname "$0")/packages"
tensorflow_statements <<'EOF'
for (float[] x : new float[][] {{1, 4, 3, 2}, {1, Float.NaN, 3, 2}, {Float.NaN, 1, 3, 2}}) {
  var values = tf.nn.topK(tf.constant(x), tf.constant(3), new org.tensorflow.op.nn.TopK.Options[0]).values().asTensor();
  System.out.print("top 3 of " + java.util.Arrays.toString(x) + ":");
  values.scalars().forEach(value -> System.out.print(" " + value.getFloat()));
  System.out.println();
}
EOF
stated <<'EOF'
TensorFlow 2.18.0
top 3 of [1.0, 4.0, 3.0, 2.0]: 4.0 3.0 2.0
top 3 of [1.0, NaN, 3.0, 2.0]: NaN 3.0 1.0
top 3 of [NaN, 1.0, 3.0, 2.0]: NaN 3.0 2.0
EOF
