#!/bin/sh
# ND4J: a NaN is sorted to the front, the back or the middle, by where it stood; then the maximum is not the last.
#
# Seen with 1.0.0-M2.1 on the CPU: three orders of 3 1 2 NaN sort in three ways, one of them with NaN between 2 and 3.
# `max` passes over NaN, `sum` does not. NumPy and PyTorch put NaN last. Needs Linux on x86-64.
set -eu
. "$(dirname "$0")/packages"
maven_packages org.nd4j:nd4j-native:1.0.0-M2.1 org.nd4j:nd4j-native:1.0.0-M2.1:linux-x86_64 \
  org.bytedeco:openblas:0.3.19-1.5.7:linux-x86_64 org.bytedeco:javacpp:1.5.7:linux-x86_64
java_class <<'EOF'
import java.util.Arrays;
import org.nd4j.linalg.factory.Nd4j;

public class Main {
  public static void main(String[] arguments) {
    float nan = Float.NaN;
    for (float[] x : new float[][] {{3, nan, 1, 2}, {nan, 3, 1, 2}, {3, 1, 2, nan}}) {
      var sorted = Nd4j.sort(Nd4j.createFromArray(x), true).toFloatVector();
      System.out.println(Arrays.toString(x) + " sorted " + Arrays.toString(sorted)
          + " max " + Nd4j.createFromArray(x).max().getFloat(0) + " sum " + Nd4j.createFromArray(x).sum().getFloat(0));
    }
  }
}
EOF
stated <<'EOF'
[3.0, NaN, 1.0, 2.0] sorted [1.0, 2.0, 3.0, NaN] max 3.0 sum NaN
[NaN, 3.0, 1.0, 2.0] sorted [1.0, 2.0, NaN, 3.0] max 3.0 sum NaN
[3.0, 1.0, 2.0, NaN] sorted [NaN, 1.0, 2.0, 3.0] max 3.0 sum NaN
EOF
