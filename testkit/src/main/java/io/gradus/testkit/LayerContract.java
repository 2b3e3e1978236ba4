package io.gradus.testkit;

import io.gradus.nn.config.CustomObjects;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.DTypePolicy;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Mode;
import io.gradus.nn.layer.Values;
import io.gradus.nn.model.Functional;
import io.gradus.nn.model.Input;
import io.gradus.nn.model.Model;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Trace;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// What every layer must keep, checked on a [LayerCase]. A broken contract is an `AssertionError`
/// that names the case.
public final class LayerContract {
  private static final long SEED = 20261121;
  private static final int[] BATCHES = {1, 3};
  private static final int THREADS = 8;
  private static final int CALLS = 40;
  // Steps downhill, the longest first: the largest that the loss is still nearly linear over is not
  // known.
  private static final double[] RATES = {1e-2, 1e-3, 1e-4};

  // Of symbolic tensors that only say their types.
  private static final Trace NOWHERE = (_, _, _) -> List.of();

  private LayerContract() {}

  /// Checks the whole contract.
  public static void check(LayerCase c) {
    builds(c);
    shapes(c);
    dtypes(c);
    config(c);
    saves(c);
    gradient(c);
    trains(c);
    modes(c);
    threads(c);
  }

  /// A call builds the layer; asking for types alone with [Layer#outline] does not. The weights
  /// have the names of the case in order, are finite, and have the same bits in each layer built
  /// so.
  public static void builds(LayerCase c) {
    Layer layer = c.layer();
    require(!layer.isBuilt() && layer.weights().isEmpty(), c + " is built before it is called");
    layer.outline(in(c), Call.infer());
    require(!layer.isBuilt(), c + " is built by the question for its types");
    layer.call(in(c), Call.infer());
    require(layer.isBuilt(), c + " is not built by a call");
    String root = layer.name() + "/";
    equal(
        c + " weights",
        c.weights().stream().map(root::concat).toList(),
        layer.weights().stream().map(Variable::name).toList());
    for (Variable weight : layer.weights()) {
      require(
          !weight.dtype().isFloating() || finite(weight.value()), c + ": not finite: " + weight);
    }
    Layer other = c.layer();
    other.call(in(c), Call.infer());
    for (int i = 0; i < layer.weights().size(); i++) {
      Variable weight = layer.weights().get(i);
      sameBits(c + " built again: " + weight, weight.value(), other.weights().get(i).value());
    }
  }

  /// The types found for a batch of unknown length are those of what real batches give.
  public static void shapes(LayerCase c) {
    Layer layer = c.layer();
    List<Tensor> open =
        c.types().stream()
            .map(type -> Tensor.symbolic(batch(type, Shape.UNKNOWN), NOWHERE))
            .toList();
    List<TensorType> inferred = layer.outline(c.told(new Values(open)), Call.infer()).types();
    for (int samples : BATCHES) {
      Values in = in(c, c.types().stream().map(type -> batch(type, samples)).toList());
      List<TensorType> real = layer.call(in, Call.infer()).types();
      require(
          fits(inferred, real, samples),
          "%s: of %s inferred %s, is %s".formatted(c, in.types(), inferred, real));
    }
  }

  private static boolean fits(List<TensorType> inferred, List<TensorType> real, int samples) {
    boolean fits = inferred.size() == real.size();
    for (int i = 0; fits && i < real.size(); i++) {
      long[] expected = inferred.get(i).shape().dims();
      long[] dims = real.get(i).shape().dims();
      fits =
          inferred.get(i).dtype() == real.get(i).dtype()
              && expected.length == dims.length
              && expected.length > 0
              && expected[0] == Shape.UNKNOWN
              && dims[0] == samples;
      for (int axis = 1; fits && axis < dims.length; axis++) {
        fits = expected[axis] == dims[axis] || expected[axis] == Shape.UNKNOWN;
      }
    }
    return fits;
  }

  private static TensorType batch(TensorType type, long samples) {
    return type.withShape(type.shape().withDim(0, samples));
  }

