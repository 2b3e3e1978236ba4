package io.gradus.testkit;

import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Values;
import io.gradus.nn.model.Functional;
import io.gradus.nn.model.Input;
import io.gradus.nn.model.ModelTable;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Graph;
import io.gradus.tensor.Op;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.TracedValueException;
import io.gradus.tensor.kernel.ArrayStorage;
import io.gradus.tensor.kernel.Backends;
import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.OperandException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What every operation must keep, checked on an [OpCase]. A broken contract is an `AssertionError`
/// that names the case, the operands and the element.
public final class OpContract {
  private static final long SEED = 20261121;
  private static final int[] SIZES = {1, 7, 8, 15, 16, 17, 31, 33, 1000, 4097};
  private static final int[] THREADS = {1, 2, 8};
  private static final int SMALL = 33;
  // Smaller operands are tried on one thread only: they are one block.
  private static final int SHARED = 1000;
  private static final int SHARED_VIEW = 4000;
  // Long enough to be shared among threads.
  private static final int LARGE = 20_000;
  private static final ConcurrentHashMap<String, Cpu> DEVICES = new ConcurrentHashMap<>();

  private OpContract() {}

  /// The results are those of the reference: for each shape and type, on dense operands and on
  /// views, on the special numbers, and on the golden examples.
  public static void values(OpCase c) {
    for (OpCase.Example example : c.examples()) {
      Tensor result = c.call(example.inputs());
      String where = c + " of " + example.inputs();
      equal(where + " type", example.expected().type(), result.type());
      close(where, Grid.of(example.expected()), result, c.tolerance());
    }
    OpCase.Reference reference = c.reference();
    if (reference == null) {
      require(!c.examples().isEmpty(), c + ": has neither a reference nor examples");
      return;
    }
    for (DType dtype : c.dtypes()) {
      for (String shapes : c.shapes()) {
        for (Arrangement arrangement : Arrangement.values()) {
          List<Tensor> inputs = inputs(c, OpCase.types(shapes, dtype), dtype, arrangement, SEED);
          check(c, reference, inputs, arrangement + " ");
        }
      }
      if (dtype.isFloating() && c.specials().length > 0) {
        check(c, reference, specials(c, dtype), "specials ");
      }
    }
  }

  /// A functional model with the operation between its inputs and outputs, written as Keras writes
  /// it and read again, gives the same: for operands of known shapes, and of batches of any length
  /// where the operation takes those.
  ///
  /// @return whether any such model can be written; one that cannot is refused in a sentence
  public static boolean saved(OpCase c) {
    boolean written = false;
    for (OpCase.Example example : c.examples()) {
      written |= saved(c, example.inputs(), Tensor::type);
    }
    for (DType dtype : c.dtypes()) {
      for (String shapes : c.shapes()) {
        List<TensorType> types = OpCase.types(shapes, dtype);
        List<Tensor> inputs = inputs(c, types, dtype, Arrangement.DENSE, SEED);
        written |= saved(c, inputs, Tensor::type);
        if (dtype == c.dtypes().getFirst()) {
          written |= saved(c, inputs, OpContract::open);
        }
      }
    }
    return written;
  }

  // With a batch of any length.
  private static TensorType open(Tensor x) {
    return x.rank() == 0 ? x.type() : x.type().withShape(x.shape().withDim(0, Shape.UNKNOWN));
  }

  private static boolean saved(OpCase c, List<Tensor> inputs, Function<Tensor, TensorType> as) {
    List<Tensor> symbols = inputs.stream().map(x -> Input.of(InputLayer.of(as.apply(x)))).toList();
    Tensor y;
    try {
      y = c.call(symbols);
    } catch (TracedValueException | OperandException _) {
      // It needs elements or lengths, and so is in no such model.
      return true;
    }
    if (!y.isSymbolic()) {
      return true;
    }
    Map<String, @Nullable Object> written;
    try {
      written = ModelTable.write(new Functional(symbols, List.of(y)));
    } catch (UnsupportedConfigException e) {
      require(
          String.valueOf(e.getMessage()).startsWith("functional: "),
          c + " saved: " + e.getMessage());
      return false;
    }
    Layer read = ModelTable.read(written);
    Tensor result = read.call(new Values(inputs), Call.infer()).one();
    Tensor expected = c.call(inputs);
    String where = c + " saved, of " + inputs.stream().map(Tensor::type).toList();
    equal(where + " type", expected.type(), result.type());
    close(where, Grid.of(expected), result, c.bound(shapes(inputs), 4 * c.tolerance()));
    return true;
  }

