#!/bin/sh
# ND4J: `log1p` and `expm1` have none of the precision that they are there for.
#
# log1p(x) is x for tiny x. Seen with 1.0.0-M2.1 on the CPU, `Transforms.log1p` and `expm1` in float32: 0 at 1e-10, and
# 1.19e-7 at 1e-7, as if 1 + x were computed first; float64 does the same further down. `Math.log1p` gives x.
# Needs Linux on x86-64.
set -eu
. "$(dirname "$0")/packages"
maven_packages org.nd4j:nd4j-native:1.0.0-M2.1 org.nd4j:nd4j-native:1.0.0-M2.1:linux-x86_64 \
  org.bytedeco:openblas:0.3.19-1.5.7:linux-x86_64 org.bytedeco:javacpp:1.5.7:linux-x86_64
java_class <<'EOF'
import java.util.Locale;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

public class Main {
  public static void main(String[] arguments) {
    for (float x : new float[] {1e-3f, 1e-7f, 1e-10f}) {
      System.out.printf(Locale.ROOT, "float32 %.3g: log1p %.3g, expm1 %.3g, Java %.3g%n", x,
          Transforms.log1p(Nd4j.createFromArray(x), true).getDouble(0),
          Transforms.expm1(Nd4j.createFromArray(x), true).getDouble(0), Math.log1p(x));
    }
    double small = 1e-18;
    System.out.printf(Locale.ROOT, "float64 %.3g: log1p %.3g, expm1 %.3g, Java %.3g%n", small,
        Transforms.log1p(Nd4j.createFromArray(small), true).getDouble(0),
        Transforms.expm1(Nd4j.createFromArray(small), true).getDouble(0), Math.log1p(small));
  }
}
EOF
stated <<'EOF'
float32 0.00100: log1p 0.00100, expm1 0.00100, Java 0.00100
float32 1.00e-07: log1p 1.19e-07, expm1 1.19e-07, Java 1.00e-07
float32 1.00e-10: log1p 0.00, expm1 0.00, Java 1.00e-10
float64 1.00e-18: log1p 0.00, expm1 0.00, Java 1.00e-18
EOF
