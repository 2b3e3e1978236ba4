#!/bin/sh
# TensorFlow: `reduce_max` of numbers with a NaN is NaN, `argmax` is the place of the largest other number.
#
# In NumPy and PyTorch both follow NaN, so that x[argmax(x)] is max(x). Seen with 2.18.0 on the CPU: of 1 NaN 3 0 the
# maximum is NaN and argmax is 2; `max_pool` passes over NaN too. Needs Linux on x86-64.
set -eu
. "$(dirname "$0")/packages"
tensorflow_statements <<'EOF'
var x = tf.constant(new float[] {1, Float.NaN, 3, 0});
System.out.println("max " + tf.max(x, tf.constant(0)).asTensor().getFloat());
System.out.println("argmax " + tf.math.argMax(x, tf.constant(0)).asTensor().getLong());
var image = tf.reshape(x, tf.constant(new int[] {1, 2, 2, 1}));
var size = tf.constant(new int[] {1, 2, 2, 1});
System.out.println("max_pool " + tf.nn.maxPool(image, size, size, "VALID").asTensor().getFloat(0, 0, 0, 0));
EOF
stated <<'EOF'
TensorFlow 2.18.0
max NaN
argmax 2
max_pool 3.0
EOF
