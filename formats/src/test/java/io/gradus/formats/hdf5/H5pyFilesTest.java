package io.gradus.formats.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.formats.Npz;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that h5py wrote, `hdf5.py`, with the arrays in them.
class H5pyFilesTest {
  @TempDir private Path folder;

  private Map<String, Tensor> arrays(String name) throws IOException {
    Path file = folder.resolve(name + ".npz");
    Files.write(file, MemorySource.resource(name + ".npz"));
    return Npz.read(file);
  }

  private static Hdf5Object find(Hdf5File file, String path) throws IOException {
    return Objects.requireNonNull(file.find(path), path);
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
    Map<String, Tensor> arrays = arrays(name);
    assertThat(arrays).isNotEmpty();
    for (Map.Entry<String, Tensor> want : arrays.entrySet()) {
      Tensor read = find(file, want.getKey()).dataset().read();
      assertThat(read.type()).as(want.getKey()).isEqualTo(want.getValue().type());
      assertThat(read.toDoubleArray()).as(want.getKey()).isEqualTo(want.getValue().toDoubleArray());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "types | refused/complex | complex numbers (16 bytes each), which no tensor holds",
        "types | refused/compound | compound elements of id, weight (12 bytes each), which no"
            + " tensor holds",
        "types | refused/sequences | sequences of various lengths (16 bytes each), which no tensor"
            + " holds",
        "types | refused/reference | references (8 bytes each), which no tensor holds",
        "types | refused/opaque | opaque bytes (3 bytes each), which no tensor holds",
        "types | refused/narrow | integers of 12 bits (2 bytes each), which no tensor holds",
        "types | refused/longdouble | floats of 80 bits (16 bytes each), which no tensor holds",
        "types | refused/axes | 9 axes, more than the 8 there can be",
        "types | texts/fixed | text (2 bytes each), which no tensor holds",
        "hdf5_2 | complex | complex numbers (16 bytes each), which no tensor holds",
        "hdf5_2 | e4m3 | floats of 8 bits (1 bytes each), which no tensor holds",
        "filters | refused/scaleoffset | filter 6 (scaleoffset), which is not supported; h5repack"
            + " -f GZIP=4 writes the file without it",
        "filters | refused/nbit | filter 5 (nbit), which is not supported; h5repack -f GZIP=4"
            + " writes the file without it",
        "filters | optional | filter 32015 (zstd), which is not supported; h5repack -f GZIP=4"
            + " writes the file without it",
        "elsewhere | virtual | a virtual dataset, made of parts of others, which are not opened",
        "elsewhere | outside | its elements are in other files, which are not opened"
      })
  void refusesByNameWhatNoTensorHolds(String name, String path, String problem) throws IOException {
    Dataset dataset = find(MemorySource.open(name), path).dataset();
    assertThatThrownBy(dataset::read)
        .isInstanceOf(IOException.class)
        .hasMessageMatching("x\\.h5, byte \\d+: .*")
        .hasMessageEndingWith(": " + path + ": " + problem);
  }

  @Test
  void bfloat16IsReadAsKerasKeepsItAndAsHdf5Has() throws IOException {
    Tensor kept = find(MemorySource.open("types"), "bfloat16").dataset().read();
    assertThat(kept.type().toString()).isEqualTo("bfloat16[2]");
    assertThat(kept.toDoubleArray()).containsExactly(1.5, -2);
    Tensor own = find(MemorySource.open("hdf5_2"), "bfloat16").dataset().read();
    assertThat(own.type().toString()).isEqualTo("bfloat16[2]");
    assertThat(own.toDoubleArray()).containsExactly(1.5, -2);
  }

  @Test
  void whatWasNeverWrittenTakesNoMemory() throws IOException {
    Tensor never = find(MemorySource.open("types"), "never_large").dataset().read();
    assertThat(never.shape()).isEqualTo(Shape.of(10_000, 10_000));
    assertThat(never.get("9999, 9999").item()).isZero();
  }

  @Test
  void readsTexts() throws IOException {
    Hdf5File file = MemorySource.open("types");
    assertThat(find(file, "texts/fixed").dataset().texts()).containsExactly("ab", "c", "");
    assertThat(find(file, "texts/variable").dataset().texts())
        .containsExactly("größer", "", "x".repeat(5000));
    assertThat(find(file, "texts/chunked").dataset().texts())
        .isEqualTo(IntStream.range(0, 50).mapToObj(i -> "t" + i).toList());
    assertThat(find(file, "texts/never").dataset().texts()).containsExactly("", "", "");
    assertThat(find(file, "texts/scalar").dataset().texts()).containsExactly("one");
    assertThatThrownBy(() -> find(file, "scalar").dataset().texts())
        .hasMessageEndingWith(": scalar: float64 where text is expected");
  }

