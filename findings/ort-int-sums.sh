#!/bin/sh
# ONNX Runtime: sums and products of int64 and int32 go through float64; they lose bits and stop at the largest number.
#
# Seen with 1.30.0 on the CPU: `ReduceSum` of 9007199254740993 and 0 is 9007199254740992 (2^53 + 1 has no float64),
# and where `Add` and `Mul` of int32 wrap around, `ReduceSum` and `ReduceProd` give 2147483647. `ReduceMax` is exact.
# NumPy and TensorFlow add integers as integers.
set -eu
. "$(dirname "$0")/packages"
npm_packages onnxruntime-node@1.30.0 onnx-proto@8.0.1
javascript <<'EOF'
const {compute, int32s, ints, show} = require('./onnx.js');
(async () => {
  const reduce = async (name, x) => (await compute(name, {x, axes: ints([0])},
    {attributes: {keepdims: 0}, outputs: [x.type]}))[0];
  show('int64 ReduceSum 9007199254740993 0', await reduce('ReduceSum', ints(['9007199254740993', 0])));
  show('int64 ReduceMax 9007199254740993 0', await reduce('ReduceMax', ints(['9007199254740993', 0])));
  show('int32 Add 2147483647 1', (await compute('Add', {a: int32s([2147483647]), b: int32s([1])}, {outputs: ['int32']}))[0]);
  show('int32 ReduceSum 2147483647 1', await reduce('ReduceSum', int32s([2147483647, 1])));
  show('int32 Mul 65536 65536', (await compute('Mul', {a: int32s([65536]), b: int32s([65536])}, {outputs: ['int32']}))[0]);
  show('int32 ReduceProd 65536 65536', await reduce('ReduceProd', int32s([65536, 65536])));
})();
EOF
stated <<'EOF'
int64 ReduceSum 9007199254740993 0: 9007199254740992
int64 ReduceMax 9007199254740993 0: 9007199254740993
int32 Add 2147483647 1: -2147483648
int32 ReduceSum 2147483647 1: 2147483647
int32 Mul 65536 65536: 0
int32 ReduceProd 65536 65536: 2147483647
EOF
