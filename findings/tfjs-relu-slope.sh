#!/bin/sh
# TensorFlow.js: the layer `ReLU` of a Keras model loses `negative_slope` and `threshold` without a word.
#
# Keras gives for max_value 2, negative_slope 0.1, threshold 0.5: -0.15 at -1, 0 at 0.5, 1 at 1, 2 at 8. Seen with
# TensorFlow.js 4.22.0: a model of Keras 2 with this layer loads, and predicts 0 for all below 0; of the three keys
# only `max_value` counts.
set -eu
. "$(dirname "$0")/packages"
npm_packages @tensorflow/tfjs-layers@4.22.0 @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0
javascript <<'EOF'
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
const {loadLayersModel} = require('@tensorflow/tfjs-layers');
(async () => {
  const layers = [{class_name: 'ReLU', config: {name: 'relu', dtype: 'float32', trainable: true,
    batch_input_shape: [null, 5], max_value: 2, negative_slope: 0.1, threshold: 0.5}}];
  const modelTopology = {class_name: 'Sequential', keras_version: '2.15.0', backend: 'tensorflow',
    config: {name: 'sequential', layers}};
  const model = await loadLayersModel(tf.io.fromMemory({modelTopology}));
  console.log('of -2 -1 0.25 1 8:', ...model.predict(tf.tensor2d([[-2, -1, 0.25, 1, 8]])).dataSync());
})();
EOF
stated <<'EOF'
of -2 -1 0.25 1 8: 0 0 0.25 1 2
EOF
