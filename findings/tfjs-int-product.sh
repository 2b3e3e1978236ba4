#!/bin/sh
# TensorFlow.js: products of int32 wrap around as elsewhere, but their low bits are wrong once they pass 2^53.
#
# Seen with 4.22.0 on the CPU: 2147483647 squared is 0; modulo 2^32 it is 1. 100003 squared, below 2^53, wraps rightly.
# It is JavaScript's number that is cut to 32 bits; what hashes or draws random numbers in int32 gives others here.
set -eu
. "$(dirname "$0")/packages"
npm_packages @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0
javascript <<'EOF'
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
for (const number of [100003, 2147483647]) {
  const x = tf.tensor1d([number], 'int32');
  console.log(`${number} squared:`, ...tf.mul(x, x).dataSync(), 'exact:', Math.imul(number, number));
}
EOF
stated <<'EOF'
100003 squared: 1410665417 exact: 1410665417
2147483647 squared: 0 exact: 1
EOF
