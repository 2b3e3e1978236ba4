#!/bin/sh
# TensorFlow.js: `UpSampling2D` with `bilinear` puts the pixels elsewhere than Keras does.
#
# 0 and 1 doubled in width are 0 0.25 0.75 1 in Keras (centres of pixels). Seen with TensorFlow.js 4.22.0: 0 0.5 1 1,
# with corners in place of centres, so half a pixel to one side; the operation itself can do both.
set -eu
. "$(dirname "$0")/packages"
npm_packages @tensorflow/tfjs-layers@4.22.0 @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0
javascript <<'EOF'
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
const {layers, sequential} = require('@tensorflow/tfjs-layers');
const x = tf.tensor4d([0, 1], [1, 1, 2, 1]);
const layer = layers.upSampling2d({size: [1, 2], interpolation: 'bilinear', inputShape: [1, 2, 1]});
console.log('layer:', ...sequential({layers: [layer]}).predict(x).dataSync());
console.log('operation with half_pixel_centers:', ...tf.image.resizeBilinear(x, [1, 4], false, true).dataSync());
EOF
stated <<'EOF'
layer: 0 0.5 1 1
operation with half_pixel_centers: 0 0.25 0.75 1
EOF
