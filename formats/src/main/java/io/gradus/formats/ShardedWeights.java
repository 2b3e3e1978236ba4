package io.gradus.formats;

import io.gradus.formats.hdf5.Hdf5File;
import io.gradus.formats.hdf5.Hdf5Writer;
import io.gradus.nn.config.AtomicFile;
import io.gradus.nn.config.WritableFile;
import io.gradus.nn.model.Model;
import io.gradus.nn.optimizer.BoundOptimizer;
import io.gradus.tensor.Tensor;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The weights of a model in several files, as Keras writes them when it is told how large one may
/// be: `x.weights.json` says which groups are in which of `x_00000.weights.h5`,
/// `x_00001.weights.h5`, … beside it. The arrays of one layer may be in several.
final class ShardedWeights implements Closeable {
  static final String ENDING = ".weights.json";
  private static final String MAP = "weight_map";
  private static final String METADATA = "metadata";
  private static final String TOTAL_SIZE = "total_size";
  private static final double GIGABYTE = 1 << 30;

  private final Map<String, Hdf5File> shards = new LinkedHashMap<>();
  private final List<FileChannel> channels = new ArrayList<>();
  private final Bytes index;

  private ShardedWeights(Bytes index) {
    this.index = index;
  }

  /// {@return whether an object in JSON is the index of shards}
  static boolean isIndex(Map<String, @Nullable Object> object) {
    return object.get(MAP) instanceof Map<?, ?>;
  }

  /// {@return the shards that an index names}
  ///
  /// @throws ModelFormatException if it is no index, or one of the shards is not there or is
  ///   damaged
  static ShardedWeights open(Bytes index) throws IOException {
    if (!(Json.read(index).get(MAP) instanceof Map<?, ?> map)) {
      throw index.wrong(0, "no sharded weights: there is no " + MAP);
    }
    Set<String> names = new LinkedHashSet<>();
    for (Object files : map.values()) {
      for (Object file :
          files instanceof List<?> several ? several : List.of(String.valueOf(files))) {
        names.add(String.valueOf(file));
      }
    }
    ShardedWeights weights = new ShardedWeights(index);
    try {
      for (String name : names) {
        weights.add(name);
      }
      return weights;
    } catch (IOException e) {
      weights.close();
      throw e;
    }
  }

  private void add(String name) throws IOException {
    boolean plain =
        !name.isEmpty()
            && name.chars().noneMatch(letter -> letter == '/' || letter == '\\' || letter < ' ')
            && name.indexOf(':') < 0
            && !name.equals("..");
    if (!plain) {
      throw index.wrong(0, "the name of a shard leads out of the folder: \"%s\"".formatted(name));
    }
    Path file = index.file().resolveSibling(name);
    if (!Files.isRegularFile(file)) {
      throw index.wrong(0, "the shard %s is not beside it".formatted(name));
    }
    FileChannel channel = Bytes.open(file);
    channels.add(channel);
    Bytes bytes = Bytes.of(file, channel);
    if (!FileSignature.isHdf5(bytes)) {
      throw FileSignature.refusal(bytes, "no HDF5");
    }
    shards.put(name, Hdf5File.open(bytes));
  }

  /// {@return the shards by their names}
  Map<String, Hdf5File> shards() {
    return shards;
  }

  /// {@return the weights}
  ///
  /// @throws ModelFormatException if there is no shard
  WeightReader reader() throws IOException {
    if (shards.isEmpty()) {
      throw index.wrong(0, "no shard is named");
    }
    return new WeightReader(List.copyOf(shards.values()));
  }

  @Override
  public void close() throws IOException {
    for (FileChannel channel : channels) {
      channel.close();
    }
  }

  /// Writes weights in shards.
  ///
  /// @param file the index, which ends in `.weights.json`
  /// @param most how many GiB the arrays of one shard may take
  /// @throws IllegalArgumentException if an array takes more
  static void write(Path file, Model model, @Nullable BoundOptimizer optimizer, double most)
      throws IOException {
    WritableFile.check(file);
    String name = String.valueOf(file.getFileName());
    Shards shards = new Shards(name.substring(0, name.length() - ENDING.length()), most * GIGABYTE);
    WeightWriter.write(model, optimizer, shards);
    Map<Path, AtomicFile.Content> contents = new LinkedHashMap<>();
    shards.files.forEach(
        (shard, content) -> contents.put(file.resolveSibling(shard), content::writeTo));
    byte[] index = Json.write(shards.index()).getBytes(StandardCharsets.UTF_8);
    contents.put(file, out -> out.write(index));
    AtomicFile.write(contents);
  }

  /// The shards that are written, filled one after the other.
  private static final class Shards implements WeightStore {
    private final String base;
    private final double most;
    private final Map<String, Hdf5Writer> files = new LinkedHashMap<>();
    private final Map<String, List<String>> map = new LinkedHashMap<>();
    private String current;
    private Hdf5Writer file;
    private double size;
    private double total;

    Shards(String base, double most) {
      this.base = base;
      this.most = most;
      this.current = name(0);
      this.file = new Hdf5Writer();
      files.put(current, file);
    }

    private String name(int number) {
      return String.format(Locale.ROOT, "%s_%05d.weights.h5", base, number);
    }

    @Override
    public void group(String path, String name) {
      WeightStore.group(file, path).attribute("name", name);
    }

    @Override
    public void array(String path, String key, Tensor value) {
      double bytes = value.type().bytes();
      if (bytes > most) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "saveWeights: %s/%s, %s, takes %,.0f bytes; a shard may have %,.0f",
                path,
                key,
                value.type(),
                bytes,
                most));
      }
      size += bytes;
      total += bytes;
      if (size > most) {
        current = name(files.size());
        file = new Hdf5Writer();
        files.put(current, file);
        size = bytes;
      }
      WeightStore.group(file, path).dataset(key, value);
      List<String> holders = map.computeIfAbsent("/" + path, _ -> new ArrayList<>());
      if (!holders.contains(current)) {
        holders.add(current);
      }
    }

    Map<String, @Nullable Object> index() {
      Map<String, @Nullable Object> index = new LinkedHashMap<>();
      index.put(METADATA, Map.of(TOTAL_SIZE, total));
      index.put(MAP, map);
      return index;
    }
  }
}
