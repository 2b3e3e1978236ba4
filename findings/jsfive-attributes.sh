#!/bin/sh
# jsfive: a group with nine attributes has none, without a word, where HDF5 2.0 wrote the file.
#
# HDF5 keeps more than eight attributes of an object in a heap of its own; since 2.0 it does so by default, earlier ones
# with `libver="latest"`. Seen with jsfive 0.4.2 and files of h5wasm 0.10.3 (HDF5 2.0.0): eight are read, nine are not.
set -eu
. "$(dirname "$0")/packages"
npm_packages jsfive@0.4.2 h5wasm@0.10.3
javascript <<'EOF'
const fs = require('fs');
const jsfive = require('jsfive');
import('h5wasm/node').then(async ({default: h5wasm}) => {
  await h5wasm.ready;
  const file = new h5wasm.File('attributes.h5', 'w');
  for (const count of [8, 9]) {
    const group = file.create_group('group' + count);
    for (let k = 0; k < count; k++) {
      group.create_attribute('attribute' + k, k);
    }
  }
  file.close();
  const bytes = fs.readFileSync('attributes.h5');
  const read = new jsfive.File(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length), 'attributes.h5');
  const again = new h5wasm.File('attributes.h5', 'r');
  for (const count of [8, 9]) {
    console.log(`written ${count}: jsfive ${Object.keys(read.get('group' + count).attrs).length},`,
      `HDF5 ${Object.keys(again.get('group' + count).attrs).length}`);
  }
  again.close();
});
EOF
stated <<'EOF'
written 8: jsfive 8, HDF5 8
written 9: jsfive 0, HDF5 9
EOF