  private static void check(
      OpCase c, OpCase.Reference reference, List<Tensor> inputs, String what) {
    Grid expected = reference.expected(inputs.stream().map(Grid::of).toList());
    Tensor result = c.call(inputs);
    String where = c + " of " + what + inputs.stream().map(Tensor::type).toList();
    equal(where + " shape", expected.shape(), result.shape());
    close(where, expected, result, c.bound(shapes(inputs), c.tolerance()));
  }

  private static List<Tensor> specials(OpCase c, DType dtype) {
    double[] numbers = c.specials();
    int n = numbers.length;
    int operands = c.shapes().isEmpty() ? 1 : OpCase.types(c.shapes().getFirst(), dtype).size();
    if (operands == 1) {
      return List.of(Tensor.of(numbers).cast(dtype));
    }
    double[] first = new double[n * n];
    double[] second = new double[n * n];
    for (int i = 0; i < n * n; i++) {
      first[i] = numbers[i / n];
      second[i] = numbers[i % n];
    }
    return List.of(Tensor.of(first).cast(dtype), Tensor.of(second).cast(dtype));
  }

  /// The gradient is that of differences: in `float64`, along one random direction `v` and for
  /// random weights `u` of the result, `⟨u, (f(x + hv) − f(x − hv)) / 2h⟩ = ⟨∇⟨u, f⟩, v⟩`. Where no
  /// gradient flows the tape says so; an operation of integers alone has none.
  public static void gradient(OpCase c) {
    if (c.dtypes().stream().noneMatch(DType::isFloating)) {
      return;
    }
    for (String shapes : c.shapes()) {
      List<Tensor> x =
          inputs(c, OpCase.types(shapes, DType.FLOAT64), DType.FLOAT64, Arrangement.DENSE, SEED);
      String where = c + " gradient at " + shapes;
      if (!c.isDifferentiable()) {
        require(floating(x).stream().allMatch(source -> isCut(c, x, source)), where + ": flows");
        continue;
      }
      Tensor u = direction(c.call(x).type(), SEED + 1);
      List<Tensor> v = directions(x, SEED + 2);
      List<@Nullable Tensor> gradients = gradients(c, x, u);
      double along = 0;
      for (int i = 0; i < v.size(); i++) {
        Tensor gradient = gradients.get(i);
        if (gradient != null) {
          equal(where + " type", x.get(i).type(), gradient.type());
          along += dot(gradient, v.get(i));
        }
      }
      double difference =
          (dot(c.call(moved(x, v, c.step())), u) - dot(c.call(moved(x, v, -c.step())), u))
              / (2 * c.step());
      near(c, where, difference, along);
    }
  }

  /// The gradient of the gradient is that of differences of the gradient. An operation whose
  /// gradient does not depend on its operands has second derivatives of zero.
  public static void secondOrder(OpCase c) {
    if (!c.isDifferentiable()) {
      return;
    }
    for (String shapes : c.shapes()) {
      List<Tensor> x =
          inputs(c, OpCase.types(shapes, DType.FLOAT64), DType.FLOAT64, Arrangement.DENSE, SEED);
      Tensor u = direction(c.call(x).type(), SEED + 1);
      List<Tensor> v = directions(x, SEED + 2);
      List<Tensor> w = directions(x, SEED + 3);
      double along = 0;
      try (GradientTape outer = new GradientTape()) {
        floating(x).forEach(outer::watch);
        List<@Nullable Tensor> first = gradients(c, x, u);
        Tensor weighted = Tensor.of(0.0);
        for (int i = 0; i < first.size(); i++) {
          Tensor gradient = first.get(i);
          if (gradient != null) {
            weighted = weighted.add(gradient.mul(w.get(i)).sum());
          }
        }
        @Nullable Tensor[] second = outer.connected(weighted, x);
        for (int i = 0; i < second.length; i++) {
          Tensor gradient = second[i];
          if (gradient != null) {
            along += dot(gradient, v.get(i));
          }
        }
      }
      double difference =
          (weighted(gradients(c, moved(x, v, c.step()), u), w)
                  - weighted(gradients(c, moved(x, v, -c.step()), u), w))
              / (2 * c.step());
      near(c, c + " second derivative at " + shapes, difference, along);
    }
  }

