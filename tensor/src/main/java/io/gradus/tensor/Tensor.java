package io.gradus.tensor;

import io.gradus.tensor.kernel.ArrayStorage;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.Philox;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// An n-dimensional array that never changes. Slices, transposes and broadcasts share its storage,
/// which the garbage collector frees. A symbolic tensor has a type but no elements: it stands for a
/// value while a program or model is traced.
///
/// ```java
/// Tensor x = Tensor.of(new float[][] {{1, 2}, {3, 4}});
/// Tensor y = x.matmul(x).add(1).relu();
/// ```
public final class Tensor implements Operand {
  private final TensorType type;
  private final @Nullable Strided view;
  private final @Nullable Trace trace;
  // What tapes and traces know a tensor by, so that they need not keep its elements.
  private final Object identity = new Object();

  private Tensor(TensorType type, @Nullable Strided view, @Nullable Trace trace) {
    this.type = type;
    this.view = view;
    this.trace = trace;
  }

  /// {@return the tensor that a view shows; the caller never writes to its storage again}
  public static Tensor of(Strided view) {
    return new Tensor(view.type(), view, null);
  }

  /// {@return a symbolic tensor of a trace}
  public static Tensor symbolic(TensorType type, Trace trace) {
    return new Tensor(type, null, trace);
  }

  /// {@return a `float32` vector}
  public static Tensor of(float... values) {
    return of(values, Shape.of(values.length));
  }

  /// {@return a `float64` vector}
  public static Tensor of(double... values) {
    return of(values, Shape.of(values.length));
  }

  /// {@return an `int32` vector}
  public static Tensor of(int... values) {
    return of(values, Shape.of(values.length));
  }

  /// {@return an `int64` vector}
  public static Tensor of(long... values) {
    return of(values, Shape.of(values.length));
  }

  /// {@return an `int16` vector}
  public static Tensor of(short... values) {
    return of(values, Shape.of(values.length));
  }

  /// {@return an `int8` vector}
  public static Tensor of(byte... values) {
    return of(values, Shape.of(values.length));
  }

