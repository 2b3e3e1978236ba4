#!/bin/sh
# ONNX Runtime: `Unique` loses ordinary numbers that stand beside a NaN.
#
# Expected: 1 and 2 among the results, NaN once or as often as it comes. Seen with 1.30.0: of NaN 1 NaN 2 only NaN is
# left, with the count 4, and the inverse indices send 1 and 2 to it. Without NaN it is right.
set -eu
. "$(dirname "$0")/packages"
npm_packages onnxruntime-node@1.30.0 onnx-proto@8.0.1
javascript <<'EOF'
const {compute, floats, show} = require('./onnx.js');
(async () => {
  for (const x of [[3, 1, 3, 2], [NaN, 1, NaN, 2]]) {
    const [values, , inverse, counts] = await compute('Unique', {x: floats(x)},
      {outputs: ['float32', 'int64', 'int64', 'int64']});
    show(`Unique of ${x.join(' ')}`, values);
    show('  inverse', inverse);
    show('  counts', counts);
  }
})();
EOF
stated <<'EOF'
Unique of 3 1 3 2: 1 2 3
  inverse: 2 0 2 1
  counts: 1 1 2
Unique of NaN 1 NaN 2: NaN
  inverse: 0 0 0 0
  counts: 4
EOF
