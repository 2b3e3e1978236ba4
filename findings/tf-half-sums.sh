#!/bin/sh
# TensorFlow: running sums and sums by segment in bfloat16 stop at 256, a mean of many float16 ones is NaN.
#
# `sum` and `matMul` add in float32 and round once, so that a guess from them is wrong for their neighbours: `cumsum` and
# `unsortedSegmentSum` add in the type itself, where 256 + 1 is 256 (in float16 2048 + 1 is 2048), and `mean` divides a
# sum that is already infinite by a count that is infinite in float16. Seen with TensorFlow 2.18.0 on the CPU. Counts by
# class, positions from a mask and gradients of embeddings go wrong so under mixed precision. Needs Linux on x86-64.
set -eu
. "$(dirname "$0")/packages"
maven_packages org.tensorflow:tensorflow-core-api:1.1.0 org.tensorflow:tensorflow-core-native:1.1.0:linux-x86_64
java_class <<'EOF'
import java.util.Arrays;
import org.tensorflow.Operand;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

public class Main {
  static final Ops tf = Ops.create();

  static <T extends TFloating> void sums(int n, Class<T> type) {
    float[] ones = new float[n];
    Arrays.fill(ones, 1);
    Operand<T> x = tf.dtypes.cast(tf.constant(ones), type);
    Operand<TInt32> first = tf.zerosLike(tf.dtypes.cast(x, TInt32.class));
    System.out.printf(
        "%d ones in %s: sum %s, cumsum %s, segment sum %s, mean %s%n",
        n,
        type.getSimpleName(),
        last(tf.sum(x, tf.constant(0))),
        last(tf.math.cumsum(x, tf.constant(0))),
        last(tf.math.unsortedSegmentSum(x, first, tf.constant(1))),
        last(tf.math.mean(x, tf.constant(0))));
  }

  static float last(Operand<? extends TFloating> x) {
    float[] last = new float[1];
    ((FloatNdArray) x.asTensor()).scalars().forEach(value -> last[0] = value.getFloat());
    return last[0];
  }

  public static void main(String[] arguments) {
    System.out.println("TensorFlow " + TensorFlow.version());
    sums(1000, TBfloat16.class);
    sums(4096, TFloat16.class);
    sums(70000, TFloat16.class);
  }
}
EOF
stated <<'EOF'
TensorFlow 2.18.0
1000 ones in TBfloat16: sum 1000.0, cumsum 256.0, segment sum 256.0, mean 1.0
4096 ones in TFloat16: sum 4096.0, cumsum 2048.0, segment sum 2048.0, mean 1.0
70000 ones in TFloat16: sum Infinity, cumsum 2048.0, segment sum 2048.0, mean NaN
EOF
