#!/bin/sh
# TensorFlow: the operation `Round` makes 0 of every integer.
#
# Integers are round already. Seen with 2.18.0 on the CPU, for int32 and int64; floats are right, and `Sign` of integers
# too. `tf.round` in Python hands integers back without the operation; a graph or another language that has it gets 0.
# Needs Linux on x86-64.
set -eu
. "$(dirname "$0")/packages"
tensorflow_statements <<'EOF'
System.out.print("int32 1 2 -3:");
tf.math.round(tf.constant(new int[] {1, 2, -3})).asTensor().scalars().forEach(x -> System.out.print(" " + x.getInt()));
System.out.print("\nint64 1 2 -3:");
tf.math.round(tf.constant(new long[] {1, 2, -3})).asTensor().scalars().forEach(x -> System.out.print(" " + x.getLong()));
System.out.print("\nfloat32 1 2 -3:");
tf.math.round(tf.constant(new float[] {1, 2, -3})).asTensor().scalars().forEach(x -> System.out.print(" " + x.getFloat()));
System.out.println();
EOF
stated <<'EOF'
TensorFlow 2.18.0
int32 1 2 -3: 0 0 0
int64 1 2 -3: 0 0 0
float32 1 2 -3: 1.0 2.0 -3.0
EOF