  /// Outputs with a point have the type of computation, weights with a point that of variables:
  /// with `float32`, `float64` and `mixed_float16`, from a configuration and told to the layer.
  public static void dtypes(LayerCase c) {
    for (String name : List.of("float32", "float64", "mixed_float16")) {
      dtypes(c, name, as(name, c.layer()));
      // Where a layer of its kind has types of its own, such as whole numbers, it keeps them.
      if (c.layer().settings().policy() == null) {
        dtypes(c, name, c.layer().policy(name));
      }
    }
  }

  private static void dtypes(LayerCase c, String name, Layer layer) {
    DTypePolicy policy = layer.policy();
    for (TensorType type : layer.call(in(c), Call.infer()).types()) {
      require(
          !type.dtype().isFloating() || type.dtype() == policy.compute(),
          "%s: with %s gives %s".formatted(c, name, type));
    }
    for (Variable weight : layer.weights()) {
      require(
          !weight.dtype().isFloating() || weight.dtype() == policy.variable(),
          "%s: with %s has %s %s".formatted(c, name, weight.dtype(), weight.name()));
    }
  }

  /// The layer that is made of what a layer's configuration says has the same configuration and
  /// weights and gives the same bits.
  public static void config(LayerCase c) {
    Layer layer = c.layer();
    Map<String, @Nullable Object> written = write(layer);
    Layer read = read(layer, written);
    equal(c + " class", layer.getClass(), read.getClass());
    equal(c + " configuration", written, write(read));
    Values expected = layer.call(in(c), Call.infer());
    Values actual = read.call(in(c), Call.infer());
    sameBits(c + " read again", expected, actual);
  }

