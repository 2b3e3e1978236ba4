package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Hdf5Test {
  @TempDir private Path folder;

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name + ".h5");
    return Files.write(file, Fuzz.unpacked("hdf5/" + name + ".h5.gz"));
  }

  @Test
  void listsAndReadsWhatIsInAFile() throws IOException {
    try (Hdf5 file = Hdf5.open(file("groups"))) {
      assertThat(file.groups()).containsExactly("few", "many", "nothing", "unordered");
      assertThat(file.datasets()).hasSize(63).contains("few/a", "many/m39", "named");
      assertThat(file.members("nothing")).isEmpty();
      assertThat(file.members("")).startsWith("dangling", "external", "few", "kind", "many");
      assertThat(file.type("many/m7").toString()).isEqualTo("int32[]");
      assertThat(file.read("/many/m7").item()).isEqualTo(7);
      assertThat(file.contains("soft")).isTrue();
      assertThat(file.contains("dangling")).isFalse();
      assertThat(file.unlisted())
          .containsEntry("kind", "a named type")
          .containsEntry("soft", "a soft link to /many/m3")
          .containsEntry("external", "an external link to /data in other.h5");
    }
  }

  @Test
  void readsAttributesAsTextsAndTensors() throws IOException {
    try (Hdf5 file = Hdf5.open(file("attributes"))) {
      assertThat(file.attributes("with")).containsExactly("unit");
      assertThat(file.attribute("with", "unit")).isEqualTo("m");
      assertThat(file.attribute("few", "texts")).isEqualTo(List.of("a", "", "bc"));
      assertThat(file.attribute("few", "a02"))
          .isInstanceOfSatisfying(
              Tensor.class, a -> assertThat(a.toDoubleArray()).containsExactly(0, 1));
    }
    try (Hdf5 file = Hdf5.open(file("types"))) {
      assertThat(file.isText("texts/fixed")).isTrue();
      assertThat(file.texts("texts/fixed")).containsExactly("ab", "c", "");
    }
  }

  @Test
  void saysWhatIsThereInPlaceOfWhatIsNot() throws IOException {
    Path path = file("groups");
    try (Hdf5 file = Hdf5.open(path)) {
      assertThatThrownBy(() -> file.read("few/b"))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage("%s: there is no few/b; few has: a, same, up", path);
      assertThatThrownBy(() -> file.read("few/sam"))
          .hasMessage("%s: there is no few/sam; few has: same, a, up", path);
      assertThatThrownBy(() -> file.type("x/y"))
          .hasMessageStartingWith(
              "%s: there is no x/y; the root has: dangling, external, few,", path);
      assertThatThrownBy(() -> file.read("few"))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage("%s: few is a group, no dataset; it has: a, same, up", path);
      assertThatThrownBy(() -> file.members("few/a")).hasMessageEndingWith(": few/a is no group");
      assertThatThrownBy(() -> file.attribute("few", "unit"))
          .hasMessageEndingWith(": there is no attribute \"unit\" of few; there are: named");
    }
  }

  @Test
  void refusesOtherFiles() throws IOException {
    Path path = Files.writeString(folder.resolve("x.h5"), "no HDF5");
    assertThatThrownBy(() -> Hdf5.open(path))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage("%s, byte 0: no HDF5 file: it is a text that begins with \"no HDF5\"", path);
  }
}
