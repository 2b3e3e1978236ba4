#!/bin/sh
# TensorFlow.js: `HeNormal` (`GlorotNormal`, `LeCunNormal`) spreads an eighth less than its formula.
#
# For 200 inputs the standard deviation should be sqrt(2 / 200) = 0.1. Keras widens the normal distribution before it
# cuts it at two deviations, so that what is left has 0.1. Seen with TensorFlow.js 4.22.0: 0.088, cut at 0.2.
set -eu
. "$(dirname "$0")/packages"
npm_packages @tensorflow/tfjs-layers@4.22.0 @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0
javascript <<'EOF'
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
const {initializers} = require('@tensorflow/tfjs-layers');
const x = initializers.heNormal({seed: 7}).apply([200, 1000]);
console.log('deviation:', tf.sqrt(tf.moments(x).variance).dataSync()[0].toFixed(3));
console.log('largest:', tf.max(x).dataSync()[0].toFixed(2));
EOF
stated <<'EOF'
deviation: 0.088
largest: 0.20
EOF