  /// A model of the layer that is saved and loaded gives the same bits, and so does one that loads
  /// its weights alone.
  public static void saves(LayerCase c) {
    Functional model = model(c);
    Values in = new Values(in(c).all());
    Values expected = model.call(in, Call.infer());
    try {
      Path folder = Files.createTempDirectory("layer-contract");
      Path file = folder.resolve("model.keras");
      Path weights = folder.resolve("model.weights.h5");
      try {
        model.save(file);
        Model loaded = Model.load(file, CustomObjects.of(c.layer().schema()));
        sameBits(c + " loaded", expected, loaded.call(in, Call.infer()));
        model.saveWeights(weights);
        Functional other = model(c);
        other.weights().forEach(weight -> weight.assign(weight.value().mul(0)));
        other.loadWeights(weights);
        sameBits(c + " with loaded weights", expected, other.call(in, Call.infer()));
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(weights);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Functional model(LayerCase c) {
    List<Tensor> inputs =
        c.types().stream()
            .map(type -> Input.of(InputLayer.of(type.dtype(), sample(type))))
            .toList();
    Functional model =
        new Functional(inputs, c.layer().call(new Values(inputs), Call.infer()).all());
    model.build();
    return model;
  }

  private static long[] sample(TensorType type) {
    return type.shape().slice(1, type.shape().rank()).dims();
  }

  /// In `float64`, in training and in inference, the gradient to each floating input and each
  /// trained weight is that of differences: along a random direction `v` and for random weights `u`
  /// of the outputs `⟨u, (f(x + hv) − f(x − hv)) / 2h⟩ = ⟨∇⟨u, f⟩, v⟩`.
  public static void gradient(LayerCase c) {
    if (!c.isDifferentiable() || c.isStraightThrough()) {
      return;
    }
    List<Mode> modes = c.isCutInTraining() ? List.of(Mode.INFER) : List.of(Mode.values());
    for (Mode mode : modes) {
      Layer layer = as("float64", c.layer());
      Values in = wide(in(c));
      List<Tensor> u = directions(layer.call(in, call(mode)).types(), SEED + 1);
      List<Operand> sources = new ArrayList<>();
      in.all().stream().filter(x -> x.dtype().isFloating()).forEach(sources::add);
      layer.weights().stream().filter(Variable::isTrainable).forEach(sources::add);
      @Nullable Tensor[] gradients = gradients(layer, in, mode, u, sources);
      for (int i = 0; i < sources.size(); i++) {
        Operand source = sources.get(i);
        String what = source instanceof Variable weight ? weight.name() : "input " + i;
        String where = "%s gradient to %s in %s".formatted(c, what, mode);
        Tensor gradient = gradients[i];
        if (gradient == null) {
          throw new AssertionError(where + ": none flows");
        }
        Tensor v = directions(List.of(source.value().type()), SEED + 2 + i).getFirst();
        double along = dot(gradient, v);
        double difference =
            (moved(layer, in, mode, u, source, v.mul(c.step()))
                    - moved(layer, in, mode, u, source, v.mul(-c.step())))
                / (2 * c.step());
        double distance = Math.abs(difference - along) / Math.max(1, Math.abs(difference));
        require(
            distance <= c.tolerance(),
            "%s: differences give %s, the gradient %s".formatted(where, difference, along));
      }
    }
  }

  private static @Nullable Tensor[] gradients(
      Layer layer, Values in, Mode mode, List<Tensor> u, List<Operand> sources) {
    try (GradientTape tape = new GradientTape()) {
      in.all().stream().filter(x -> x.dtype().isFloating()).forEach(tape::watch);
      return tape.connected(weighted(layer.call(in, call(mode)), u), sources);
    }
  }

  private static double moved(
      Layer layer, Values in, Mode mode, List<Tensor> u, Operand source, Tensor by) {
    if (source instanceof Variable weight) {
      Tensor before = weight.value();
      weight.assign(before.add(by));
      double y = weighted(layer.call(in, call(mode)), u).item();
      weight.assign(before);
      return y;
    }
    Values other = in.map(x -> x == source ? x.add(by) : x);
    return weighted(layer.call(other, call(mode)), u).item();
  }

  private static Tensor weighted(Values outputs, List<Tensor> u) {
    Tensor sum = Tensor.of(0.0);
    for (int i = 0; i < u.size(); i++) {
      Tensor y = outputs.all().get(i);
      if (y.dtype().isFloating()) {
        sum = sum.add(y.mul(u.get(i)).sum());
      }
    }
    return sum;
  }

  /// A step of all trained weights against the gradient of the distance from random targets lowers
  /// that distance.
  public static void trains(LayerCase c) {
    Layer layer = as("float64", c.layer());
    Values in = wide(in(c));
    List<Tensor> targets = directions(layer.call(in, call(Mode.TRAIN)).types(), SEED + 3);
    List<Variable> weights = layer.weights().stream().filter(Variable::isTrainable).toList();
    if (weights.isEmpty() || !c.isDifferentiable()) {
      return;
    }
    double before;
    List<Tensor> gradients;
    try (GradientTape tape = new GradientTape()) {
      Tensor loss = loss(layer, in, targets);
      before = loss.item();
      gradients = tape.gradient(loss, weights);
    }
    List<Tensor> values = weights.stream().map(Variable::value).toList();
    double after = before;
    for (int step = 0; step < RATES.length && !(after < before); step++) {
      for (int i = 0; i < weights.size(); i++) {
        weights.get(i).assign(values.get(i).sub(gradients.get(i).mul(RATES[step])));
      }
      after = loss(layer, in, targets).item();
    }
    require(
        after < before, "%s: a step changes the loss from %s to %s".formatted(c, before, after));
  }

  private static Tensor loss(Layer layer, Values in, List<Tensor> targets) {
    Values out = layer.call(in, call(Mode.TRAIN));
    Tensor sum = Tensor.of(0.0);
    for (int i = 0; i < targets.size(); i++) {
      sum = sum.add(out.all().get(i).sub(targets.get(i)).square().sum());
    }
    return sum;
  }

  /// Training gives something else than inference where the case says so, and nowhere else.
  public static void modes(LayerCase c) {
    Layer layer = c.layer();
    Values inferred = layer.call(in(c), Call.infer());
    Values trained = layer.call(in(c), call(Mode.TRAIN));
    boolean same = true;
    for (int i = 0; i < inferred.all().size(); i++) {
      same &=
          Arrays.equals(
              inferred.all().get(i).toDoubleArray(), trained.all().get(i).toDoubleArray());
    }
    require(
        same != c.isDifferentInTraining(),
        c + (same ? ": training does as inference" : ": training differs from inference"));
  }

  /// Many threads at once get the bits that one alone gets.
  public static void threads(LayerCase c) {
    Layer layer = c.layer();
    Values in = in(c);
    Values expected = layer.call(in, Call.infer());
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<Values>> calls = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        calls.add(threads.submit(() -> layer.call(in, Call.infer())));
      }
      for (Future<Values> call : calls) {
        sameBits(c + " on several threads", expected, call.get());
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(c + " on several threads", e);
    }
  }

  // The same step each time, so that random numbers are the same too.
  private static Call call(Mode mode) {
    return mode == Mode.INFER
        ? Call.infer()
        : Call.train(SEED, new Variable("step", Tensor.of(0L)).trainable(false));
  }

  private static Values in(LayerCase c) {
    return in(c, c.types());
  }

  private static Values in(LayerCase c, List<TensorType> types) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Tensor> all = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      TensorType type = types.get(i);
      Sample input = c.input(i);
      double[] numbers = input.fill().numbers(random, Math.toIntExact(type.shape().size()));
      all.add(Tensor.of(numbers, type.shape()).cast(type.dtype()));
    }
    return c.told(new Values(all));
  }

