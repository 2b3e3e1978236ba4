#!/bin/sh
# ONNX Runtime: zeros padded before a pooling are lost when the graph is optimized, which it is by default.
#
# `Pad` and `MaxPool` become one `MaxPool` with padding, where padding is -infinity: of -1 -2 -3 with a zero on either
# side the maximum of two neighbours is 0 -1 -2 0, and -1 -1 -2 -3 once rewritten. With `AveragePool` and `ceil_mode` the
# rewritten model has an element less. Seen with 1.30.0 on the CPU from level `basic` on. `ZeroPadding2D` and
# `MaxPooling2D` of Keras come out as these two operators.
set -eu
. "$(dirname "$0")/packages"
npm_packages onnxruntime-node@1.30.0 onnx-proto@8.0.1
javascript <<'EOF'
const {computeGraph, floats, ints, show} = require('./onnx.js');
(async () => {
  const pad = ['Pad', ['x', 'pads'], ['padded'], {mode: 'constant'}];
  const max = ['MaxPool', ['padded'], ['y'], {kernel_shape: [2]}];
  const average = ['AveragePool', ['padded'], ['y'], {kernel_shape: [3], strides: [2], ceil_mode: 1}];
  for (const level of ['disabled', 'basic', 'all']) {
    show(`MaxPool, level ${level}`, (await computeGraph([pad, max], {x: floats([-1, -2, -3], [1, 1, 3])},
      {constants: {pads: ints([0, 0, 1, 0, 0, 1])}, level}))[0]);
  }
  for (const level of ['disabled', 'basic', 'all']) {
    const [y] = await computeGraph([pad, average], {x: floats([3, 6, 9], [1, 1, 3])},
      {constants: {pads: ints([0, 0, 1, 0, 0, 2])}, level});
    console.log(`AveragePool, level ${level}: ${y.length} elements`);
  }
})();
EOF
stated <<'EOF'
MaxPool, level disabled: 0 -1 -2 0
MaxPool, level basic: -1 -1 -2 -3
MaxPool, level all: -1 -1 -2 -3
AveragePool, level disabled: 3 elements
AveragePool, level basic: 2 elements
AveragePool, level all: 2 elements
EOF
