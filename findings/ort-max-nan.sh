#!/bin/sh
# ONNX Runtime: whether ReduceMax sees a NaN depends on where it stands, and MaxPool never does.
#
# Expected: NaN wins, as in `Max`, or never counts, in all of them. Seen with 1.30.0 on the CPU: `ReduceMax` gives
# NaN only where NaN is first, `MaxPool` passes over it, `Max` gives NaN, `ArgMax` gives NaN's place,
# `ThresholdedRelu` and `Shrink` make 0 of it.
set -eu
. "$(dirname "$0")/packages"
npm_packages onnxruntime-node@1.30.0 onnx-proto@8.0.1
javascript <<'EOF'
const {compute, floats, ints, show} = require('./onnx.js');
(async () => {
  const max = async x => (await compute('ReduceMax', {x: floats(x), axes: ints([0])}, {attributes: {keepdims: 0}}))[0];
  show('ReduceMax NaN 1 2', await max([NaN, 1, 2]));
  show('ReduceMax 1 NaN 2', await max([1, NaN, 2]));
  show('ReduceMax 1 2 NaN', await max([1, 2, NaN]));
  show('Max', (await compute('Max', {a: floats([1, NaN]), b: floats([NaN, 1])}))[0]);
  show('ArgMax 1 NaN 2', (await compute('ArgMax', {x: floats([1, NaN, 2])},
    {attributes: {keepdims: 0}, outputs: ['int64']}))[0]);
  show('MaxPool NaN 1 0', (await compute('MaxPool', {x: floats([NaN, 1, 0], [1, 1, 3])},
    {attributes: {kernel_shape: [2]}}))[0]);
  show('Relu', (await compute('Relu', {x: floats([NaN, 2])}))[0]);
  show('ThresholdedRelu', (await compute('ThresholdedRelu', {x: floats([NaN, 2])}))[0]);
  show('Shrink', (await compute('Shrink', {x: floats([NaN, 2])}))[0]);
})();
EOF
stated <<'EOF'
ReduceMax NaN 1 2: NaN
ReduceMax 1 NaN 2: 2
ReduceMax 1 2 NaN: 2
Max: NaN NaN
ArgMax 1 NaN 2: 1
MaxPool NaN 1 0: 1 1
Relu: NaN 2
ThresholdedRelu: 0 2
Shrink: 0 2
EOF
