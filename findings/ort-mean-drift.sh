#!/bin/sh
# ONNX Runtime: the mean of a million equal float32 numbers is a thousandth off; a running sum is not widened.
#
# Seen with 1.30.0 on the CPU: `ReduceMean` of 2^20 times 0.1 is 0.09990 (how far off depends on the processor).
# TensorFlow.js 4.22.0 gives 0.10000 (it sums in double), TensorFlow 2.18 and PyTorch 2.7.1 as well (in parts).
set -eu
. "$(dirname "$0")/packages"
npm_packages onnxruntime-node@1.30.0 onnx-proto@8.0.1 @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0
javascript <<'EOF'
const {compute, floats, ints, show} = require('./onnx.js');
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
(async () => {
  for (const power of [10, 20]) {
    const x = new Float32Array(1 << power).fill(0.1);
    const [mean] = await compute('ReduceMean', {x: floats(x), axes: ints([0])}, {attributes: {keepdims: 0}});
    const judge = value => [Math.abs(value - 0.1) > 3e-5 ? 'off by more than 0.00003' : 'right to 0.00003'];
    show(`ONNX Runtime, 2^${power}`, judge(mean[0]));
    show(`TensorFlow.js, 2^${power}`, judge(tf.mean(tf.tensor1d(x)).dataSync()[0]));
  }
})();
EOF
stated <<'EOF'
ONNX Runtime, 2^10: right to 0.00003
TensorFlow.js, 2^10: right to 0.00003
ONNX Runtime, 2^20: off by more than 0.00003
TensorFlow.js, 2^20: right to 0.00003
EOF