  /// {@return a `bool` vector}
  public static Tensor of(boolean... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (values[i] ? 1 : 0);
    }
    return wrap(DType.BOOL, bytes, Shape.of(bytes.length));
  }

  /// {@return a `float32` scalar}
  public static Tensor of(float value) {
    return wrap(DType.FLOAT32, new float[] {value}, Shape.SCALAR);
  }

  /// {@return a `float64` scalar}
  public static Tensor of(double value) {
    return wrap(DType.FLOAT64, new double[] {value}, Shape.SCALAR);
  }

  /// {@return an `int32` scalar}
  public static Tensor of(int value) {
    return wrap(DType.INT32, new int[] {value}, Shape.SCALAR);
  }

  /// {@return an `int64` scalar}
  public static Tensor of(long value) {
    return wrap(DType.INT64, new long[] {value}, Shape.SCALAR);
  }

  /// {@return an `int16` scalar}
  public static Tensor of(short value) {
    return wrap(DType.INT16, new short[] {value}, Shape.SCALAR);
  }

  /// {@return an `int8` scalar}
  public static Tensor of(byte value) {
    return wrap(DType.INT8, new byte[] {value}, Shape.SCALAR);
  }

  /// {@return a `bool` scalar}
  public static Tensor of(boolean value) {
    return of(new boolean[] {value}).reshape();
  }

  /// {@return a `float32` tensor of the values in row-major order; they are copied}
  public static Tensor of(float[] values, Shape shape) {
    return wrap(DType.FLOAT32, values.clone(), shape);
  }

  /// {@return a `float64` tensor of the values in row-major order; they are copied}
  public static Tensor of(double[] values, Shape shape) {
    return wrap(DType.FLOAT64, values.clone(), shape);
  }

  /// {@return an `int32` tensor of the values in row-major order; they are copied}
  public static Tensor of(int[] values, Shape shape) {
    return wrap(DType.INT32, values.clone(), shape);
  }

  /// {@return an `int64` tensor of the values in row-major order; they are copied}
  public static Tensor of(long[] values, Shape shape) {
    return wrap(DType.INT64, values.clone(), shape);
  }

  /// {@return an `int16` tensor of the values in row-major order; they are copied}
  public static Tensor of(short[] values, Shape shape) {
    return wrap(DType.INT16, values.clone(), shape);
  }

  /// {@return an `int8` tensor of the values in row-major order; they are copied}
  public static Tensor of(byte[] values, Shape shape) {
    return wrap(DType.INT8, values.clone(), shape);
  }

  /// {@return a `uint8` tensor of the bytes in row-major order, read as 0 to 255; they are copied}
  public static Tensor ofUnsigned(byte[] values, Shape shape) {
    return wrap(DType.UINT8, values.clone(), shape);
  }

  /// {@return a `uint16` tensor of the bits in row-major order, read as 0 to 65,535; they are
  /// copied}
  public static Tensor ofUnsigned(short[] values, Shape shape) {
    return wrap(DType.UINT16, values.clone(), shape);
  }

  /// {@return a `uint32` tensor of the bits in row-major order, read as 0 to 2³² − 1; they are
  /// copied}
  public static Tensor ofUnsigned(int[] values, Shape shape) {
    return wrap(DType.UINT32, values.clone(), shape);
  }

  /// {@return a `uint64` tensor of the bits in row-major order, read as 0 to 2⁶⁴ − 1; they are
  /// copied}
  public static Tensor ofUnsigned(long[] values, Shape shape) {
    return wrap(DType.UINT64, values.clone(), shape);
  }

  /// {@return a tensor of a nested Java array such as `float[][]` or `int[][][]`}
  ///
  /// @throws ShapeException if rows differ in length, naming the first that does
  public static Tensor of(Object[] nested) {
    return Nested.tensor(nested);
  }

  static Tensor wrap(DType dtype, Object array, Shape shape) {
    if (shape.size() != Array.getLength(array)) {
      throw new ShapeException(
          String.format(
              Locale.ROOT,
              "tensor: shape %s has %,d elements; got %,d values",
              shape,
              shape.size(),
              Array.getLength(array)));
    }
    return of(Strided.dense(new ArrayStorage(dtype, Device.current(), array), shape));
  }

  /// {@return a scalar of the given type; the number is converted as [#cast] does}
  public static Tensor scalar(DType dtype, double value) {
    Strided scalar = Strided.allocate(Device.current(), new TensorType(dtype, Shape.SCALAR));
    Device.current().kernels().fill(scalar, value);
    return of(scalar);
  }

  /// {@return a scalar of the given type}
  ///
  /// @throws DTypeException if the type does not hold the number
  public static Tensor scalar(DType dtype, long value) {
    if (!dtype.holds(value)) {
      throw new DTypeException("tensor: %d does not fit in %s".formatted(value, dtype));
    }
    return of(value).cast(dtype);
  }

  /// {@return a tensor whose elements are all the value, converted as [#cast] does}
  public static Tensor full(TensorType type, double value) {
    return spread(scalar(type.dtype(), value), type.shape());
  }

  /// {@return a tensor whose elements are all the value}
  ///
  /// @throws DTypeException if the type does not hold the number
  public static Tensor full(TensorType type, long value) {
    return spread(scalar(type.dtype(), value), type.shape());
  }

  /// {@return a tensor whose elements are all the value, converted as [#cast] does}
  public static Tensor full(Shape shape, double value, DType dtype) {
    return full(new TensorType(dtype, shape), value);
  }

  /// {@return a tensor whose elements are all the value}
  ///
  /// @throws DTypeException if the type does not hold the number
  public static Tensor full(Shape shape, long value, DType dtype) {
    return full(new TensorType(dtype, shape), value);
  }

  private static Tensor spread(Tensor scalar, Shape shape) {
    if (!shape.isKnown()) {
      throw new ShapeException("tensor: needs a known shape; got " + shape);
    }
    return scalar.broadcastTo(shape);
  }

  /// {@return zeros}
  public static Tensor zeros(TensorType type) {
    return full(type, 0);
  }

  /// {@return zeros}
  public static Tensor zeros(Shape shape, DType dtype) {
    return full(shape, 0, dtype);
  }

  /// {@return `float32` zeros}
  public static Tensor zeros(long... dims) {
    return zeros(TensorType.of(DType.FLOAT32, dims));
  }

  /// {@return ones}
  public static Tensor ones(TensorType type) {
    return full(type, 1);
  }

  /// {@return ones}
  public static Tensor ones(Shape shape, DType dtype) {
    return full(shape, 1, dtype);
  }

  /// {@return `float32` ones}
  public static Tensor ones(long... dims) {
    return ones(TensorType.of(DType.FLOAT32, dims));
  }

  /// {@return the `int32` numbers from 0 up to but not including `stop`; none if it is negative}
  public static Tensor arange(int stop) {
    return arange(0, stop, 1);
  }

  /// {@return the `int32` numbers from `start` up to but not including `stop`}
  public static Tensor arange(int start, int stop) {
    return arange(start, stop, 1);
  }

  /// {@return every `step`th `int32` number from `start` up to but not including `stop`; a negative
  /// step runs down (NumPy's `arange`)}
  ///
  /// @throws IllegalArgumentException if the step is 0
  public static Tensor arange(int start, int stop, int step) {
    return Creation.arange(start, stop, step, DType.INT32);
  }

  /// {@return the `float32` numbers `start + i·step` before `stop`, `⌈(stop − start)/step⌉` of
  /// them}
  ///
  /// @throws IllegalArgumentException if the step is 0 or a number is not finite
  public static Tensor arange(double start, double stop, double step) {
    return Creation.arange(start, stop, step, DType.FLOAT32);
  }

  /// {@return the numbers `start + i·step` before `stop` in the given type}
  ///
  /// @throws IllegalArgumentException if the step is 0
  /// @throws DTypeException if the type is `bool` or does not hold the numbers
  public static Tensor arange(long start, long stop, long step, DType dtype) {
    return Creation.arange(start, stop, step, dtype);
  }

  /// {@return the numbers `start + i·step` before `stop` in the given type; integers are cut}
  ///
  /// @throws IllegalArgumentException if the step is 0 or a number is not finite
  /// @throws DTypeException if the type is `bool` or does not hold the numbers
  public static Tensor arange(double start, double stop, double step, DType dtype) {
    return Creation.arange(start, stop, step, dtype);
  }

  /// {@return `num` evenly spaced `float32` numbers from `start` to `stop`, both included}
  ///
  /// @throws IllegalArgumentException if `num` is negative
  public static Tensor linspace(double start, double stop, int num) {
    return linspace(start, stop, num, true, DType.FLOAT32);
  }

  /// {@return `num` evenly spaced numbers from `start` to `stop`, which is the last one if
  /// `endpoint` says so; for integer types rounded down (NumPy's `linspace`)}
  ///
  /// @throws IllegalArgumentException if `num` is negative
  /// @throws DTypeException if the type is `bool`
  public static Tensor linspace(double start, double stop, int num, boolean endpoint, DType dtype) {
    return Creation.linspace(start, stop, num, endpoint, dtype);
  }

  /// {@return for each pair of elements `num` evenly spaced numbers from one to the other, along a
  /// new axis before `axis` (NumPy's `linspace`); integers give `float32`}
  ///
  /// @throws IllegalArgumentException if `num` is negative
  public static Tensor linspace(Operand start, Operand stop, int num, boolean endpoint, int axis) {
    return Creation.linspace(start.value(), stop.value(), num, endpoint, axis);
  }

  /// {@return `num` numbers from `baseˢᵗᵃʳᵗ` to `baseˢᵗᵒᵖ`, whose exponents are evenly spaced
  /// (NumPy's `logspace`); integers are cut}
  ///
  /// @throws IllegalArgumentException if `num` is negative
  public static Tensor logspace(
      double start, double stop, int num, boolean endpoint, double base, DType dtype) {
    return Creation.logspace(start, stop, num, endpoint, base, dtype);
  }

  /// {@return `num` numbers from `start` to `stop`, each the one before times the same number
  /// (NumPy's `geomspace`); integers are cut}
  ///
  /// @throws IllegalArgumentException if `num` is negative, a bound is 0, or their signs differ
  public static Tensor geomspace(
      double start, double stop, int num, boolean endpoint, DType dtype) {
    return Creation.geomspace(start, stop, num, endpoint, dtype);
  }

  /// {@return for each pair of elements of one sign `num` numbers from one to the other, each the
  /// one before times the same number, along a new axis before `axis` (NumPy's `geomspace`);
  /// integers give `float32`}
  ///
  /// @throws IllegalArgumentException if `num` is negative
  public static Tensor geomspace(Operand start, Operand stop, int num, boolean endpoint, int axis) {
    return Creation.geomspace(start.value(), stop.value(), num, endpoint, axis);
  }

  /// {@return the matrix of shape `[rows, columns]` with ones where `column ≤ row + diagonal`,
  /// zeros elsewhere (NumPy's `tri`)}
  ///
  /// @throws IllegalArgumentException if a length is negative
  public static Tensor tri(long rows, long columns, long diagonal, DType dtype) {
    return Creation.tri(rows, columns, diagonal, dtype);
  }

  /// {@return at each position the element of the choice whose condition is the first to hold
  /// there; the last operand's where none does (NumPy's `select`)}
  ///
  /// @throws ShapeException if there is not a choice for each of at least one condition
  public static Tensor select(
      List<? extends Operand> conditions, List<? extends Operand> choices, Operand otherwise) {
    return Creation.select(conditions, choices, otherwise);
  }

  /// {@return the `float32` matrix of shape `[n, n]` with ones on the diagonal}
  ///
  /// @throws IllegalArgumentException if `n` is negative
  public static Tensor eye(long n) {
    return eye(n, n, 0, DType.FLOAT32);
  }

  /// {@return the matrix of shape `[rows, columns]` with ones where `column = row + diagonal`,
  /// zeros elsewhere (NumPy's `eye`)}
  ///
  /// @throws IllegalArgumentException if a length is negative
  public static Tensor eye(long rows, long columns, long diagonal, DType dtype) {
    return Creation.eye(rows, columns, diagonal, dtype);
  }

  /// {@return a tensor whose element at each index the function gives}
  ///
  /// ```java
  /// Tensor table = Tensor.build(Shape.of(10, 10), DType.INT32, i -> (i[0] + 1) * (i[1] + 1));
  /// ```
  ///
  /// Where all numbers are whole they are taken as `long`s, else as `double`s, and converted to the
  /// type as [#cast] does.
  ///
  /// @throws ShapeException if a length is not known
  public static Tensor build(
      Shape shape, DType dtype, Function<? super long[], ? extends Number> element) {
    return Creation.build(shape, dtype, element);
  }

  /// {@return `float32` numbers from the uniform distribution over [low, high); the same seed gives
  /// the same numbers}
  public static Tensor randomUniform(Shape shape, double low, double high, long seed) {
    return randomUniform(new TensorType(DType.FLOAT32, shape), low, high, seed);
  }

  /// {@return numbers from the uniform distribution over [low, high); the same seed gives the same
  /// numbers}
  ///
  /// @throws DTypeException if the type is not floating
  /// @throws IllegalArgumentException if `low` is above `high`
  public static Tensor randomUniform(TensorType type, double low, double high, long seed) {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "randomUniform: low must not be above high; got low=%s, high=%s".formatted(low, high));
    }
    return random(new Sampling.RandomUniform(type), Philox.key(seed, "uniform"))
        .mul(high - low)
        .add(low);
  }

  /// {@return `float32` numbers from the normal distribution; the same seed gives the same numbers}
  public static Tensor randomNormal(Shape shape, double mean, double deviation, long seed) {
    return randomNormal(new TensorType(DType.FLOAT32, shape), mean, deviation, seed);
  }

  /// {@return numbers from the normal distribution of this mean and standard deviation; the same
  /// seed gives the same numbers}
  ///
  /// @throws DTypeException if the type is not floating
  /// @throws IllegalArgumentException if the deviation is negative
  public static Tensor randomNormal(TensorType type, double mean, double deviation, long seed) {
    checkDeviation("randomNormal", deviation);
    Tensor standard = random(new Sampling.RandomNormal(type, false), Philox.key(seed, "normal"));
    return standard.mul(deviation).add(mean);
  }

  /// {@return `float32` numbers from the normal distribution, but none further than two deviations
  /// from the mean; the same seed gives the same numbers}
  public static Tensor randomTruncatedNormal(
      Shape shape, double mean, double deviation, long seed) {
    return randomTruncatedNormal(new TensorType(DType.FLOAT32, shape), mean, deviation, seed);
  }

  /// {@return numbers from the normal distribution, of which those further than two deviations from
  /// the mean are drawn again, as Keras' `truncated_normal` does: their standard deviation is 0.88
  /// of the one given. The same seed gives the same numbers}
  ///
  /// @throws DTypeException if the type is not floating
  /// @throws IllegalArgumentException if the deviation is negative
  public static Tensor randomTruncatedNormal(
      TensorType type, double mean, double deviation, long seed) {
    checkDeviation("randomTruncatedNormal", deviation);
    Tensor standard =
        random(new Sampling.RandomNormal(type, true), Philox.key(seed, "truncatedNormal"));
    return standard.mul(deviation).add(mean);
  }

  private static void checkDeviation(String name, double deviation) {
    if (!(deviation >= 0)) {
      throw new IllegalArgumentException(
          name + ": the deviation must not be negative; got " + deviation);
    }
  }

  /// {@return `int32` numbers from `low` up to but not including `high`, each as likely as any
  /// other; the same seed gives the same numbers}
  ///
  /// @throws IllegalArgumentException if `low` is not below `high`
  public static Tensor randomIntegers(Shape shape, int low, int high, long seed) {
    if (low >= high) {
      throw new IllegalArgumentException(
          "randomIntegers: low must be below high; got low=%d, high=%d".formatted(low, high));
    }
    Op op = new Sampling.RandomUniform(new TensorType(DType.FLOAT64, shape));
    Tensor unit = random(op, Philox.key(seed, "integers"));
    double count = (double) high - low;
    return unit.mul(count).cast(DType.INT64).add((long) low).cast(DType.INT32);
  }

  private static Tensor random(Op op, long key) {
    return Apply.two(op, of(key), of(0L));
  }

  /// {@return the numbers 0 to `n` − 1 in an order that the seed determines, as `int32`}
  ///
  /// @throws IllegalArgumentException if `n` is negative
  public static Tensor permutation(int n, long seed) {
    if (n < 0) {
      throw new IllegalArgumentException("permutation: n must not be negative; got " + n);
    }
    int[] order = IntStream.range(0, n).toArray();
    long key = Philox.key(seed, "permutation");
    int[] words = new int[4];
    for (int i = n - 1; i > 0; i--) {
      Philox.block(key, i, words, 0);
      long word = Integer.toUnsignedLong(words[0]) << 31 | words[1] >>> 1;
      int other = (int) Math.unsignedMultiplyHigh(word << 1, i + 1L);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
    return of(order);
  }

  /// {@return the tensors one behind the other along the axis, in the type that holds all}
  ///
  /// @throws ShapeException if there is none, or they differ in length along another axis
  public static Tensor concat(int axis, Operand... parts) {
    return Joined.concat("concat", axis, values(parts));
  }

  /// {@return the tensors side by side along a new axis before `axis` (−1: the last one), in the
  /// type that holds all}
  ///
  /// @throws ShapeException if there is none, or their shapes differ
  public static Tensor stack(int axis, Operand... parts) {
    return Joined.stack(axis, values(parts));
  }

  /// {@return for vectors the grids of their elements: tensor `i` varies along axis `i` alone and
  /// has the lengths of all vectors as its shape (NumPy's `meshgrid` with `indexing="ij"`)}
  ///
  /// @throws ShapeException if one has more than one axis
  public static List<Tensor> meshGrid(Operand... vectors) {
    return Joined.meshGrid(values(vectors));
  }

  /// {@return what Einstein's summation says: products of the operands' elements, summed over the
  /// letters that the result does not have, as in `"bij,bjk->bik"`. Without an arrow the result has
  /// the letters that occur once, in alphabetical order; `...` stands for further axes, which
  /// broadcast}
  ///
  /// @throws IllegalArgumentException if the text is no such formula, with a caret under the
  ///   mistake
  /// @throws ShapeException if the operands do not fit the text
  public static Tensor einsum(String formula, Operand... operands) {
    return Einsum.of(formula, values(operands));
  }

  private static List<Tensor> values(Operand... operands) {
    return Arrays.stream(operands).map(Operand::value).toList();
  }

  /// {@return the results of an operation, one's own perhaps. The operands of element-wise
  /// operations are promoted and broadcast first, those of others must fit the rule as they are}
  public static List<Tensor> apply(Op op, Operand... inputs) {
    return Apply.aligned(op, values(inputs));
  }

  Object identity() {
    return identity;
  }

  @Override
  public Tensor value() {
    return this;
  }

  @Override
  public TensorType type() {
    return type;
  }

  /// {@return whether this tensor stands for a value not known yet}
  public boolean isSymbolic() {
    return view == null;
  }

  /// {@return the trace that a symbolic tensor belongs to, else null}
  public @Nullable Trace symbolOf() {
    return trace;
  }

  /// {@return the view of the storage that holds the elements; not to be written to}
  ///
  /// @throws TracedValueException if the tensor is symbolic
  public Strided strided() {
    if (view == null) {
      throw new TracedValueException(this);
    }
    return view;
  }

  /// {@return the device the elements live on}
  public Device device() {
    return strided().storage().device();
  }

  /// {@return what a function makes of this tensor, so that calls stand in the order in which they
  /// happen: `x.then(flatten).then(dense)`}
  public Tensor then(UnaryOperator<Tensor> next) {
    return next.apply(this);
  }

  /// {@return the elements as NumPy prints them; the type of a symbolic tensor}
  @Override
  public String toString() {
    return isSymbolic() ? "symbolic " + type : Printing.text(this);
  }
}