  private static double weighted(List<@Nullable Tensor> gradients, List<Tensor> w) {
    double sum = 0;
    for (int i = 0; i < w.size(); i++) {
      Tensor gradient = gradients.get(i);
      sum += gradient == null ? 0 : dot(gradient, w.get(i));
    }
    return sum;
  }

  private static List<@Nullable Tensor> gradients(OpCase c, List<Tensor> x, Tensor u) {
    try (GradientTape tape = new GradientTape()) {
      floating(x).forEach(tape::watch);
      Tensor y = c.call(x).mul(u).sum();
      List<@Nullable Tensor> gradients = new ArrayList<>();
      for (Tensor gradient : tape.connected(y, x)) {
        gradients.add(gradient);
      }
      return gradients;
    }
  }

  private static boolean isCut(OpCase c, List<Tensor> x, Tensor source) {
    try (GradientTape tape = new GradientTape()) {
      tape.watch(source);
      return tape.connected(c.call(x), List.of(source))[0] == null;
    }
  }

  /// Every backend gives what the scalar one gives, on sizes around the lane counts of processors
  /// and on views; and each backend gives the same bits on 1, 2 and 8 threads.
  public static void backends(OpCase c) {
    for (DType dtype : c.dtypes()) {
      for (String pattern : c.sizes()) {
        boolean sized = pattern.contains("n") || pattern.contains("m");
        for (int size : sized ? SIZES : new int[1]) {
          List<TensorType> types = OpCase.types(sized(pattern, size), dtype);
          for (Arrangement arrangement : Arrangement.values()) {
            agree(c, types, dtype, arrangement);
          }
        }
        if (pattern.contains("n")) {
          agree(c, OpCase.types(sized(pattern, LARGE), dtype), dtype, Arrangement.DENSE);
        }
      }
    }
  }

  private static String sized(String pattern, int size) {
    return pattern
        .replace("n", Integer.toString(size))
        .replace("m", Integer.toString(Math.min(size, SMALL)));
  }

  private static void agree(
      OpCase c, List<TensorType> types, DType dtype, Arrangement arrangement) {
    List<Tensor> inputs = inputs(c, types, dtype, arrangement, SEED);
    int least = arrangement == Arrangement.DENSE ? SHARED : SHARED_VIEW;
    boolean large = types.stream().anyMatch(type -> type.shape().size() >= least);
    Tensor expected = run(c, inputs, device(Backends.SCALAR, 1));
    for (Backends.Candidate candidate : Backends.candidates()) {
      if (candidate.obstacle().isPresent()) {
        continue;
      }
      String backend = candidate.name();
      Tensor alone =
          backend.equals(Backends.SCALAR) ? expected : run(c, inputs, device(backend, 1));
      String where = c + " of " + arrangement + " " + types + " on " + backend;
      equal(where + " type", expected.type(), alone.type());
      if (c.backendTolerance() > 0 && expected.dtype().isFloating()) {
        close(where, Grid.of(expected), alone, c.bound(shapes(inputs), c.backendTolerance()));
      } else {
        sameBits(where, expected, alone);
      }
      for (int threads : THREADS) {
        if (threads > 1 && large) {
          Tensor shared = run(c, inputs, device(backend, threads));
          sameBits(where + " with " + threads + " threads", alone, shared);
        }
      }
    }
  }

  private static Tensor run(OpCase c, List<Tensor> inputs, Cpu device) {
    List<Tensor> moved = inputs.stream().map(input -> on(device, input)).toList();
    return ScopedValue.where(Device.SCOPE, device).call(() -> c.call(moved));
  }

  /// {@return the same view of the same array, as a tensor of another device}
  private static Tensor on(Cpu device, Tensor x) {
    Strided view = x.strided();
    ArrayStorage storage = (ArrayStorage) view.storage();
    ArrayStorage moved = new ArrayStorage(storage.dtype(), device, storage.array());
    long[] strides = IntStream.range(0, view.rank()).mapToLong(view::stride).toArray();
    return Tensor.of(
        Strided.dense(moved, Shape.of(moved.length()))
            .restride(view.shape(), strides, view.offset()));
  }

