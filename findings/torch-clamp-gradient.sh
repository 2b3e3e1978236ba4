#!/bin/sh
# PyTorch: at its bounds `clamp` passes the gradient on, `hardtanh` with the same bounds and `relu6` do not.
#
# Same outputs, other gradients. Seen with 2.7.1 on the CPU at -1 and 1: `clamp(-1, 1)` has 1, `hardtanh` 0; `relu6`
# has 0 at 6; at NaN `clamp` has 0 and `hardtanh` 1. So a quantized or clipped value at its bound stops learning or
# goes on by the name of the function. Needs Linux on x86-64.
set -eu
. "$(dirname "$0")/packages"
maven_packages org.bytedeco:pytorch:2.7.1-1.5.12 org.bytedeco:pytorch:2.7.1-1.5.12:linux-x86_64 \
  org.bytedeco:openblas:0.3.30-1.5.12:linux-x86_64 org.bytedeco:javacpp:1.5.12:linux-x86_64
java_class <<'EOF'
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

public class Main {
  static void gradient(String name, UnaryOperator<Tensor> function, float... x) {
    Tensor input = torch.tensor(x).requires_grad_(true);
    function.apply(input).sum().backward();
    FloatPointer gradient = input.grad().contiguous().data_ptr_float();
    StringBuilder text = new StringBuilder(name);
    for (int k = 0; k < x.length; k++) {
      text.append(' ').append(x[k]).append(':').append(gradient.get(k));
    }
    System.out.println(text);
  }

  public static void main(String[] arguments) {
    var low = new ScalarOptional(new Scalar(-1f));
    var high = new ScalarOptional(new Scalar(1f));
    gradient("clamp", x -> torch.clamp(x, low, high), -1, 0, 1, Float.NaN);
    gradient("hardtanh", x -> torch.hardtanh(x), -1, 0, 1, Float.NaN);
    gradient("relu6", x -> torch.relu6(x), 0, 3, 6);
  }
}
EOF
stated <<'EOF'
clamp -1.0:1.0 0.0:1.0 1.0:1.0 NaN:0.0
hardtanh -1.0:0.0 0.0:1.0 1.0:0.0 NaN:1.0
relu6 0.0:0.0 3.0:1.0 6.0:0.0
EOF
