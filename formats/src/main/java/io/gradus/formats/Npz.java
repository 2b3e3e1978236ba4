package io.gradus.formats;

import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// NumPy's format for several arrays by name, `.npz`: a zip of [Npy] entries, as `numpy.savez`
/// writes it.
public final class Npz {
  private static final String SUFFIX = ".npy";
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Npz() {}

  /// {@return the arrays in a file by name, in the file's order}
  ///
  /// @throws ModelFormatException if the file is no zip or an entry holds no array that a tensor
  ///   can be
  public static Map<String, Tensor> read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(Bytes.of(file, channel));
    }
  }

  static Map<String, Tensor> read(Bytes bytes) throws IOException {
    ZipArchive archive = ZipArchive.open(bytes);
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    for (String name : archive.names()) {
      Bytes entry = archive.get(name);
      if (!name.endsWith(SUFFIX)) {
        throw entry.wrong(0, "the name does not end in " + SUFFIX);
      }
      String key = name.substring(0, name.length() - SUFFIX.length());
      arrays.put(key, Npy.read(new Source(entry.stream(), bytes.file(), name, entry.length())));
    }
    return arrays;
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