  private static Values wide(Values in) {
    return in.map(x -> x.dtype().isFloating() ? x.cast(DType.FLOAT64) : x);
  }

  @SuppressWarnings("unchecked") // A layer's schema is that of its class.
  private static Schema<Layer> schema(Layer layer) {
    return (Schema<Layer>) layer.schema();
  }

  private static Map<String, @Nullable Object> write(Layer layer) {
    return schema(layer).write(layer);
  }

  private static Layer read(Layer like, Map<String, @Nullable Object> config) {
    return schema(like).read(config);
  }

  /// {@return the layer, and the layers inside it, with other types}
  private static Layer as(String policy, Layer layer) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>();
    write(layer).forEach((key, value) -> changed.put(key, retyped(policy, key, value)));
    return read(layer, changed);
  }

  private static @Nullable Object retyped(String policy, Object key, @Nullable Object value) {
    // A policy, or its name where Keras writes that.
    if (key.equals("dtype") && (value instanceof Map<?, ?> || "float32".equals(value))) {
      return policy;
    }
    if (value instanceof List<?> list) {
      return list.stream().<@Nullable Object>map(part -> retyped(policy, "", part)).toList();
    }
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    Map<Object, @Nullable Object> changed = new LinkedHashMap<>();
    map.forEach((name, part) -> changed.put(name, retyped(policy, name, part)));
    return changed;
  }

  private static List<Tensor> directions(List<TensorType> types, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Tensor> directions = new ArrayList<>();
    for (TensorType type : types) {
      double[] numbers = random.doubles(type.shape().size(), -1, 1).toArray();
      directions.add(Tensor.of(numbers, type.shape()));
    }
    return directions;
  }

  private static double dot(Tensor a, Tensor b) {
    return a.mul(b).sum().item();
  }

  private static boolean finite(Tensor x) {
    return Arrays.stream(x.toDoubleArray()).allMatch(Double::isFinite);
  }

  private static void sameBits(String where, Values expected, Values actual) {
    equal(where + " types", expected.types(), actual.types());
    for (int i = 0; i < expected.all().size(); i++) {
      sameBits(where + " output " + i, expected.all().get(i), actual.all().get(i));
    }
  }

  private static void sameBits(String where, Tensor expected, Tensor actual) {
    require(
        Arrays.equals(expected.toDoubleArray(), actual.toDoubleArray()),
        "%s: should be %s, is %s".formatted(where, expected, actual));
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
