package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A heap of 64 MB and twice what is read suffices, and what is not read takes none.
class MemoryTest {
  static final int ROWS = 100;
  static final int ELEMENTS = 8_000_000;
  private static final int MEGABYTES = 32;
  private static final int SPARE = 64;

  @TempDir static Path folder;

  @BeforeAll
  static void write() throws IOException {
    float[] values = new float[ELEMENTS];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 1000;
    }
    Tensor array = Tensor.of(values, Shape.of(2000, 4000));
    Npy.write(folder.resolve("a.npy"), array);
    Map<String, Tensor> three = new LinkedHashMap<>();
    three.put("a", array);
    three.put("b", array);
    three.put("c", array);
    Npz.write(folder.resolve("three.npz"), three);
    Npz.write(folder.resolve("one.npz"), Map.of("b", array));
    Safetensors.write(folder.resolve("three.safetensors"), three);
    Safetensors.write(folder.resolve("one.safetensors"), Map.of("b", array));
    try (OutputStream out = Files.newOutputStream(folder.resolve("packed.npz"));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("b.npy"));
      Npy.write(zip, array);
    }
    assertThat(Files.size(folder.resolve("packed.npz"))).isLessThan(1 << 20);
    var model = new Sequential(new InputLayer(2000), new Dense(4000));
    model.build();
    Files.write(folder.resolve("chunk.h5"), Fuzz.unpacked("hdf5/one_chunk.h5.gz"));
    model.save(folder.resolve("model.keras"));
    model.saveWeights(folder.resolve("model.weights.h5"));
  }

  private static String run(int heap, String what, String file) {
    try {
      Process process =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElse("java"),
                  "-Xmx" + heap + "m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  SmallHeap.class.getName(),
                  what,
                  folder.resolve(file).toString())
              .redirectErrorStream(true)
              .start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void reads(int heap, String what, String file) {
    assertThat(run(heap, what, file))
        .as(what + " " + file)
        .endsWith("read" + System.lineSeparator());
  }

  @Test
  void twiceWhatIsReadSuffices() {
    int heap = SPARE + 2 * MEGABYTES;
    reads(heap, "npy", "a.npy");
    reads(heap, "npz", "packed.npz");
    reads(heap, "npz", "one.npz");
    reads(heap, "npz.entry", "three.npz");
    reads(heap, "safetensors", "one.safetensors");
    reads(heap, "safetensors.entry", "three.safetensors");
    // In one chunk, shuffled and packed.
    reads(heap, "hdf5", "chunk.h5");
    reads(heap, "model", "model.keras");
  }

  @Test
  void whatIsNotReadTakesNothing() {
    reads(SPARE, "rows", "a.npy");
    for (String file :
        new String[] {
          "a.npy", "packed.npz", "three.npz", "three.safetensors", "model.keras", "model.weights.h5"
        }) {
      reads(SPARE, "inspect", file);
    }
  }

  @Test
  void moreThanTheHeapIsRefusedInPlainWords() {
    assertThat(run(24, "npy", "a.npy"))
        .containsPattern(
            "a.npy, byte 128: float32\\[2000, 4000\\] takes 32,000,000 bytes; the heap has"
                + " [\\d,]+ \\(-Xmx\\)");
  }
}