  private static Cpu device(String backend, int threads) {
    return DEVICES.computeIfAbsent(backend + "/" + threads, _ -> Cpu.with(backend, threads));
  }

  /// What says that it treats samples alone gives some of them the bits that they have among all.
  public static void samples(OpCase c) {
    for (DType dtype : c.dtypes()) {
      for (String shapes : c.shapes()) {
        List<TensorType> types = OpCase.types(shapes, dtype);
        List<Tensor> x = inputs(c, types, dtype, Arrangement.DENSE, SEED);
        Graph graph = Graph.trace(in -> List.of(c.call(in)), x.stream().map(Tensor::type).toList());
        for (Graph.Step step : graph.steps()) {
          if (step.op() instanceof Op.BySample op && graph.inputs().containsAll(step.inputs())) {
            List<Tensor> operands =
                step.inputs().stream().map(in -> x.get(graph.inputs().indexOf(in))).toList();
            samples(c + " of " + x.stream().map(Tensor::type).toList(), op, operands);
          }
        }
      }
    }
  }

  private static void samples(String where, Op.BySample op, List<Tensor> x) {
    TensorType type = op.types(x.stream().map(Tensor::type).toList()).getFirst();
    if (type.shape().rank() < 2) {
      return;
    }
    long half = type.shape().dim(0) / 2;
    for (Backends.Candidate candidate : Backends.candidates()) {
      if (candidate.obstacle().isPresent()) {
        continue;
      }
      Cpu device = device(candidate.name(), 1);
      List<Tensor> moved = x.stream().map(operand -> on(device, operand)).toList();
      Tensor all = result(device, op, moved);
      for (String some : List.of(":" + half, half + ":")) {
        List<Tensor> part =
            IntStream.range(0, x.size())
                .mapToObj(i -> op.isShared(i) ? moved.get(i) : moved.get(i).get(some))
                .toList();
        String what = where + " samples " + some + " on " + candidate.name();
        sameBits(what, all.get(some), result(device, op, part));
      }
    }
  }

  /// {@return what the operation writes somewhere in the middle of an array}
  private static Tensor result(Cpu device, Op op, List<Tensor> x) {
    TensorType type = op.types(x.stream().map(Tensor::type).toList()).getFirst();
    Strided dense = Strided.allocate(device, type);
    long[] strides = IntStream.range(0, dense.rank()).mapToLong(dense::stride).toArray();
    long before = 3;
    Strided longer =
        Strided.allocate(device, TensorType.of(type.dtype(), type.shape().size() + 2 * before));
    Strided out = longer.restride(type.shape(), strides, before);
    op.run(device.kernels(), List.of(out), x.stream().map(Tensor::strided).toList());
    return Tensor.of(out);
  }

  /// Operands that do not fit are refused with exactly the message that the case gives.
  public static void messages(OpCase c) {
    for (OpCase.Rejection rejection : c.rejections()) {
      List<Tensor> operands = rejection.operands().stream().map(Tensor::zeros).toList();
      String message;
      try {
        Tensor result = c.call(operands);
        message = "gave " + result.type();
      } catch (OperandException e) {
        message = String.valueOf(e.getMessage());
      }
      equal(c + " of " + rejection.operands() + " message", rejection.message(), message);
    }
  }

