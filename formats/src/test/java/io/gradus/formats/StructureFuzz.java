package io.gradus.formats;

import io.gradus.formats.hdf5.Hdf5File;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Dropout;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.model.LoadOptions;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// Reads files whose parts were changed by who knows the formats: trees of JSON, headers, and the
/// fields of binary files where the reader looks. Each is read or refused with a
/// [ModelFormatException] within ten seconds. A program of its own, so that its heap can be
/// bounded; see [StructureFuzzTest].
final class StructureFuzz {
  private static final long SLOW = 10_000_000_000L;
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private final Map<Thread, Try> running = new ConcurrentHashMap<>();
  private final List<Kind> kinds = new ArrayList<>();
  private final Path folder;

  /// What a thread reads now.
  private record Try(String kind, byte[] file, long start) {}

  /// Makes files.
  @FunctionalInterface
  private interface Source {
    byte[] next() throws IOException;
  }

  /// Reads a file.
  @FunctionalInterface
  private interface Reader {
    void read(byte[] file) throws IOException;
  }

  private record Kind(String name, Source source, Reader reader) {}

  private StructureFuzz(Path folder) {
    this.folder = folder;
  }

  /// Reads `args[0]` files of all kinds together, or of those that match `args[2]`, made with the
  /// seed `args[1]`.
  public static void main(String[] args) throws Exception {
    Logger.getLogger("io.gradus").setLevel(Level.OFF);
    StructureFuzz fuzz = new StructureFuzz(Files.createTempDirectory("structure"));
    fuzz.add(Long.parseLong(args[1]));
    if (args.length > 2) {
      fuzz.kinds.removeIf(kind -> !kind.name.matches(args[2]));
    }
    fuzz.watch();
    int each = Math.ceilDiv(Integer.parseInt(args[0]), fuzz.kinds.size());
    int tried = 0;
    AtomicInteger read = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<String>> runs = new ArrayList<>();
      for (Kind kind : fuzz.kinds) {
        runs.add(threads.submit(() -> fuzz.run(kind, each, read)));
        tried += each;
      }
      for (Future<String> run : runs) {
        System.out.println(run.get());
      }
    }
    System.out.printf(Locale.ROOT, "%,d tried, %,d read%n", tried, read.get());
  }

  // What hangs cannot be told by who hangs.
  private void watch() {
    Thread watchdog =
        new Thread(() -> {
          while (true) {
            long now = System.nanoTime();
            running.forEach((thread, tried) -> {
              if (now - tried.start > SLOW) {
                fail(tried.kind, tried.file, "takes too long");
                for (StackTraceElement at : thread.getStackTrace()) {
                  System.out.println("  at " + at);
                }
                Runtime.getRuntime().halt(3);
              }
            });
            try {
              Thread.sleep(500);
            } catch (InterruptedException _) {
              return;
            }
          }
        });
    watchdog.setDaemon(true);
    watchdog.start();
  }

  private static void fail(String kind, byte[] file, String problem) {
    Path kept =
        Path.of(System.getProperty("java.io.tmpdir"), "structure." + kind.replace(' ', '-'));
    try {
      Files.write(kept, file);
    } catch (IOException e) {
      System.out.println("not kept: " + e);
    }
    System.out.println(kind + ": " + problem + "; kept as " + kept);
  }

  private String run(Kind kind, int count, AtomicInteger read) throws IOException {
    int good = 0;
    for (int i = 0; i < count; i++) {
      byte[] file = kind.source.next();
      running.put(Thread.currentThread(), new Try(kind.name, file, System.nanoTime()));
      try {
        kind.reader.read(file);
        good++;
      } catch (ModelFormatException e) {
        String message = String.valueOf(e.getMessage());
        if (message.length() > 2000 || message.chars().anyMatch(Character::isISOControl)) {
          fail(kind.name, file, "its message is long or drives terminals");
          throw new AssertionError(e);
        }
      } catch (Throwable e) {
        fail(kind.name, file, e.toString());
        throw new AssertionError(kind.name + " " + i + ": " + e, e);
      } finally {
        running.remove(Thread.currentThread());
      }
    }
    read.addAndGet(good);
    return String.format(Locale.ROOT, "%s: %,d tried, %,d read", kind.name, count, good);
  }

  private void add(long seed) throws IOException {
    SplittableRandom seeds = new SplittableRandom(seed);
    LoadOptions options = LoadOptions.DEFAULT;
    Reader architecture = file -> Architectures.json(Fuzz.bytes(file), options);
    List<byte[]> layers = layers();
    for (int part = 0; part < 4; part++) {
      kinds.add(new Kind("layers " + part, trees(layers, seeds.split()), architecture));
    }
    List<byte[]> earlier =
        List.of(
            Fuzz.resource("keras1-conv.json"),
            Fuzz.resource("keras24.json"),
            Fuzz.config(List.of(Fuzz.resource("keras2-functional.h5"))));
    kinds.add(new Kind("earlier layers", trees(earlier, seeds.split()), architecture));
    byte[] own = own();
    Reader any = file -> Models.load(Fuzz.bytes(file), options);
    List<byte[]> archives =
        List.of(own, Fuzz.resource("resume_mlp.keras"), Fuzz.resource("tf213.keras"));
    kinds.add(new Kind("config.json", configs(archives, seeds.split()), any));
    Reader inspect = file -> Inspection.of(Fuzz.bytes(file));
    kinds.add(new Kind("inspect", configs(archives, seeds.split()), inspect));
    kinds.add(fields("keras", own, bytes -> Models.load(bytes, options), seeds));
    kinds.add(weights(own, any, seeds));
    kinds.add(
        fields("legacy.h5", Fuzz.resource("mlp.legacy.h5"), b -> Models.load(b, options), seeds));
    Model built = Models.load(Fuzz.bytes(Fuzz.resource("mlp.keras")), options);
    kinds.add(
        fields(
            "weights.h5",
            Fuzz.resource("mlp.weights.h5"),
            b -> Models.loadWeights(built, b, options),
            seeds));
    for (String name : List.of("old", "filters", "fixed", "extensible", "tree", "links", "types")) {
      byte[] small = Fuzz.unpacked("hdf5/small_" + name + ".h5.gz");
      FieldMutator mutator =
          FieldMutator.of(small, b -> Fuzz.everything(Hdf5File.open(b)), seeds.split());
      kinds.add(new Kind("hdf5 " + name, mutator::next, Fuzz::hdf5));
    }
    arrays(seeds);
    shards(seeds);
  }

  private Kind fields(
      String name, byte[] original, FieldMutator.Reader reader, SplittableRandom seeds)
      throws IOException {
    FieldMutator mutator = FieldMutator.of(original, reader, seeds.split());
    return new Kind(name, mutator::next, file -> reader.read(Fuzz.bytes(file)));
  }

  /// Fields of the weights inside an archive, whose checksums are right.
  private static Kind weights(byte[] archive, Reader any, SplittableRandom seeds)
      throws IOException {
    byte[] weights = entries(archive).get("model.weights.h5");
    FieldMutator mutator =
        FieldMutator.of(weights, b -> Fuzz.everything(Hdf5File.open(b)), seeds.split());
    return new Kind(
        "keras weights",
        () -> {
          Map<String, byte[]> entries = entries(archive);
          entries.put("model.weights.h5", mutator.next());
          return zip(entries);
        },
        any);
  }

  private void arrays(SplittableRandom seeds) throws IOException {
    Map<String, Tensor> tensors =
        Map.of("a", Tensor.arange(5), "b", Tensor.ones(Shape.of(2, 3), DType.FLOAT16));
    Path file = folder.resolve("x");
    Npz.write(file, tensors);
    byte[] npz = Files.readAllBytes(file);
    kinds.add(fields("npz", npz, Npz::read, seeds));
    SplittableRandom random = seeds.split();
    Npy.write(file, Tensor.ones(3, 4));
    byte[] npy = Files.readAllBytes(file);
    kinds.add(
        new Kind(
            "npy header",
            () -> numbers(npy, random),
            bytes -> Npy.read(io.gradus.formats.Source.of(Fuzz.bytes(bytes)))));
    kinds.add(
        new Kind(
            "npz headers",
            () -> {
              Map<String, byte[]> entries = entries(npz);
              entries.replaceAll((_, content) -> numbers(content, random));
              return zip(entries);
            },
            Fuzz::readArraysOneByOne));
    Safetensors.write(file, tensors, Map.of("format", "pt"));
    byte[] safetensors = Files.readAllBytes(file);
    JsonMutator json = new JsonMutator(seeds.split());
    Source headers = () -> header(safetensors, json);
    kinds.add(new Kind("safetensors", headers, bytes -> Safetensors.read(Fuzz.bytes(bytes))));
    kinds.add(new Kind("safetensors entries", headers, Fuzz::readTensorsOneByOne));
  }

  private void shards(SplittableRandom seeds) throws IOException {
    for (String name : List.of("shards_00000", "shards_00001", "shards_00002")) {
      Files.write(folder.resolve(name + ".weights.h5"), Fuzz.resource(name + ".weights.h5"));
    }
    Path index = folder.resolve("shards.weights.json");
    kinds.add(
        new Kind(
            "weights.json",
            trees(List.of(Fuzz.resource("shards.weights.json")), seeds.split()),
            file -> {
              try (ShardedWeights shards = ShardedWeights.open(Bytes.of(index, null, file))) {
                shards.reader().elements();
              }
            }));
  }

  private byte[] own() throws IOException {
    var model =
        new Sequential(
            InputLayer.of(DType.FLOAT32, 6), new Dense(4, "relu"), new Dropout(0.5), new Dense(3));
    model.compile("adam", "mse", "auc");
    model.compile("adam", "mse", "mae");
    model.trainOnBatch(Tensor.ones(2, 6), Tensor.ones(2, 3));
    Path file = folder.resolve("own.keras");
    model.save(file);
    return Files.readAllBytes(file);
  }

  private static Source trees(List<byte[]> originals, SplittableRandom random) {
    JsonMutator mutator = new JsonMutator(random);
    return () -> tree(originals.get(random.nextInt(originals.size())), mutator);
  }

  private static byte[] tree(byte[] json, JsonMutator mutator) throws IOException {
    return Json.write(mutator.changed(Json.read(Fuzz.bytes(json))))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Source configs(List<byte[]> archives, SplittableRandom random) {
    JsonMutator mutator = new JsonMutator(random);
    return () -> {
      Map<String, byte[]> entries = entries(archives.get(random.nextInt(archives.size())));
      entries.put("config.json", tree(entries.get("config.json"), mutator));
      return zip(entries);
    };
  }

  private static byte[] header(byte[] safetensors, JsonMutator mutator) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(safetensors).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) file.getLong();
    byte[] header = new byte[length];
    file.get(header);
    byte[] changed = tree(header, mutator);
    ByteBuffer all =
        ByteBuffer.allocate(Long.BYTES + changed.length + file.remaining())
            .order(ByteOrder.LITTLE_ENDIAN);
    return all.putLong(changed.length).put(changed).put(file).array();
  }

  /// {@return a `.npy` file with other numbers in the text of its header}
  private static byte[] numbers(byte[] npy, SplittableRandom random) {
    String text = new String(npy, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\n');
    List<int[]> found = new ArrayList<>();
    Matcher number = NUMBER.matcher(text.substring(10, end));
    while (number.find()) {
      found.add(new int[] {10 + number.start(), 10 + number.end()});
    }
    int[] place = found.get(random.nextInt(found.size()));
    long value = Fuzz.NUMBERS[random.nextInt(Fuzz.NUMBERS.length)];
    String put = random.nextInt(8) == 0 ? "9".repeat(30) : Long.toString(value);
    String header = text.substring(10, place[0]) + put + text.substring(place[1], end + 1);
    byte[] changed =
        (text.substring(0, 10) + header + text.substring(end + 1))
            .getBytes(StandardCharsets.ISO_8859_1);
    int length = header.length();
    changed[8] = (byte) length;
    changed[9] = (byte) (length >> 8);
    return changed;
  }

  private static Map<String, byte[]> entries(byte[] archive) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
    return entries;
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey());
        CRC32 sum = new CRC32();
        sum.update(each.getValue());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(each.getValue().length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(each.getValue());
      }
    }
    return out.toByteArray();
  }

  /// {@return models of a layer each, with all keys that Keras writes}
  private static List<byte[]> layers() throws IOException {
    String[][] all = {
      {"Dense", "\"units\":4", ",8"},
      {
        "EinsumDense",
        "\"equation\":\"abc,cd->abd\",\"output_shape\":[null,4],\"bias_axes\":\"d\"",
        ",5,3"
      },
      {"Embedding", "\"input_dim\":10,\"output_dim\":4", ",5"},
      {"LSTM", "\"units\":3,\"return_sequences\":true", ",5,2"},
      {"GRU", "\"units\":3,\"unroll\":true", ",5,2"},
      {"ConvLSTM1D", "\"filters\":2,\"kernel_size\":3", ",3,8,2"},
      {"Conv1D", "\"filters\":2,\"kernel_size\":3", ",8,2"},
      {"Conv2D", "\"filters\":2,\"kernel_size\":3", ",8,8,2"},
      {"Conv2DTranspose", "\"filters\":2,\"kernel_size\":3,\"strides\":2", ",4,4,2"},
      {"Conv3D", "\"filters\":2,\"kernel_size\":2", ",4,4,4,1"},
      {"DepthwiseConv2D", "\"kernel_size\":3", ",8,8,2"},
      {"SeparableConv2D", "\"filters\":2,\"kernel_size\":3", ",8,8,2"},
      {"MaxPooling2D", "\"pool_size\":2", ",8,8,2"},
      {"AveragePooling3D", "\"pool_size\":2", ",4,4,4,1"},
      {"AdaptiveAveragePooling2D", "\"output_size\":2", ",8,8,2"},
      {"BatchNormalization", "", ",8"},
      {"GroupNormalization", "\"groups\":2", ",8,4"},
      {"LayerNormalization", "", ",8"},
      {"CategoryEncoding", "\"num_tokens\":5,\"output_mode\":\"multi_hot\"", ",3"},
      {"Hashing", "\"num_bins\":5", ",3"},
      {"IntegerLookup", "\"vocabulary\":[1,2,3],\"output_mode\":\"count\"", ",3"},
      {"Discretization", "\"bin_boundaries\":[0.0,1.0]", ",3"},
      {"Resizing", "\"height\":4,\"width\":5", ",8,8,3"},
      {"CenterCrop", "\"height\":4,\"width\":5", ",8,8,3"},
      {"RandomCrop", "\"height\":4,\"width\":5", ",8,8,3"},
      {"RandomRotation", "\"factor\":0.1", ",8,8,3"},
      {"RandomGaussianBlur", "\"factor\":1.0,\"kernel_size\":3", ",8,8,3"},
      {"UpSampling2D", "\"size\":2,\"interpolation\":\"bilinear\"", ",4,4,2"},
      {"ZeroPadding2D", "\"padding\":1", ",4,4,2"},
      {"Cropping2D", "\"cropping\":1", ",4,4,2"},
      {"RepeatVector", "\"n\":3", ",4"},
      {"Reshape", "\"target_shape\":[2,-1]", ",4"},
      {"Permute", "\"dims\":[2,1]", ",4,2"},
      {"MelSpectrogram", "\"num_mel_bins\":4,\"fft_length\":16,\"sequence_stride\":4", ",64"},
      {"STFTSpectrogram", "\"frame_length\":8,\"frame_step\":4,\"fft_length\":16", ",64,1"},
      {"TimeDistributed", "\"layer\":" + HarmfulModels.layer("Dense", "\"units\":2"), ",5,3"},
      {"Bidirectional", "\"layer\":" + HarmfulModels.layer("LSTM", "\"units\":2"), ",5,3"},
      {"RNN", "\"cell\":" + HarmfulModels.layer("GRUCell", "\"units\":2"), ",5,3"},
      {"SpectralNormalization", "\"layer\":" + HarmfulModels.layer("Dense", "\"units\":2"), ",5"},
    };
    List<byte[]> models = new ArrayList<>();
    for (String[] each : all) {
      String json = HarmfulModels.one(HarmfulModels.layer(each[0], each[1]), each[2]);
      Model model = Models.fromJson(json);
      model.compile("adam", "mse", "mae", "auc");
      models.add(Models.toJson(model).getBytes(StandardCharsets.UTF_8));
    }
    String heads =
        "{\"module\":\"keras.layers\",\"class_name\":\"MultiHeadAttention\",\"config\":{\"name\":\"a\","
            + "\"num_heads\":2,\"key_dim\":2},\"inbound_nodes\":[{\"args\":[%s,%s],"
            + "\"kwargs\":{\"use_causal_mask\":true}}]}";
    String in = HarmfulModels.tensor("in");
    models.add(
        HarmfulModels.graph(
                "g", HarmfulModels.in(",6,4") + "," + heads.formatted(in, in), "[\"a\",0,0]")
            .getBytes(StandardCharsets.UTF_8));
    return models;
  }
}
