#!/bin/sh
# PyTorch: among equal numbers `topk` does not give the first places; TensorFlow and ONNX Runtime do.
#
# Seen with 2.7.1 on the CPU: the two largest of 1 3 3 2 3 are at 2 and 4, where TensorFlow has 1 and 2; `max` and
# `argmax` give the first place. Keras' `ops.top_k` and top-k metrics differ by backend for that. Needs Linux on x86-64.
set -eu
. "$(dirname "$0")/packages"
maven_packages org.bytedeco:pytorch:2.7.1-1.5.12 org.bytedeco:pytorch:2.7.1-1.5.12:linux-x86_64 \
  org.bytedeco:openblas:0.3.30-1.5.12:linux-x86_64 org.bytedeco:javacpp:1.5.12:linux-x86_64
java_class <<'EOF'
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

public class Main {
  static String text(Tensor indices) {
    LongPointer at = indices.contiguous().data_ptr_long();
    StringBuilder text = new StringBuilder();
    for (long k = 0; k < indices.numel(); k++) {
      text.append(' ').append(at.get(k));
    }
    return text.toString();
  }

  public static void main(String[] arguments) {
    Tensor x = torch.tensor(new float[] {1, 3, 3, 2, 3});
    System.out.println("topk" + text(torch.topk(x, 2).get1()));
    System.out.println("argmax" + text(torch.argmax(x)));
  }
}
EOF
stated <<'EOF'
topk 2 4
argmax 1
EOF
