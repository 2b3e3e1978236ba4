package io.gradus.formats.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.formats.Npz;
import io.gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that h5py wrote, `hdf5.py`, with the arrays in them.
class H5pyFilesTest {
  @TempDir private Path folder;

  private Map<String, Tensor> arrays(String name) throws IOException {
    Path file = folder.resolve(name + ".npz");
    Files.write(file, MemorySource.resource(name + ".npz"));
    return Npz.read(file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attributes",
        "deep",
        "elsewhere",
        "filters",
        "groups",
        "hdf5_2",
        "indexes",
        "narrow",
        "old_groups",
        "old_indexes",
        "paged_file",
        "shared",
        "types"
      })
  void readsEveryArrayThatH5pyWrote(String name) throws IOException {
    Hdf5File file = MemorySource.open(name);
    for (Map.Entry<String, Tensor> want : arrays(name).entrySet()) {
      Hdf5Object found = file.find(want.getKey());
      assertThat(found).as(want.getKey()).isNotNull();
      Tensor read = found.dataset().read();
      assertThat(read.type()).as(want.getKey()).isEqualTo(want.getValue().type());
      assertThat(read.toDoubleArray()).as(want.getKey()).isEqualTo(want.getValue().toDoubleArray());
    }
  }
}
