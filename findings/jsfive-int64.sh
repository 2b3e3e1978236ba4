#!/bin/sh
# jsfive: int64 and uint64 are rounded to JavaScript's numbers; two neighbouring labels or ids can become one.
#
# Seen with jsfive 0.4.2 and a file of h5wasm 0.10.3: 9007199254740993 (2^53 + 1) comes back as 9007199254740992, in a
# plain array without a type. h5wasm gives a BigInt64Array with the number itself.
set -eu
. "$(dirname "$0")/packages"
npm_packages jsfive@0.4.2 h5wasm@0.10.3
javascript <<'EOF'
const fs = require('fs');
const jsfive = require('jsfive');
import('h5wasm/node').then(async ({default: h5wasm}) => {
  await h5wasm.ready;
  const file = new h5wasm.File('ids.h5', 'w');
  const data = BigInt64Array.from([9007199254740992n, 9007199254740993n]);
  file.create_dataset({name: 'ids', data, shape: [2], dtype: '<q'});
  file.close();
  const bytes = fs.readFileSync('ids.h5');
  const read = new jsfive.File(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length), 'ids.h5');
  console.log('jsfive:', read.get('ids').dtype, ...read.get('ids').value);
  const again = new h5wasm.File('ids.h5', 'r');
  console.log('h5wasm:', ...Array.from(again.get('ids').value, String));
  again.close();
});
EOF
stated <<'EOF'
jsfive: <i8 9007199254740992 9007199254740992
h5wasm: 9007199254740992 9007199254740993
EOF
