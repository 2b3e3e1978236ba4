package io.gradus.formats;

import io.gradus.formats.element.Elements;
import io.gradus.formats.hdf5.Attribute;
import io.gradus.formats.hdf5.Dataset;
import io.gradus.formats.hdf5.Hdf5File;
import io.gradus.formats.hdf5.Hdf5Object;
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
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// Reads damaged files of every format: each is either read or refused with a
/// [ModelFormatException]. A program of its own, so that its heap can be bounded; see [FuzzTest].
final class Fuzz {
  static final Path FILE = Path.of("mutant");
  private static final long SLOW = 10_000_000_000L;
  static final long[] NUMBERS = {
    0,
    1,
    2,
    3,
    7,
    8,
    9,
    16,
    64,
    127,
    128,
    255,
    256,
    4096,
    65_535,
    65_536,
    1L << 24,
    Integer.MAX_VALUE,
    1L << 31,
    0xFFFF_FFFFL,
    1L << 32,
    1L << 40,
    1L << 62,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1,
    -2,
    -8
  };
  private static final String[] TEXTS = {
    "1000000000",
    "99999999999999999999",
    "-1",
    "0",
    "1e308",
    "NaN",
    "null",
    "true",
    "[]",
    "{}",
    "\"relu\"",
    "\"\"",
    "\"Dense\"",
    "\"Sequential\"",
    "\"Functional\"",
    "\"InputLayer\"",
    "[[[[1]]]]",
    "{\"class_name\": \"Dense\", \"config\": {}}",
    "\"../../etc/passwd\"",
    "2147483647"
  };

  private static final List<String> HDF5 =
      List.of(
          "attributes",
          "extensible",
          "filters",
          "fixed",
          "links",
          "old",
          "single",
          "tree",
          "types");
  private static final Pattern CHECKSUM =
      Pattern.compile(
          "byte (\\d+): the checksum of .* is \\p{XDigit}{8}; its bytes have (\\p{XDigit}{8})");
  private static final int MOST_REPAIRS = 16;
  private static final long MOST_READ = 4 << 20;
  private static final long MOST_TEXTS = 1 << 16;

  private static final long SEED = 20_261_121;
  private static String only = "";
  private final SplittableRandom random = new SplittableRandom(SEED);

  /// Reads bytes as a format.
  @FunctionalInterface
  private interface Reader {
    void read(byte[] file) throws IOException;
  }

  private Fuzz() {}

