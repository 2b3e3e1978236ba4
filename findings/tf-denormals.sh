#!/bin/sh
# TensorFlow: numbers below 1.2e-38 count as 0 on the CPU, in sums and even in comparisons.
#
# float32 goes down to 1.4e-45; NumPy, PyTorch and Java compute with those. Seen with 2.18.0: 1e-39 passes `identity`
# unchanged, but 1e-39 + 0 is 0, 1e-39 > 0 is false, log(1e-39) is -Infinity. Needs Linux on x86-64.
set -eu
. "$(dirname "$0")/packages"
tensorflow_statements <<'EOF'
var x = tf.constant(new float[] {1e-39f});
var zero = tf.constant(new float[] {0});
System.out.println("identity " + tf.identity(x).asTensor().getFloat(0));
System.out.println("x + 0 " + tf.math.add(x, zero).asTensor().getFloat(0));
System.out.println("x > 0 " + tf.math.greater(x, zero).asTensor().getBoolean(0));
System.out.println("log x " + tf.math.log(x).asTensor().getFloat(0));
System.out.println("Java: x + 0 " + (1e-39f + 0f) + ", x > 0 " + (1e-39f > 0));
EOF
stated <<'EOF'
TensorFlow 2.18.0
identity 1.0E-39
x + 0 0.0
x > 0 false
log x -Infinity
Java: x + 0 1.0E-39, x > 0 true
EOF
