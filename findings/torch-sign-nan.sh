#!/bin/sh
# PyTorch: the sign of NaN is 0; it is NaN in NumPy, TensorFlow and ONNX Runtime.
#
# Seen with 2.7.1 on the CPU, for `sign` and `sgn`; `abs` keeps NaN. A step
# along the sign of the gradient hides a NaN there and shows it elsewhere. Needs Linux on x86-64.
set -eu
. "$(dirname "$0")/packages"
maven_packages org.bytedeco:pytorch:2.7.1-1.5.12 org.bytedeco:pytorch:2.7.1-1.5.12:linux-x86_64 \
  org.bytedeco:openblas:0.3.30-1.5.12:linux-x86_64 org.bytedeco:javacpp:1.5.12:linux-x86_64
npm_packages onnxruntime-node@1.30.0 onnx-proto@8.0.1
java_class <<'EOF'
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

public class Main {
  static void print(String name, Tensor values) {
    FloatPointer at = values.contiguous().data_ptr_float();
    System.out.println(name + " " + at.get(0) + " " + at.get(1) + " " + at.get(2));
  }

  public static void main(String[] arguments) {
    Tensor x = torch.tensor(new float[] {Float.NaN, Float.POSITIVE_INFINITY, -2});
    print("sign", torch.sign(x));
    print("sgn", torch.sgn(x));
    print("abs", torch.abs(x));
  }
}
EOF
mv "$work/seen" "$work/first"
javascript <<'EOF'
const {compute, floats, show} = require('./onnx.js');
compute('Sign', {x: floats([NaN, Infinity, -2])}).then(([sign]) => show('ONNX Runtime sign', sign));
EOF
cat "$work/seen" >> "$work/first"
mv "$work/first" "$work/seen"
stated <<'EOF'
sign 0.0 1.0 -1.0
sgn 0.0 1.0 -1.0
abs NaN Infinity 2.0
ONNX Runtime sign: NaN 1 -1
EOF
