package io.gradus.formats;

import io.gradus.nn.config.AtomicFile;
import io.gradus.nn.config.Names;
import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// NumPy's format for several arrays by name, `.npz`: a zip of [Npy] entries, as `numpy.savez` and
/// `numpy.savez_compressed` write it.
///
/// Each array is read by itself: one that cannot be read, such as one of Python objects, does not
/// keep the others from being read by their names. Folders and entries that are no arrays are
/// passed over; [#entries] lists them.
public final class Npz {
  private static final String SUFFIX = ".npy";
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Npz() {}

  /// {@return the arrays in a file by name, in the file's order}
  ///
  /// @throws ModelFormatException if the file is no zip, is a Keras model, or one of its arrays is
  ///   none that a tensor can be; the others can be read by their names
  public static Map<String, Tensor> read(Path file) throws IOException {
    return Bytes.read(file, bytes -> read(bytes));
  }

  /// {@return the array of a name in a file. Only this one is read}
  ///
  /// @throws IllegalArgumentException if there is no array of this name, listing the nearest
  /// @throws ModelFormatException if the file is no zip, or the array is none that a tensor can be
  public static Tensor read(Path file, String name) throws IOException {
    return Bytes.read(file, bytes -> read(bytes, name));
  }

  /// {@return what is in a file: its arrays with their types, in the file's order, without reading
  /// their elements, and the entries that are no arrays, with the reason}
  ///
  /// @throws ModelFormatException if the file is no zip
  public static List<ArrayInfo> entries(Path file) throws IOException {
    return Bytes.read(file, bytes -> entries(bytes));
  }

  private static ZipArchive archive(Bytes bytes) throws IOException {
    try {
      return ZipArchive.open(bytes);
    } catch (ModelFormatException e) {
      if (ZipArchive.isArchive(bytes)) {
        throw e;
      }
      throw (IOException) FileSignature.refusal(bytes, "no zip (.npz)").initCause(e);
    }
  }

  static Map<String, Tensor> read(Bytes bytes) throws IOException {
    ZipArchive archive = archive(bytes);
    Map<String, String> names = arrays(archive);
    if (names.isEmpty() && archive.names().contains(KerasArchive.CONFIG)) {
      throw archive.wrong("a zip without arrays; it looks like a Keras model: Model.load");
    }
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : names.entrySet()) {
      try {
        arrays.put(entry.getKey(), read(archive, entry.getValue()));
      } catch (ModelFormatException e) {
        if (names.size() == 1) {
          throw e;
        }
        throw (IOException)
            new ModelFormatException(
                    bytes.file(),
                    entry.getValue(),
                    e.offset(),
                    e.problem() + "; the others can be read by name: Npz.read(file, name)")
                .initCause(e);
      }
    }
    return arrays;
  }

  static Tensor read(Bytes bytes, String name) throws IOException {
    ZipArchive archive = archive(bytes);
    Map<String, String> arrays = arrays(archive);
    String entry = arrays.get(name);
    if (entry == null) {
      throw Names.unknown(bytes.file() + ": array", name, arrays.keySet());
    }
    return read(archive, entry);
  }

  private static Tensor read(ZipArchive archive, String entry) throws IOException {
    try (InputStream in = archive.stream(entry)) {
      return Npy.read(new Source(in, archive.file(), entry, archive.size(entry)));
    }
  }

  static List<ArrayInfo> entries(Bytes bytes) throws IOException {
    ZipArchive archive = archive(bytes);
    List<ArrayInfo> entries = new ArrayList<>();
    Map<String, String> arrays = arrays(archive);
    arrays.forEach((name, entry) -> entries.add(info(archive, name, entry)));
    Set<String> known = new HashSet<>(arrays.values());
    for (String entry : archive.names()) {
      if (!known.contains(entry)) {
        entries.add(
            new ArrayInfo(
                entry, null, entry.endsWith("/") ? "a folder" : "no array (%s)".formatted(SUFFIX)));
      }
    }
    return entries;
  }

  private static ArrayInfo info(ZipArchive archive, String name, String entry) {
    try (InputStream in = archive.stream(entry)) {
      return new ArrayInfo(
          name,
          Npy.header(new Source(in, archive.file(), entry, archive.size(entry))).type(),
          null);
    } catch (IOException e) {
      return new ArrayInfo(name, null, ModelFormatException.problem(e));
    }
  }

  /// {@return the entries of arrays by the names of these: without `.npy`, but where another entry
  /// is called so. As in NumPy an entry is an array too if it begins as one}
  private static Map<String, String> arrays(ZipArchive archive) throws IOException {
    Map<String, String> arrays = new LinkedHashMap<>();
    for (String entry : archive.names()) {
      if (entry.endsWith(SUFFIX)) {
        String name = entry.substring(0, entry.length() - SUFFIX.length());
        arrays.put(archive.has(name) ? entry : name, entry);
      } else if (beginsAsArray(archive, entry)) {
        arrays.put(entry, entry);
      }
    }
    return arrays;
  }

  private static boolean beginsAsArray(ZipArchive archive, String entry) throws IOException {
    if (entry.endsWith("/")) {
      return false;
    }
    try (InputStream in = archive.stream(entry)) {
      return NpyHeader.isMagic(in.readNBytes(NpyHeader.MAGIC_LENGTH));
    } catch (ModelFormatException _) {
      // Whatever it is, it cannot be read.
      return false;
    }
  }

  /// Writes arrays by name to a file, uncompressed, as a whole or not at all. The same arrays give
  /// the same bytes.
  public static void write(Path file, Map<String, ? extends Operand> arrays) throws IOException {
    Map<String, Tensor> values = new LinkedHashMap<>();
    arrays.forEach((name, array) -> values.put(name, array.value()));
    AtomicFile.write(
        file,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          zip.setLevel(Deflater.NO_COMPRESSION);
          for (Map.Entry<String, Tensor> array : values.entrySet()) {
            ZipEntry entry = new ZipEntry(array.getKey() + SUFFIX);
            entry.setTimeLocal(NO_TIME);
            zip.putNextEntry(entry);
            Npy.write(zip, array.getValue());
            zip.closeEntry();
          }
          zip.finish();
        });
  }
}
