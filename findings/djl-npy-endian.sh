#!/bin/sh
# DJL: a .npy array stored with the high byte first is read as if it were the other way round.
#
# NumPy writes `>f4`, `>i4` for such arrays (from FITS or IDX files, taken over as they are). Seen with DJL 0.36.0 and
# PyTorch 2.7.1: 1 2 16777216 as `>i4` come back as 16777216 33554432 1, without a word. Needs Linux on x86-64.
set -eu
. "$(dirname "$0")/packages"
maven_packages ai.djl.pytorch:pytorch-engine:0.36.0 ai.djl.pytorch:pytorch-jni:2.7.1-0.36.0 \
  ai.djl.pytorch:pytorch-native-cpu:2.7.1:linux-x86_64
export DJL_CACHE_DIR="$work/djl" DJL_OFFLINE=true
java_class <<'EOF'
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

public class Main {
  // An .npz with one array of version 1 of NumPy's format: magic, length of the header, padded header, data.
  static byte[] npz(String descr, byte[] data) throws Exception {
    String header = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (3,), }";
    header += " ".repeat(117 - header.length()) + "\n";
    var file = ByteBuffer.allocate(128 + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 0);
    file.putShort((short) 118).put(header.getBytes(StandardCharsets.US_ASCII)).put(data);
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("x.npy"));
      zip.write(file.array());
    }
    return bytes.toByteArray();
  }

  public static void main(String[] arguments) throws Exception {
    try (var manager = NDManager.newBaseManager()) {
      for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
        String descr = order == ByteOrder.BIG_ENDIAN ? ">i4" : "<i4";
        byte[] data = ByteBuffer.allocate(12).order(order).putInt(1).putInt(2).putInt(1 << 24).array();
        System.out.println(descr + " " + Arrays.toString(NDList.decode(manager, npz(descr, data)).get(0).toIntArray()));
      }
    }
  }
}
EOF
stated <<'EOF'
<i4 [1, 2, 16777216]
>i4 [16777216, 33554432, 1]
EOF
