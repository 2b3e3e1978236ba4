#!/bin/sh
# ONNX Runtime and TensorFlow.js: the mean over no elements is 0; NaN in NumPy, TensorFlow and PyTorch.
#
# Seen with ONNX Runtime 1.30.0 and TensorFlow.js 4.22.0 for shape (0, 2) along axis 0. The maximum of nothing is
# -Infinity in the first and NaN in the second, which TensorFlow gives as -Infinity and NumPy refuses.
set -eu
. "$(dirname "$0")/packages"
npm_packages onnxruntime-node@1.30.0 onnx-proto@8.0.1 @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0
javascript <<'EOF'
const {compute, floats, ints, show} = require('./onnx.js');
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
(async () => {
  const of = async name => (await compute(name, {x: floats([], [0, 2]), axes: ints([0])}, {attributes: {keepdims: 0}}))[0];
  show('ONNX Runtime mean', await of('ReduceMean'));
  show('ONNX Runtime max', await of('ReduceMax'));
  show('TensorFlow.js mean', tf.mean(tf.zeros([0, 2]), 0).arraySync());
  show('TensorFlow.js max', tf.max(tf.zeros([0, 2]), 0).arraySync());
})();
EOF
stated <<'EOF'
ONNX Runtime mean: 0 0
ONNX Runtime max: -Infinity -Infinity
TensorFlow.js mean: 0 0
TensorFlow.js max: NaN NaN
EOF
