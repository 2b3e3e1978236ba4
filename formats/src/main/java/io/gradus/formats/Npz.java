package io.gradus.formats;

import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// NumPy's format for several arrays by name, `.npz`: a zip of [Npy] entries, as `numpy.savez`
/// writes it.
public final class Npz {
  private static final String SUFFIX = ".npy";
  // Deflate cannot shrink anything further.
  private static final long MOST_PER_BYTE = 1032;
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Npz() {}

  /// {@return the arrays in a file by name, in the file's order}
  ///
  /// @throws ModelFormatException if the file is no zip or an entry holds no array that a tensor
  ///   can be
  public static Map<String, Tensor> read(Path file) throws IOException {
    long length = Files.size(file);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<ZipEntry> entries = zip.stream().<ZipEntry>map(entry -> entry).toList();
      checkSizes(file, entries, length);
      Map<String, Tensor> arrays = new LinkedHashMap<>();
      for (ZipEntry entry : entries) {
        String name = entry.getName();
        if (!name.endsWith(SUFFIX)) {
          throw new ModelFormatException(file, name, 0, "the name does not end in " + SUFFIX);
        }
        Tensor array = read(file, zip, entry);
        if (arrays.put(name.substring(0, name.length() - SUFFIX.length()), array) != null) {
          throw new ModelFormatException(file, name, 0, "the name is there twice");
        }
      }
      return arrays;
    } catch (ZipException e) {
      throw (IOException)
          new ModelFormatException(file, null, 0, "no readable zip: " + e.getMessage())
              .initCause(e);
    }
  }

  private static void checkSizes(Path file, List<ZipEntry> entries, long length)
      throws IOException {
    long left = length;
    for (ZipEntry entry : entries) {
      long packed = entry.getCompressedSize();
      if (packed < 0 || packed > left) {
        throw new ModelFormatException(
            file,
            entry.getName(),
            0,
            String.format(Locale.ROOT, "takes %,d bytes; %,d are left", packed, left));
      }
      left -= packed;
      if (entry.getSize() < 0 || entry.getSize() / MOST_PER_BYTE > packed) {
        throw new ModelFormatException(
            file,
            entry.getName(),
            0,
            String.format(Locale.ROOT, "%,d bytes cannot come from %,d", entry.getSize(), packed));
      }
    }
  }

  private static Tensor read(Path file, ZipFile zip, ZipEntry entry) throws IOException {
    CRC32 checksum = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), checksum)) {
      Source source = new Source(in, file, entry.getName(), entry.getSize());
      Tensor array = Npy.read(source);
      if (checksum.getValue() != entry.getCrc()) {
        throw source.wrong("the checksum differs: the entry is damaged");
      }
      return array;
    } catch (ZipException e) {
      throw (IOException)
          new ModelFormatException(file, entry.getName(), 0, "no readable zip: " + e.getMessage())
              .initCause(e);
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
