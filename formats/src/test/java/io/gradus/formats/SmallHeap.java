package io.gradus.formats;

import io.gradus.nn.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// Reads the files of [MemoryTest] in a process of its own, whose heap is bounded.
final class SmallHeap {
  private SmallHeap() {}

  /// Does `args[0]` with the file `args[1]`.
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[1]);
    long size =
        switch (args[0]) {
          case "npy" -> Npy.read(file).size();
          case "npz" -> Npz.read(file).values().iterator().next().size();
          case "npz.entry" -> Npz.read(file, "b").size();
          case "safetensors" -> Safetensors.read(file).values().iterator().next().size();
          case "safetensors.entry" -> Safetensors.read(file, "b").size();
          case "hdf5" -> {
            try (Hdf5 data = Hdf5.open(file)) {
              yield data.read("a").size();
            }
          }
          case "model" -> Model.load(file).weights().getFirst().value().size();
          case "inspect" -> {
            Map<String, String> arrays = Inspection.of(file).arrays();
            yield arrays.isEmpty() ? 0 : MemoryTest.ELEMENTS;
          }
          case "rows" -> {
            MappedArray array = Npy.map(file);
            long rows = array.type().shape().dim(0);
            long read = 0;
            for (long row = 0; row < rows; row += MemoryTest.ROWS) {
              read += array.rows(row, row + MemoryTest.ROWS).size();
            }
            yield read;
          }
          default -> throw new IllegalArgumentException(args[0]);
        };
    if (size != MemoryTest.ELEMENTS) {
      throw new AssertionError(args[0] + ": " + size + " elements");
    }
    System.out.println("read");
  }
}
