#!/bin/sh
# ONNX Runtime: `GroupNormalization` of numbers far from zero is wrong by orders of magnitude, `LayerNormalization` right.
#
# Of a, a+1, a+2, a+3 each normalization gives -1.34 -0.45 0.45 1.34, whatever a. Seen with 1.30.0 on the CPU for
# a = 1,000,000: `LayerNormalization` does, `GroupNormalization` (one group) gives -474 -158 158 474
# (how far off depends on the processor).
set -eu
. "$(dirname "$0")/packages"
npm_packages onnxruntime-node@1.30.0 onnx-proto@8.0.1
javascript <<'EOF'
const {compute, floats, show} = require('./onnx.js');
const rounded = numbers => numbers.map(n => Math.abs(n) < 10 ? n.toFixed(2) : n < 0 ? 'below -10' : 'above 10');
(async () => {
  for (const a of [0, 1000, 1000000]) {
    const x = [a, a + 1, a + 2, a + 3];
    show(`LayerNormalization from ${a}`, rounded((await compute('LayerNormalization',
      {x: floats(x, [1, 4]), scale: floats([1, 1, 1, 1])}))[0]));
    show(`GroupNormalization from ${a}`, rounded((await compute('GroupNormalization',
      {x: floats(x, [1, 1, 4]), scale: floats([1]), bias: floats([0])}, {attributes: {num_groups: 1}}))[0]));
  }
})();
EOF
stated <<'EOF'
LayerNormalization from 0: -1.34 -0.45 0.45 1.34
GroupNormalization from 0: -1.34 -0.45 0.45 1.34
LayerNormalization from 1000: -1.34 -0.45 0.45 1.34
GroupNormalization from 1000: -1.34 -0.45 0.45 1.34
LayerNormalization from 1000000: -1.34 -0.45 0.45 1.34
GroupNormalization from 1000000: below -10 below -10 above 10 above 10
EOF
