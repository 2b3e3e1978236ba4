package io.gradus.formats.hdf5;

import io.gradus.formats.element.Elements;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.ArrayStorage;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A dataset in an HDF5 file: an array of numbers or texts. What its header says is looked at when
/// it is asked for, so that what is not supported in one dataset does not stand in the way of
/// others.
public final class Dataset {
  private static final String BFLOAT16 = "bfloat16";
  private static final int BLOCK = 1 << 16;
  // A dataset beyond this must be stored in a thousandth of its bytes at least, as in Keras.
  private static final long ALWAYS_READ = 32 << 20;
  private static final long MOST_EXPANSION = 1_000;
  // What a text takes in memory beside its bytes.
  private static final long TEXT = 64;

  private final Storage storage;
  private final SharedMessages shared;
  private final Hdf5Object object;

  /// The dataset that an object is.
  Dataset(Storage storage, SharedMessages shared, Hdf5Object object) {
    this.storage = storage;
    this.shared = shared;
    this.object = object;
  }

  /// {@return its place in the file's tree}
  public String path() {
    return object.path();
  }

  /// {@return its attributes by name}
  public Map<String, Attribute> attributes() throws IOException {
    return object.attributes();
  }

  /// {@return its shape; that of a dataset without a space is `[0]`}
  ///
  /// @throws IOException if tensors cannot have such a shape
  public Shape shape() throws IOException {
    return shape(space(), elements());
  }

  private Shape shape(Dataspace space, Datatype elements) throws IOException {
    long[] dims = elements.dims(space);
    if (dims.length > Shape.MAX_RANK) {
      throw wrong("%d axes, more than the %d there can be".formatted(dims.length, Shape.MAX_RANK));
    }
    return Shape.of(dims);
  }

  /// {@return whether its elements are texts}
  public boolean isText() throws IOException {
    return elements().isText();
  }

  /// {@return the type of its elements and its shape}
  ///
  /// @throws IOException if tensors have no such elements
  public TensorType type() throws IOException {
    return new TensorType(dtype(elements()), shape());
  }

  private DType dtype(Datatype elements) throws IOException {
    DType dtype = elements.dtype();
    if (dtype == null) {
      throw wrong(
          "%s (%d bytes each), which no tensor holds".formatted(elements.label(), elements.size()));
    }
    return dtype;
  }

  private Block content(int type) throws IOException {
    return shared.content(object.message(type));
  }

  private Dataspace space() throws IOException {
    return Dataspace.read(content(ObjectHeader.DATASPACE));
  }

  private Datatype elements() throws IOException {
    Datatype elements = Datatype.read(content(ObjectHeader.DATATYPE));
    if (elements.size() < 1 || elements.size() > Integer.MAX_VALUE) {
      throw wrong("elements of %d bytes".formatted(elements.size()));
    }
    if (elements.kind() == Datatype.Kind.OPAQUE && elements.size() == DType.BFLOAT16.bytes()) {
      // Keras' way to keep what HDF5 had no type for.
      Attribute name = attributes().get("dtype");
      if (name != null && name.isText() && name.text().equals(BFLOAT16)) {
        return elements.as(DType.BFLOAT16);
      }
    }
    return elements;
  }

  private long size(Dataspace space, Datatype elements) throws IOException {
    long count = space.size();
    if (count > Long.MAX_VALUE / elements.size()) {
      throw wrong("%d elements of %d bytes".formatted(count, elements.size()));
    }
    return count * elements.size();
  }

  /// What a dataset says it has, and what is there of it.
  ///
  /// @param elementBytes the bytes of an element, or of a number where elements are arrays of them
  /// @param bytes the bytes of all elements
  /// @param stored the bytes that are stored
  /// @param most the most bytes of elements that can come out of these
  record Extent(long elementBytes, long bytes, long stored, long most) {}

  /// {@return what there is of it}
  ///
  /// @throws IOException if it cannot be what it is said to be
  Extent extent() throws IOException {
    if (obstacle() != null) {
      return new Extent(1, 0, 0, 0);
    }
    Dataspace space = space();
    Datatype elements = elements();
    Contents contents = contents(space, elements);
    DType dtype = elements.dtype();
    return new Extent(
        dtype == null ? elements.size() : dtype.bytes(),
        size(space, elements),
        contents.stored(),
        contents.most());
  }

  private Contents contents(Dataspace space, Datatype elements) throws IOException {
    long size = size(space, elements);
    int elementSize = (int) elements.size();
    String obstacle = obstacle();
    if (obstacle != null) {
      throw wrong(obstacle);
    }
    return switch (Layout.read(content(ObjectHeader.LAYOUT))) {
      case Layout.Contiguous(long address, _) when address == Storage.UNDEFINED || size == 0 ->
          new Contents.Nothing();
      case Layout.Contiguous(long address, long length) -> {
        if (length >= 0 && length < size) {
          throw wrong(
              String.format(Locale.ROOT, "%,d bytes of elements; %,d are kept", size, length));
        }
        storage.check(address, size, path());
        yield new Contents.Piece(storage, path(), address, space.size(), elementSize);
      }
      case Layout.Virtual _ -> throw new AssertionError("an obstacle");
      case Layout.Chunked chunked -> {
        ChunkReader reader =
            new ChunkReader(
                storage, path(), object.address(), space, elementSize, chunked, filters());
        yield size == 0 ? new Contents.Nothing() : chunks(reader);
      }
    };
  }

  private FilterPipeline filters() throws IOException {
    return object.has(ObjectHeader.FILTERS)
        ? FilterPipeline.read(content(ObjectHeader.FILTERS))
        : FilterPipeline.NONE;
  }