  private static List<Tensor> inputs(
      OpCase c, List<TensorType> types, DType dtype, Arrangement arrangement, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Tensor> inputs = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Sample input = c.input(i);
      Shape shape = types.get(i).shape();
      DType own = input.typeFor(dtype);
      double[] numbers = input.fill().numbers(random, Math.toIntExact(shape.size()));
      inputs.add(arrangement.tensor(numbers, own, shape));
    }
    return inputs;
  }

  private static List<Shape> shapes(List<Tensor> inputs) {
    return inputs.stream().map(Tensor::shape).toList();
  }

  private static List<Tensor> floating(List<Tensor> x) {
    return x.stream().filter(input -> input.dtype().isFloating()).toList();
  }

  private static Tensor direction(TensorType type, long seed) {
    int n = Math.toIntExact(type.shape().size());
    return Tensor.of(new SplittableRandom(seed).doubles(n, -1, 1).toArray(), type.shape());
  }

  private static List<Tensor> directions(List<Tensor> x, long seed) {
    List<Tensor> directions = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      directions.add(direction(x.get(i).type(), seed + 10L * i));
    }
    return directions;
  }

  private static List<Tensor> moved(List<Tensor> x, List<Tensor> v, double step) {
    List<Tensor> moved = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      double[] from = x.get(i).toDoubleArray();
      double[] along = v.get(i).toDoubleArray();
      for (int k = 0; k < from.length; k++) {
        from[k] += step * along[k];
      }
      moved.add(x.get(i).dtype().isFloating() ? Tensor.of(from, x.get(i).shape()) : x.get(i));
    }
    return moved;
  }

  private static double dot(Tensor a, Tensor b) {
    double[] p = a.toDoubleArray();
    double[] q = b.toDoubleArray();
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += p[i] * q[i];
    }
    return sum;
  }

  private static void near(OpCase c, String where, double expected, double actual) {
    double distance = Math.abs(expected - actual) / Math.max(1, Math.abs(expected));
    require(
        distance <= c.gradientTolerance(),
        "%s: differences give %s, the gradient %s".formatted(where, expected, actual));
  }

  private static void close(String where, Grid expected, Tensor actual, double units) {
    double precision =
        switch (actual.dtype()) {
          case FLOAT16 -> 0x1p-10;
          case BFLOAT16 -> 0x1p-7;
          case FLOAT32 -> Math.ulp(1f);
          case FLOAT64 -> Math.ulp(1.0);
          default -> 0;
        };
    double[] values = actual.toDoubleArray();
    for (int i = 0; i < values.length; i++) {
      double e = held(expected.values()[i], actual.dtype());
      double a = values[i];
      boolean same = Double.compare(e, a) == 0;
      boolean finite = Double.isFinite(e) && Double.isFinite(a);
      boolean bothZero = e == 0 && a == 0;
      boolean near =
          finite && !bothZero && Math.abs(e - a) <= units * precision * Math.max(1, Math.abs(e));
      if (!same && !near) {
        throw new AssertionError("%s: element %d should be %s, is %s".formatted(where, i, e, a));
      }
    }
  }

  /// {@return the number as the type holds it}
  private static double held(double x, DType dtype) {
    return switch (dtype) {
      case BOOL -> x != 0 ? 1 : 0;
      case UINT8 -> (long) x & 0xFF;
      case UINT16 -> (long) x & 0xFFFF;
      case UINT32 -> (long) x & 0xFFFF_FFFFL;
      case UINT64 -> (long) x < 0 ? (double) (long) x + 0x1p64 : x < 0x1p63 ? (long) x : x;
      case INT8 -> (byte) (long) x;
      case INT16 -> (short) (long) x;
      case INT32 -> (int) (long) x;
      case INT64 -> (long) x;
      case FLOAT16 -> rounded(x, 11, -14, 65_504);
      case BFLOAT16 -> rounded(x, 8, -126, 0x1.fep127);
      case FLOAT32 -> (float) x;
      case FLOAT64 -> x;
    };
  }

  /// {@return the number rounded to so many bits, of which a small one, below 2 to `least`, has
  /// fewer; beyond the largest by half a unit or more, infinity}
  private static double rounded(double x, int bits, int least, double largest) {
    if (!Double.isFinite(x) || x == 0) {
      return x;
    }
    double unit = Math.scalb(1.0, Math.max(Math.getExponent(x), least) - bits + 1);
    double near = Math.rint(x / unit) * unit;
    return Math.abs(near) > largest ? Math.copySign(Double.POSITIVE_INFINITY, x) : near;
  }

  private static void sameBits(String where, Tensor expected, Tensor actual) {
    double[] e = expected.toDoubleArray();
    double[] a = actual.toDoubleArray();
    for (int i = 0; i < e.length; i++) {
      if (Double.doubleToLongBits(e[i]) != Double.doubleToLongBits(a[i])) {
        throw new AssertionError(
            "%s: element %d should be %s to the bit, is %s".formatted(where, i, e[i], a[i]));
      }
    }
  }

  private static void equal(String what, Object expected, Object actual) {
    require(expected.equals(actual), "%s: should be %s, is %s".formatted(what, expected, actual));
  }

  private static void require(boolean kept, String message) {
    if (!kept) {
      throw new AssertionError(message);
    }
  }
}
