#!/bin/sh
# ND4J: .npy files of transposed arrays, columns and slices hold other numbers; arrays in Fortran order are read wrongly.
#
# Seen with 1.0.0-M2.1 of 0 1 2 / 3 4 5: the file of its transpose has the rows 0 1, 2 3, 4 5, that of column 1 has 0 1
# (NumPy reads the same; the header says C order). A file that NumPy wrote in Fortran order comes back as 0 3 1 / 4 2 5.
# `dup` in C order before writing helps. Needs Linux on x86-64.
set -eu
. "$(dirname "$0")/packages"
maven_packages org.nd4j:nd4j-native:1.0.0-M2.1 org.nd4j:nd4j-native:1.0.0-M2.1:linux-x86_64 \
  org.bytedeco:openblas:0.3.19-1.5.7:linux-x86_64 org.bytedeco:javacpp:1.5.7:linux-x86_64
java_class <<'EOF'
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

public class Main {
  // The header of a .npy file and its numbers in the order of the file.
  static String contents(byte[] npy) {
    var file = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
    int end = 10 + file.getShort(8);
    float[] numbers = new float[(npy.length - end) / 4];
    file.position(end).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
    return new String(npy, 10, end - 10, StandardCharsets.US_ASCII).strip() + " " + Arrays.toString(numbers);
  }

  static byte[] npy(String header, float... numbers) {
    String padded = header + " ".repeat(117 - header.length()) + "\n";
    var file = ByteBuffer.allocate(128 + 4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 0);
    file.putShort((short) 118).put(padded.getBytes(StandardCharsets.US_ASCII));
    for (float number : numbers) {
      file.putFloat(number);
    }
    return file.array();
  }

  public static void main(String[] arguments) throws Exception {
    INDArray x = Nd4j.createFromArray(new float[][] {{0, 1, 2}, {3, 4, 5}});
    System.out.println("written x: " + contents(Nd4j.toNpyByteArray(x)));
    System.out.println("written transpose: " + contents(Nd4j.toNpyByteArray(x.transpose())));
    System.out.println("written column: " + contents(Nd4j.toNpyByteArray(x.getColumn(1))));
    System.out.println("written transpose after dup: " + contents(Nd4j.toNpyByteArray(x.transpose().dup('c'))));
    Path file = Path.of("fortran.npy");
    Files.write(file, npy("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", 0, 3, 1, 4, 2, 5));
    System.out.println("read Fortran order: " + Arrays.deepToString(Nd4j.createFromNpyFile(file.toFile()).toFloatMatrix()));
  }
}
EOF
stated <<'EOF'
written x: {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), } [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
written transpose: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), } [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
written column: {'descr': '<f4', 'fortran_order': False, 'shape': (2,), } [0.0, 1.0, 2.0, 3.0]
written transpose after dup: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), } [0.0, 3.0, 1.0, 4.0, 2.0, 5.0]
read Fortran order: [[0.0, 3.0, 1.0], [4.0, 2.0, 5.0]]
EOF
