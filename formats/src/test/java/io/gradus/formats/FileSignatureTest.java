package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.model.Model;
import io.gradus.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each reader says of a file of another kind what that looks like.
class FileSignatureTest {
  private static final String NPY = "it looks like a NumPy array; read it with Npy.read";
  private static final String ZIP =
      "it looks like a zip archive; Npz.read reads arrays (.npz), Models.load models (.keras)";
  private static final String HDF5 =
      "it looks like an HDF5 file; Hdf5.open reads it, Models.load models (.h5)";
  private static final String SAFETENSORS =
      "it looks like safetensors; read it with Safetensors.read";
  private static final String JSON =
      "it looks like JSON; an architecture is read with Models.fromJson";
  private static final String YAML =
      "it looks like an architecture in YAML (to_yaml of Keras 1 and 2); read it with"
          + " Models.fromYaml";

  @TempDir Path folder;
  private Map<String, Path> files;

  @BeforeEach
  void write() throws IOException {
    files =
        Map.of(
            NPY,
            folder.resolve("npy"),
            ZIP,
            folder.resolve("zip"),
            HDF5,
            folder.resolve("hdf5"),
            SAFETENSORS,
            folder.resolve("safetensors"),
            JSON,
            folder.resolve("json"),
            YAML,
            folder.resolve("yaml"));
    Tensor x = Tensor.arange(3);
    Npy.write(files.get(NPY), x);
    Npz.write(files.get(ZIP), Map.of("x", x));
    Safetensors.write(files.get(SAFETENSORS), Map.of("x", x));
    var hdf5 = new ByteArrayOutputStream();
    hdf5.write(0x89);
    hdf5.writeBytes("HDF\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1));
    hdf5.writeBytes(new byte[1000]);
    Files.write(files.get(HDF5), hdf5.toByteArray());
    Files.writeString(files.get(JSON), " {\"class_name\": \"Sequential\", \"config\": []}");
    Files.writeString(files.get(YAML), "backend: tensorflow\nclass_name: Sequential\nconfig: []\n");
  }

  private interface Reading {
    void of(Path file) throws IOException;
  }

  private void refuses(String expected, List<String> looks, Reading reading) {
    for (String look : looks) {
      Path file = files.get(look);
      assertThatThrownBy(() -> reading.of(file))
          .as(look)
          .isExactlyInstanceOf(ModelFormatException.class)
          .hasMessage("%s, byte 0: %s: %s", file, expected, look);
    }
  }

  @Test
  void readersSayWhatAFileLooksLike() {
    refuses("no NumPy array", List.of(ZIP, HDF5, SAFETENSORS, JSON, YAML), Npy::read);
    refuses("no NumPy array", List.of(ZIP, HDF5, SAFETENSORS, JSON, YAML), Npy::map);
    refuses("no zip (.npz)", List.of(NPY, HDF5, SAFETENSORS, JSON, YAML), Npz::read);
    refuses("no zip (.npz)", List.of(NPY, HDF5), Npz::entries);
    refuses("no zip (.npz)", List.of(NPY, HDF5), file -> Npz.read(file, "x"));
    refuses("no safetensors", List.of(NPY, ZIP, HDF5, JSON, YAML), Safetensors::read);
    refuses("no safetensors", List.of(NPY, ZIP), Safetensors::metadata);
    refuses("no HDF5 file", List.of(NPY, ZIP, SAFETENSORS, JSON, YAML), Hdf5::open);
    refuses("neither a zip (.keras) nor HDF5", List.of(NPY, SAFETENSORS, JSON, YAML), Model::load);
  }
}