  @Test
  void followsSoftLinksWithinTheFileOnly() throws IOException {
    Hdf5File file = MemorySource.open("groups");
    assertThat(find(file, "soft").dataset().read().item()).isEqualTo(3);
    assertThat(find(file, "/twice").dataset().read().item()).isEqualTo(3);
    assertThat(find(file, "many/./relative").dataset().read().item()).isEqualTo(5);
    assertThat(find(file, "few/up/few/same").dataset().read().item()).isEqualTo(1);
    assertThat(file.find("dangling")).isNull();
    assertThat(file.find("few/a/b")).isNull();
    assertThatThrownBy(() -> file.find("round"))
        .hasMessageEndingWith(": round: more than 16 soft links");
    assertThatThrownBy(() -> file.find("external"))
        .hasMessageEndingWith(
            ": external is an external link to /data in other.h5, which is not followed");
    Hdf5File old = MemorySource.open("old_groups");
    assertThat(find(old, "many/soft").dataset().read().item()).isEqualTo(39);
    assertThat(find(old, "absolute").dataset().read().item()).isEqualTo(38);
  }

  @Test
  void membersAreInTheOrderInWhichTheyWereMadeOrSorted() throws IOException {
    Hdf5File file = MemorySource.open("groups");
    List<String> made = IntStream.range(0, 40).mapToObj(i -> "m" + (39 - i)).toList();
    assertThat(find(file, "many").members()).startsWith(made.toArray(String[]::new));
    assertThat(List.copyOf(find(file, "unordered").members())).isSorted().hasSize(21);
    assertThat(find(file, "nothing").members()).isEmpty();
    assertThat(find(file, "nothing").isGroup()).isTrue();
    assertThat(find(file, "kind").isGroup()).isFalse();
    assertThat(find(MemorySource.open("deep"), "wide").members()).hasSize(1800);
  }

  @Test
  void readsAttributesInHeadersAndHeaps() throws IOException {
    Hdf5File file = MemorySource.open("attributes");
    for (String name : List.of("few", "many")) {
      Map<String, Attribute> found = find(file, name).attributes();
      for (int i = 0; i < (name.equals("few") ? 3 : 30); i++) {
        double[] want = IntStream.range(0, i).asDoubleStream().toArray();
        assertThat(found.get("a%02d".formatted(i)).tensor().toDoubleArray()).isEqualTo(want);
      }
      assertThat(found.get("text").text()).isEqualTo("größer");
      assertThat(found.get("fixed").text()).isEqualTo("ab");
      assertThat(found.get("texts").texts()).containsExactly("a", "", "bc");
      assertThat(found.get("flag").tensor().type().toString()).isEqualTo("bool[]");
      assertThat(found.get("empty").texts()).isEmpty();
      assertThat(found.get("empty").tensor().shape()).isEqualTo(Shape.of(0));
      assertThat(found.get("big").tensor().toDoubleArray()).containsExactly(1, 2);
      assertThatThrownBy(() -> found.get("complex").tensor())
          .hasMessageEndingWith(
              "attribute \"complex\": complex numbers where numbers are expected");
      assertThatThrownBy(() -> found.get("big").text())
          .hasMessageEndingWith("attribute \"big\": int64 where text is expected");
    }
    Map<String, Attribute> many = find(file, "many").attributes();
    assertThat(many.get("large").tensor().shape()).isEqualTo(Shape.of(20_000));
    assertThat(many.get("large").tensor().get("-1").item()).isEqualTo(19_999);
    assertThat(many.get("large_text").text()).isEqualTo("t".repeat(100_000));
    assertThat(many.get("large_fixed").text()).isEqualTo("u".repeat(100_000));
    Map<String, Attribute> shared = find(MemorySource.open("shared"), "many").attributes();
    assertThat(shared.get("a11").text()).isEqualTo("metre");
    Map<String, Attribute> named = find(MemorySource.open("groups"), "few").attributes();
    assertThat(named.get("named").tensor().item()).isEqualTo(3.5);
  }

  @Test
  void countsTheElementsThatTheStoredBytesCanGive() throws IOException {
    assertThat(MemorySource.open("paged_file").elements()).isEqualTo(12);
    assertThat(MemorySource.open("elsewhere").elements()).isEqualTo(4);
    // 400 MB that were never written count as 8 MB at most.
    assertThat(MemorySource.open("types").elements()).isBetween(2_000_000L, 2_200_000L);
  }
}
