#!/bin/sh
# TensorFlow.js: `GlobalAveragePooling1D` behind a mask divides by all steps; in Keras by those that count.
#
# A sequence 2 4 0 masked at 0 has the average 3 in Keras. Seen with TensorFlow.js 4.22.0: 2, as if padding were data,
# for `Masking` and for `Embedding` with `mask_zero`; a recurrent layer in the same place does heed the mask.
set -eu
. "$(dirname "$0")/packages"
npm_packages @tensorflow/tfjs-layers@4.22.0 @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0
javascript <<'EOF'
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
const {layers, sequential} = require('@tensorflow/tfjs-layers');
const predict = (parts, x) => sequential({layers: parts}).predict(x).dataSync();
const x = tf.tensor3d([2, 4, 0], [1, 3, 1]);
console.log('Masking, average:', ...predict(
  [layers.masking({inputShape: [3, 1]}), layers.globalAveragePooling1d({})], x));
const embedding = layers.embedding({inputDim: 3, outputDim: 1, maskZero: true, inputLength: 3,
  weights: [tf.tensor2d([9, 2, 4], [3, 1])]});
console.log('Embedding, average:', ...predict([embedding, layers.globalAveragePooling1d({})], tf.tensor2d([[1, 2, 0]])));
console.log('Masking, sum by a simple RNN:', ...predict([layers.masking({inputShape: [3, 1]}),
  layers.simpleRNN({units: 1, activation: 'linear', kernelInitializer: 'ones', recurrentInitializer: 'ones',
    biasInitializer: 'ones'})], x));
EOF
stated <<'EOF'
Masking, average: 2
Embedding, average: 5
Masking, sum by a simple RNN: 8
EOF
