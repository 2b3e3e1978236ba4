#!/bin/sh
# ONNX Runtime: `Elu` and `Selu` of small negative numbers have an error of up to a fifth; 0 comes out below 6e-8.
#
# elu(x) is expm1(x), which is x itself for tiny x. Seen with 1.30.0: elu(-1e-7) is -1.19e-7 and elu(-2e-8) is 0;
# the CPU kernel takes one from the rounded exponential. TensorFlow.js 4.22.0 gives x. (TensorFlow 2.18 and
# PyTorch 2.7.1 on the CPU round as ONNX Runtime does.)
set -eu
. "$(dirname "$0")/packages"
npm_packages onnxruntime-node@1.30.0 onnx-proto@8.0.1 @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0
javascript <<'EOF'
const {compute, floats, show} = require('./onnx.js');
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
const rounded = numbers => Array.from(numbers, n => n === 0 ? '0' : n.toExponential(2));
(async () => {
  const x = [-1e-5, -1e-7, -2e-8];
  show('x', rounded(x));
  show('ONNX Runtime Elu', rounded((await compute('Elu', {x: floats(x)}))[0]));
  show('ONNX Runtime Selu / 1.7581', rounded((await compute('Selu', {x: floats(x)}))[0].map(y => y / 1.7580993)));
  show('TensorFlow.js elu', rounded(tf.elu(tf.tensor1d(x)).dataSync()));
})();
EOF
stated <<'EOF'
x: -1.00e-5 -1.00e-7 -2.00e-8
ONNX Runtime Elu: -1.00e-5 -1.19e-7 0
ONNX Runtime Selu / 1.7581: -1.00e-5 -1.19e-7 0
TensorFlow.js elu: -1.00e-5 -1.00e-7 -2.00e-8
EOF