  /// Tries `args[0]` mutants of each format, or of those whose names begin with `args[1]`.
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[0]);
    only = args.length > 1 ? args[1] : "";
    // States of optimizers that do not fit are told in a line each.
    Logger quiet = Logger.getLogger("io.gradus");
    quiet.setLevel(Level.OFF);
    List<Callable<String>> runs = new ArrayList<>();
    Path folder = Files.createTempDirectory("mutant");
    var model =
        new Sequential(
            InputLayer.of(DType.FLOAT32, 6), new Dense(4, "relu"), new Dropout(0.5), new Dense(3));
    model.compile("adam", "mse", "mae");
    model.trainOnBatch(Tensor.ones(2, 6), Tensor.ones(2, 3));
    byte[] own = saved(folder.resolve("own.keras"), file -> model.save(file));
    Map<String, Tensor> tensors =
        Map.of("a", Tensor.arange(5), "b", Tensor.ones(Shape.of(2, 3), DType.FLOAT16));
    byte[] safetensors =
        saved(
            folder.resolve("t"), file -> Safetensors.write(file, tensors, Map.of("format", "pt")));
    byte[] npz = saved(folder.resolve("z"), file -> Npz.write(file, tensors));
    byte[] npy = saved(folder.resolve("y"), file -> Npy.write(file, Tensor.ones(3, 4)));
    Model built = Models.load(bytes(resource("mlp.keras")), LoadOptions.DEFAULT);
    Reader any = file -> Models.load(bytes(file), LoadOptions.DEFAULT);
    List<byte[]> archives =
        List.of(
            own, resource("resume_mlp.keras"), VocabulariesTest.example(), resource("tf213.keras"));
    List<byte[]> earlier =
        List.of(
            resource("keras1-merge.h5"),
            resource("keras2-partly-frozen.h5"),
            resource("keras2-two-outputs.h5"),
            resource("keras2-functional.h5"));
    List<byte[]> architectures =
        List.of(resource("keras1-conv.json"), resource("keras24.json"), config(earlier));
    runs.add(() -> new Fuzz().run("keras", count, archives, any));
    runs.add(() -> new Fuzz().run("earlier.h5", count, earlier, any));
    runs.add(() ->
        new Fuzz()
            .run(
                "json",
                count,
                architectures,
                file -> Architectures.json(bytes(file), LoadOptions.DEFAULT)));
    runs.add(() ->
        new Fuzz()
            .run(
                "yaml",
                count,
                List.of(resource("keras2-sequential.yaml")),
                file -> Architectures.yaml(bytes(file), LoadOptions.DEFAULT)));
    runs.add(() -> new Fuzz().run("legacy.h5", count, List.of(resource("mlp.legacy.h5")), any));
    runs.add(() ->
        new Fuzz()
            .run(
                "weights.h5",
                count,
                List.of(resource("mlp.weights.h5")),
                file -> Models.loadWeights(built, bytes(file), LoadOptions.DEFAULT)));
    runs.add(() -> new Fuzz().run("hdf5", count, List.of(resource("hdf5/chunks.h5")), Fuzz::hdf5));
    for (String name : HDF5) {
      byte[] small = unpacked("hdf5/small_" + name + ".h5.gz");
      runs.add(() -> new Fuzz().run("hdf5 " + name, count, List.of(small), Fuzz::hdf5));
    }
    List<byte[]> tensorFiles = List.of(safetensors, SafetensorsTest.example());
    runs.add(() ->
        new Fuzz().run("safetensors", count, tensorFiles, file -> Safetensors.read(bytes(file))));
    runs.add(
        () -> new Fuzz().run("safetensors.entries", count, tensorFiles, Fuzz::readTensorsOneByOne));
    runs.add(() -> new Fuzz().run("npz", count, List.of(npz), file -> Npz.read(bytes(file))));
    runs.add(() ->
        new Fuzz()
            .run(
                "npz.entries",
                count,
                List.of(npz, resource("mixed.npz"), resource("refused.npz")),
                Fuzz::readArraysOneByOne));
    List<byte[]> arrays = new ArrayList<>(List.of(npy));
    arrays.addAll(contents(resource("spellings.npz")));
    runs.add(() -> new Fuzz().run("npy", count, arrays, file -> Npy.read(Source.of(bytes(file)))));
    runs.add(() -> new Fuzz().run("npy.rows", count, arrays, Fuzz::readRows));
    for (String name : List.of("shards_00000", "shards_00001", "shards_00002")) {
      Files.write(folder.resolve(name + ".weights.h5"), resource(name + ".weights.h5"));
    }
    Path index = folder.resolve("x.weights.json");
    runs.add(() ->
        new Fuzz()
            .run(
                "weights.json",
                count,
                List.of(resource("shards.weights.json")),
                file -> {
                  try (ShardedWeights shards = ShardedWeights.open(Bytes.of(index, null, file))) {
                    shards.reader();
                  }
                }));
    List<byte[]> several = new ArrayList<>(archives);
    several.addAll(
        List.of(
            resource("mlp.legacy.h5"),
            resource("mlp.weights.h5"),
            resource("mixed.npz"),
            safetensors,
            npy));
    runs.add(() -> new Fuzz().run("inspect", count, several, file -> Inspection.of(bytes(file))));
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (Future<String> run : threads.invokeAll(runs)) {
        System.out.println(run.get());
      }
    }
  }

  static byte[] unpacked(String name) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(resource(name)))) {
      return in.readAllBytes();
    }
  }

  /// Reads all of an HDF5 file, after checksums that do not fit any more were put right, so that
  /// damage is met behind them too.
  static void hdf5(byte[] file) throws IOException {
    for (int repairs = 0; ; repairs++) {
      try {
        everything(Hdf5File.open(bytes(file)));
        return;
      } catch (ModelFormatException e) {
        Matcher wrong = CHECKSUM.matcher(String.valueOf(e.getMessage()));
        if (repairs == MOST_REPAIRS || !wrong.find()) {
          throw e;
        }
        int sum = Integer.parseUnsignedInt(wrong.group(2), 16);
        ByteBuffer.wrap(file)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(Integer.parseInt(wrong.group(1)), sum);
      }
    }
  }

  /// Reads what can be read, and throws the first error there was.
  static void everything(Hdf5File file) throws IOException {
    List<IOException> problems = new ArrayList<>();
    file.walk(
        new Hdf5File.Visitor() {
          @Override
          public void visit(Hdf5Object object) {
            attempt(() -> everything(object), problems);
          }

          @Override
          public void link(String path, String target) {
            attempt(() -> file.find(path), problems);
          }

          @Override
          public void unreadable(String path, IOException problem) {
            problems.add(problem);
          }
        });
    attempt(() -> attributes(file.root()), problems);
    attempt(file::elements, problems);
    if (!problems.isEmpty()) {
      throw problems.getFirst();
    }
  }

  private static void everything(Hdf5Object object) throws IOException {
    attributes(object);
    if (object.isDataset()) {
      Dataset dataset = object.dataset();
      if (dataset.isText()) {
        if (dataset.shape().size() <= MOST_TEXTS) {
          dataset.texts();
        }
      } else if (Elements.bytes(dataset.type().dtype(), dataset.shape()) <= MOST_READ) {
        dataset.read();
      }
    }
  }

  private static void attributes(Hdf5Object object) throws IOException {
    for (Attribute attribute : object.attributes().values()) {
      if (attribute.isText()) {
        attribute.texts();
      } else {
        attribute.tensor();
      }
    }
  }

  private static void attempt(Part part, List<IOException> problems) {
    try {
      part.read();
    } catch (IOException e) {
      problems.add(e);
    }
  }

  /// Reads a part of a file.
  @FunctionalInterface
  private interface Part {
    void read() throws IOException;
  }

  /// One by one, as long as there is one that can be read.
  static void readTensorsOneByOne(byte[] file) throws IOException {
    for (ArrayInfo info : Safetensors.entries(bytes(file))) {
      if (info.isReadable()) {
        Safetensors.read(bytes(file), info.name());
      }
    }
  }

  static void readArraysOneByOne(byte[] file) throws IOException {
    @Nullable ModelFormatException last = null;
    for (ArrayInfo info : Npz.entries(bytes(file))) {
      if (info.isReadable()) {
        try {
          Npz.read(bytes(file), info.name());
        } catch (ModelFormatException e) {
          last = e;
        }
      }
    }
    if (last != null) {
      throw last;
    }
  }

  private static void readRows(byte[] file) throws IOException {
    Source source = Source.of(bytes(file));
    NpyHeader header = Npy.header(source);
    long start = source.position();
    MemorySegment elements = MemorySegment.ofArray(file).asSlice(start);
    MappedArray array = new MappedArray(FILE, elements, header, start);
    if (header.shape().rank() > 0) {
      long count = header.shape().dim(0);
      array.rows(0, count);
      array.rows(count / 2, count);
    }
  }

  private static List<byte[]> contents(byte[] archive) throws IOException {
    List<byte[]> contents = new ArrayList<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(archive))) {
      while (in.getNextEntry() != null) {
        contents.add(in.readAllBytes());
      }
    }
    return contents;
  }

  // The functional model of a file, as a text of its own.
  static byte[] config(List<byte[]> files) throws IOException {
    byte[] file = files.getLast();
    ModelConfig config =
        new LegacyModel(bytes(file), Hdf5File.open(bytes(file))).config("model_config");
    return Json.write(Objects.requireNonNull(config).object()).getBytes(StandardCharsets.UTF_8);
  }

  /// Writes a file.
  @FunctionalInterface
  private interface Writer {
    void write(Path file) throws IOException;
  }

  private static byte[] saved(Path file, Writer writer) throws IOException {
    writer.write(file);
    return Files.readAllBytes(file);
  }

  static Bytes bytes(byte[] content) {
    return Bytes.of(FILE, null, content);
  }

  static byte[] resource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(Fuzz.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    }
  }

  private String run(String format, int count, List<byte[]> originals, Reader reader)
      throws IOException {
    if (!format.startsWith(only)) {
      return format + ": left out";
    }
    for (byte[] original : originals) {
      reader.read(original);
    }
    int read = 0;
    int refused = 0;
    for (int i = 0; i < count; i++) {
      byte[] original = originals.get(random.nextInt(originals.size()));
      byte[] mutant =
          switch (format) {
            case "keras" -> random.nextInt(4) > 0 ? inside(original) : mutant(original);
            case "json" -> text(original);
            default -> mutant(original);
          };
      long start = System.nanoTime();
      try {
        reader.read(mutant);
        read++;
      } catch (ModelFormatException e) {
        refused++;
        if (!String.valueOf(e.getMessage()).contains("mutant")) {
          throw new AssertionError(format + " " + i + ": no place in: " + e.getMessage(), e);
        }
      } catch (Throwable e) {
        Files.write(Path.of(System.getProperty("java.io.tmpdir"), "mutant." + format), mutant);
        throw new AssertionError(format + " " + i + ": " + e, e);
      }
      if (System.nanoTime() - start > SLOW) {
        throw new AssertionError(format + " " + i + ": takes too long");
      }
    }
    return String.format(
        Locale.ROOT, "%s: %,d tried, %,d read, %,d refused", format, count, read, refused);
  }

  private byte[] mutant(byte[] original) {
    byte[] bytes = original.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      bytes = changed(bytes);
    }
    return bytes;
  }

  private byte[] changed(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(8)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2, 3, 4 -> number(bytes, at & -4);
      case 5 -> {
        int from = random.nextInt(bytes.length);
        int length = Math.min(random.nextInt(1, 65), bytes.length - Math.max(from, at));
        System.arraycopy(bytes.clone(), from, bytes, at, length);
      }
      case 6 -> {
        return random.nextInt(4) == 0 ? java.util.Arrays.copyOf(bytes, at) : bytes;
      }
      default -> number(bytes, at);
    }
    return bytes;
  }

  private void number(byte[] bytes, int at) {
    long number = NUMBERS[random.nextInt(NUMBERS.length)];
    int width = 1 << random.nextInt(4);
    for (int b = 0; b < width && at + b < bytes.length; b++) {
      bytes[at + b] = (byte) (number >> b * Byte.SIZE);
    }
  }

  /// Damages one entry of an archive, whose sizes and checksums are right.
  private byte[] inside(byte[] archive) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(archive.length);
    int chosen = random.nextInt(3);
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(archive));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      int number = 0;
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        if (number++ == Math.max(1, chosen)) {
          content = number == 2 ? text(content) : mutant(content);
        }
        ZipEntry written = new ZipEntry(entry.getName());
        CRC32 sum = new CRC32();
        sum.update(content);
        written.setMethod(ZipEntry.STORED);
        written.setSize(content.length);
        written.setCrc(sum.getValue());
        zip.putNextEntry(written);
        zip.write(content);
      }
    }
    return out.toByteArray();
  }

  /// Puts something else in place of a value in a JSON text, or mutates its bytes.
  private byte[] text(byte[] json) {
    if (random.nextInt(8) == 0) {
      return mutant(json);
    }
    String text = new String(json, StandardCharsets.UTF_8);
    List<Integer> values = new ArrayList<>();
    for (int i = text.indexOf(": "); i >= 0; i = text.indexOf(": ", i + 1)) {
      values.add(i + 2);
    }
    if (values.isEmpty()) {
      values.add(0);
      for (int i = text.indexOf(':'); i >= 0; i = text.indexOf(':', i + 1)) {
        values.add(i + 1);
      }
    }
    int from = values.get(random.nextInt(values.size()));
    int to = from;
    while (to < text.length() && ",}]".indexOf(text.charAt(to)) < 0) {
      to++;
    }
    String put =
        random.nextInt(200) == 0 ? "[".repeat(100_000) : TEXTS[random.nextInt(TEXTS.length)];
    return (text.substring(0, from) + put + text.substring(to)).getBytes(StandardCharsets.UTF_8);
  }
}
