#!/bin/sh
# ONNX Runtime: of two quantizations one after the other only one is left when the graph is optimized.
#
# 0.3 in steps of 0.5 is 0.5, and that in steps of 0.1 is 0.5 still. Seen with 1.30.0 on the CPU: so without
# optimization; from level `basic` on, which is less than the default, the result is 0.3, since both pairs of
# `QuantizeLinear` and `DequantizeLinear` are merged. What was trained with the coarse steps is run with fine ones.
set -eu
. "$(dirname "$0")/packages"
npm_packages onnxruntime-node@1.30.0 onnx-proto@8.0.1
javascript <<'EOF'
const {bytes, computeGraph, floats, show} = require('./onnx.js');
(async () => {
  const nodes = [
    ['QuantizeLinear', ['x', 'coarse', 'zero'], ['a'], {}], ['DequantizeLinear', ['a', 'coarse', 'zero'], ['b'], {}],
    ['QuantizeLinear', ['b', 'fine', 'zero'], ['c'], {}], ['DequantizeLinear', ['c', 'fine', 'zero'], ['y'], {}]];
  const constants = {coarse: floats([0.5], []), fine: floats([0.1], []), zero: bytes([0], [])};
  for (const level of ['disabled', 'basic', 'all']) {
    const [y] = await computeGraph(nodes, {x: floats([0.3, 1.26, 5])}, {constants, level});
    show(`0.3 1.26 5, level ${level}`, y.map(n => n.toFixed(1)));
  }
})();
EOF
stated <<'EOF'
0.3 1.26 5, level disabled: 0.5 1.5 5.0
0.3 1.26 5, level basic: 0.3 1.3 5.0
0.3 1.26 5, level all: 0.3 1.3 5.0
EOF
