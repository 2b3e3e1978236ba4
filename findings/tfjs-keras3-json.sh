#!/bin/sh
# TensorFlow.js: it does not read the JSON that Keras 3 writes (`model.to_json()`), only that of Keras 2.
#
# Seen with TensorFlow.js 4.22.0: `InputLayer` with `batch_shape`, as Keras 3 names it, is refused with a message about
# `batchInputShape`; with the key renamed to `batch_input_shape` the same model loads and computes.
set -eu
. "$(dirname "$0")/packages"
npm_packages @tensorflow/tfjs-layers@4.22.0 @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0
javascript <<'EOF'
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
const {loadLayersModel} = require('@tensorflow/tfjs-layers');
const topology = shape => ({
  module: 'keras', class_name: 'Sequential', registered_name: null, keras_version: '3.16.0', backend: 'tensorflow',
  config: {name: 'sequential', trainable: true, dtype: {module: 'keras', class_name: 'DTypePolicy',
    config: {name: 'float32'}, registered_name: null}, build_input_shape: [null, 2], layers: [
    {module: 'keras.layers', class_name: 'InputLayer', registered_name: null,
      config: {[shape]: [null, 2], dtype: 'float32', sparse: false, name: 'input'}},
    {module: 'keras.layers', class_name: 'Activation', registered_name: null, build_config: {input_shape: [null, 2]},
      config: {name: 'activation', trainable: true, dtype: 'float32', activation: 'relu'}}]},
});
(async () => {
  for (const shape of ['batch_shape', 'batch_input_shape']) {
    try {
      const model = await loadLayersModel(tf.io.fromMemory({modelTopology: topology(shape)}));
      console.log(shape + ':', ...model.predict(tf.tensor2d([[1, -1]])).dataSync());
    } catch (e) {
      console.log(shape + ':', e.message);
    }
  }
})();
EOF
stated <<'EOF'
batch_shape: An InputLayer should be passed either a `batchInputShape` or an `inputShape`.
batch_input_shape: 1 0
EOF