  /// {@return why its elements cannot be read, whatever they are, or null if they are kept in a way
  /// that is supported}
  ///
  /// @throws IOException if it is not told how they are kept
  public @Nullable String obstacle() throws IOException {
    if (object.has(ObjectHeader.EXTERNAL_FILES)) {
      return "its elements are in other files, which are not opened";
    }
    if (Layout.read(content(ObjectHeader.LAYOUT)) instanceof Layout.Virtual) {
      return "a virtual dataset, made of parts of others, which are not opened";
    }
    String filter = filters().unknown();
    return filter == null
        ? null
        : "%s, which is not supported; h5repack -f GZIP=4 writes the file without it"
            .formatted(filter);
  }

  private static Contents chunks(ChunkReader reader) throws IOException {
    ChunkReader.Survey survey = reader.survey();
    return survey.count() == 0
        ? new Contents.Nothing()
        : new Contents.Chunks(reader, survey, survey.count() == reader.count());
  }

  /// {@return its elements; what was never written is the fill value}
  ///
  /// @throws IOException if tensors have no such elements or they are not there
  public Tensor read() throws IOException {
    Dataspace space = space();
    Datatype elements = elements();
    DType dtype = dtype(elements);
    Shape shape = shape(space, elements);
    int numbers = (int) (elements.size() / dtype.bytes());
    Contents contents = contents(space, elements);
    checkSize(contents, elements.size(), size(space, elements), space.size() * numbers);
    if (contents instanceof Contents.Nothing) {
      ArrayStorage one = Elements.allocate(dtype, numbers);
      fill(elements, ElementSink.numbers(elements, one), 1);
      return Tensor.of(Strided.dense(one, Shape.of(elements.inner()))).broadcastTo(shape);
    }
    String obstacle = Elements.obstacle(new TensorType(dtype, shape));
    if (obstacle != null) {
      throw wrong(obstacle);
    }
    ArrayStorage all = Elements.allocate(dtype, space.size() * numbers);
    ElementSink sink = ElementSink.numbers(elements, all);
    if (!contents.isWhole()) {
      fill(elements, sink, space.size());
    }
    contents.read(sink);
    return Tensor.of(Strided.dense(all, shape));
  }

  /// {@return its texts in row-major order}
  ///
  /// @throws IOException if its elements are no texts or they are not there
  public List<String> texts() throws IOException {
    Dataspace space = space();
    Datatype elements = elements();
    if (!elements.isText()) {
      throw wrong("%s where text is expected".formatted(elements.label()));
    }
    Contents contents = contents(space, elements);
    long size = size(space, elements);
    long needed = size + TEXT * space.size();
    checkSize(contents, elements.size(), needed, size);
    long heap = Runtime.getRuntime().maxMemory();
    if (!(contents instanceof Contents.Nothing) && needed > heap) {
      throw wrong(
          String.format(
              Locale.ROOT,
              "%,d texts take %,d bytes; the heap has %,d (-Xmx)",
              space.size(),
              needed,
              heap));
    }
    long count = contents instanceof Contents.Nothing ? Math.min(1, space.size()) : space.size();
    byte[] all = new byte[(int) (count * elements.size())];
    ElementSink sink = ElementSink.bytes(all, (int) elements.size());
    if (!contents.isWhole()) {
      fill(elements, sink, count);
    }
    contents.read(sink);
    Block data =
        new Block(storage, ByteBuffer.wrap(all).order(Block.ORDER), object.address(), "text");
    List<String> texts = Texts.read(storage, elements, data, count);
    return count == space.size()
        ? texts
        : Collections.nCopies((int) space.size(), texts.getFirst());
  }

  private void checkSize(Contents contents, long elementSize, long size, long numbers)
      throws IOException {
    if (numbers > ArrayStorage.MAX_LENGTH) {
      throw wrong(
          String.format(
              Locale.ROOT,
              "%,d elements, more than the %,d a tensor can have",
              numbers,
              ArrayStorage.MAX_LENGTH));
    }
    if (contents instanceof Contents.Nothing && size > 0 && elementSize > ALWAYS_READ) {
      throw wrong(
          String.format(Locale.ROOT, "elements of %,d bytes, of which none is there", elementSize));
    }
    boolean grows = size > ALWAYS_READ && size / MOST_EXPANSION > contents.stored();
    if (grows && !(contents instanceof Contents.Nothing)) {
      throw wrong(
          String.format(
              Locale.ROOT,
              "%,d bytes of elements are stored in %,d, less than a thousandth",
              size,
              contents.stored()));
    }
  }

  /// Gives elements that were never written to a sink.
  private void fill(Datatype elements, ElementSink sink, long count) throws IOException {
    byte[] value = fillValue();
    if (value.length == 0 || count == 0) {
      return;
    }
    if (value.length != elements.size()) {
      throw wrong(
          "a fill value of %d bytes for elements of %d".formatted(value.length, elements.size()));
    }
    int most = (int) Math.clamp(BLOCK / value.length, 1L, count);
    ByteBuffer block = ByteBuffer.allocate(most * value.length);
    while (block.hasRemaining()) {
      block.put(value);
    }
    for (long done = 0; done < count; done += most) {
      int now = (int) Math.min(most, count - done);
      sink.take(block.clear().limit(now * value.length), (int) done, now);
    }
  }

  private byte[] fillValue() throws IOException {
    if (object.has(ObjectHeader.FILL)) {
      return FillValue.read(content(ObjectHeader.FILL));
    }
    return object.has(ObjectHeader.OLD_FILL)
        ? FillValue.old(content(ObjectHeader.OLD_FILL))
        : new byte[0];
  }

  /// {@return the error for a problem of this dataset}
  IOException wrong(String problem) {
    return storage.wrong(object.address(), path() + ": " + problem);
  }
}
