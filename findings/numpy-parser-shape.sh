#!/bin/sh
# numpy-parser: an array of one axis gets a second one of length 1, and texts come back as numbers.
#
# Seen with 1.2.3 and files in the format of NumPy, written here by its description: shape (3,) is read as 3 x 1, and
# `<U2` as a Uint16Array with two numbers a letter. Shape (2, 3) and () are right; npyjs 1.2.0 reads all of them rightly.
set -eu
. "$(dirname "$0")/packages"
npm_packages numpy-parser@1.2.3 npyjs@1.2.0
javascript <<'EOF'
const {fromArrayBuffer} = require('numpy-parser');

// A .npy file of version 1: magic, length of the header, header padded to 64, data.
function npy(descr, shape, data) {
  const dict = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`;
  const header = dict.padEnd(Math.ceil((dict.length + 11) / 64) * 64 - 11) + '\n';
  const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8]);
  const whole = Buffer.concat([start, Buffer.from(header, 'latin1'), Buffer.from(data.buffer)]);
  return whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.length);
}

const files = {
  '(3,)': npy('<f4', '(3,)', Float32Array.from([1, 2, 3])),
  '(2, 3)': npy('<f4', '(2, 3)', Float32Array.from([1, 2, 3, 4, 5, 6])),
  '()': npy('<f4', '()', Float32Array.from([1])),
  '(1,) of <U2': npy('<U2', '(1,)', Uint32Array.from([97, 98])),
};
import('npyjs').then(async npyjs => {
  for (const [name, bytes] of Object.entries(files)) {
    const a = fromArrayBuffer(bytes);
    const b = await npyjs.load(bytes);
    console.log(`${name}: numpy-parser [${a.shape}] ${Array.from(a.data)}, npyjs [${b.shape}] ${Array.from(b.data)}`);
  }
});
EOF
stated <<'EOF'
(3,): numpy-parser [3,1] 1,2,3, npyjs [3] 1,2,3
(2, 3): numpy-parser [2,3] 1,2,3,4,5,6, npyjs [2,3] 1,2,3,4,5,6
(): numpy-parser [] 1, npyjs [] 1
(1,) of <U2: numpy-parser [1,1] 97,0,98,0, npyjs [1] ab
EOF
