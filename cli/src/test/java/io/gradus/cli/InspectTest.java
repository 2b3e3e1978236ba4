package io.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectTest {
  @TempDir Path folder;

  private static Run run(Path file) {
    return Run.of("inspect", file.toString());
  }

  private static byte[] npy(String header, int bytes) {
    String text = "\u0093NUMPY\u0001\u0000" + (char) header.length() + "\u0000" + header;
    return (text + "\u0000".repeat(bytes)).getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void listsWhatItCannotReadWithTheReason() throws IOException {
    Path file = folder.resolve("mixed.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("readings.npy"));
      zip.write(npy("{'descr': '>f4', 'fortran_order': False, 'shape': (3L,), }", 12));
      zip.putNextEntry(new ZipEntry("notes.npy"));
      zip.write(npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 30));
      zip.putNextEntry(new ZipEntry("readme.txt"));
      zip.write("hello".getBytes(StandardCharsets.UTF_8));
    }
    Run run = run(file);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            format: NumPy arrays (.npz)
            arrays:
              readings  float32[3]
            not known here:
              entry notes: element type '|O' is an object array: pickled Python objects, which are \
            never unpickled
              entry readme.txt: no array (.npy)
            """);
  }

  @Test
  void saysWhatAFileLooksLike() throws IOException {
    Path file = Files.writeString(folder.resolve("x.keras"), "version https://git-lfs.github.com/");
    assertThat(run(file).err())
        .isEqualTo(
            "gradus: %s, byte 0: no file of models or arrays: it is the pointer of Git LFS to the"
                    .formatted(file)
                + " file, which was not fetched (git lfs pull)\n");
    assertThat(run(folder).err())
        .isEqualTo("gradus: %s, byte 0: a folder, not a file\n".formatted(folder));
  }

  @Test
  void theNameOfAFileDrivesNoTerminal() throws IOException {
    Path file = folder.resolve("a\u001b[31m\n.keras");
    assertThat(run(file).err())
        .isEqualTo(
            "gradus: %s/a\\u001b[31m\\u000a.keras: there is no such file\n".formatted(folder));
    Files.writeString(file, "");
    assertThat(run(file).err())
        .isEqualTo(
            "gradus: %s/a\\u001b[31m\\u000a.keras, byte 0: no file of models or arrays: it is empty\n"
                .formatted(folder));
  }
}
