package io.gradus.data;

import io.gradus.tensor.Index;
import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Samples that are given out in batches. What is stored stays as it is, bytes for instance; each
/// batch is converted as it is taken.
///
/// ```java
/// Dataset train = Dataset.of(images, labels).map(batch -> batch.mapX(x -> x.cast(FLOAT32).div(255)));
/// ```
///
/// Where a model has several inputs or outputs, the tensors come in their order, or by their names.
public final class Dataset {
  /// The samples that a filter looks at together.
  private static final int FILTERED = 32;

  private final Samples samples;
  private final @Nullable UnaryOperator<Batch> mapping;
  private final boolean prefetched;
  private final List<String> inputNames;
  private final List<String> targetNames;
  private final List<Variable> state;

  private Dataset(
      Samples samples,
      @Nullable UnaryOperator<Batch> mapping,
      boolean prefetched,
      List<String> inputNames,
      List<String> targetNames,
      List<Variable> state) {
    this.samples = samples;
    this.mapping = mapping;
    this.prefetched = prefetched;
    this.inputNames = inputNames;
    this.targetNames = targetNames;
    this.state = state;
  }

  /// {@return the samples `x` with the targets `y`}
  ///
  /// @throws ShapeException if their numbers differ
  public static Dataset of(Operand x, Operand y) {
    return of(Batch.of(x, y));
  }

  /// {@return the samples `x` with the targets `y`, each of its own weight}
  public static Dataset of(Operand x, Operand y, Operand weights) {
    return of(Batch.of(x, y).weighted(weights));
  }

  /// {@return samples without targets, to predict for}
  public static Dataset of(Operand x) {
    return of(List.of(x), List.of());
  }

  /// {@return samples for a model of several inputs or outputs, in their order}
  ///
  /// @throws ShapeException if the numbers of samples differ
  public static Dataset of(List<? extends Operand> inputs, List<? extends Operand> targets) {
    return of(new Batch(values(inputs), values(targets)));
  }

  /// {@return samples for a model of several inputs or outputs, by their names; conversions get the
  /// tensors in the order of the maps}
  ///
  /// @throws ShapeException if the numbers of samples differ
  public static Dataset of(
      Map<String, ? extends Operand> inputs, Map<String, ? extends Operand> targets) {
    return of(inputs, targets, Map.of());
  }

  /// {@return samples for a model of several inputs or outputs, by their names, with weights for
  /// some of the targets}
  ///
  /// @throws ShapeException if the numbers of samples differ
  /// @throws IllegalArgumentException if there are weights for what is no target
  public static Dataset of(
      Map<String, ? extends Operand> inputs,
      Map<String, ? extends Operand> targets,
      Map<String, ? extends Operand> weights) {
    List<String> targetNames = List.copyOf(targets.keySet());
    for (String name : weights.keySet()) {
      if (!targets.containsKey(name)) {
        throw new IllegalArgumentException(
            "dataset: weights need a target; got weights for \"%s\", targets %s"
                .formatted(name, targetNames));
      }
    }
    List<@Nullable Tensor> each = new ArrayList<>();
    for (String name : weights.isEmpty() ? List.<String>of() : targetNames) {
      Operand weight = weights.get(name);
      each.add(weight == null ? null : weight.value());
    }
    Batch all = new Batch(values(inputs.values()), values(targets.values()), each);
    return checked(all, List.copyOf(inputs.keySet()), targetNames);
  }

  private static List<Tensor> values(Iterable<? extends Operand> operands) {
    List<Tensor> values = new ArrayList<>();
    operands.forEach(operand -> values.add(operand.value()));
    return values;
  }

  /// {@return the samples of one large batch}
  public static Dataset of(Batch all) {
    return checked(all, List.of(), List.of());
  }

  private static Dataset checked(Batch all, List<String> inputNames, List<String> targetNames) {
    if (all.inputs().isEmpty() || all.x().rank() == 0) {
      throw new ShapeException("dataset: needs an input with an axis for the samples");
    }
    for (Tensor part : all.all()) {
      if (part.rank() == 0 || part.dim(0) != all.size()) {
        throw new ShapeException(
            "dataset: all tensors must have the same number of samples; got %s beside %s"
                .formatted(part.type(), all.x().type()));
      }
    }
    return new Dataset(
        new StoredSamples(all, null), null, false, inputNames, targetNames, List.of());
  }

  /// {@return this dataset with inputs and targets in the order of these names; as it is if its
  /// tensors came without names}
  ///
  /// @param inputs the names of a model's inputs
  /// @param targets the names of its outputs, some of which may be without a target here
  /// @throws IllegalArgumentException if the names are others
  public Dataset arranged(List<String> inputs, List<String> targets) {
    if (inputNames.isEmpty()) {
      return this;
    }
    if (inputNames.size() != inputs.size() || !inputs.containsAll(inputNames)) {
      throw new IllegalArgumentException(
          "dataset: needs the inputs %s; got %s".formatted(inputs, inputNames));
    }
    if (!targets.containsAll(targetNames)) {
      throw new IllegalArgumentException(
          "dataset: needs targets for the outputs %s; got %s".formatted(targets, targetNames));
    }
    List<Integer> x = inputs.stream().map(inputNames::indexOf).toList();
    List<Integer> y =
        targets.stream().filter(targetNames::contains).map(targetNames::indexOf).toList();
    Dataset arranged = this;
    if (!inputNames.equals(inputs) || !isInOrder(y)) {
      arranged =
          mapping == null && samples instanceof StoredSamples stored && !stored.isConverted()
              ? of(arranged(stored.all(), x, y))
              : mapRecorded(batch -> arranged(batch, x, y));
    }
    return new Dataset(arranged.samples, arranged.mapping, prefetched, List.of(), List.of(), state);
  }

  private static boolean isInOrder(List<Integer> numbers) {
    return numbers.equals(IntStream.range(0, numbers.size()).boxed().toList());
  }

  private static Batch arranged(Batch batch, List<Integer> inputs, List<Integer> targets) {
    List<@Nullable Tensor> weights = new ArrayList<>();
    if (!batch.weights().isEmpty()) {
      targets.forEach(target -> weights.add(batch.weight(target)));
    }
    return new Batch(
        inputs.stream().map(batch.inputs()::get).toList(),
        targets.stream().map(batch.targets()::get).toList(),
        weights);
  }

  /// {@return the number of samples}
  public long size() {
    return samples.size();
  }

  /// {@return this dataset with each batch converted as it is taken, after earlier conversions; not
  /// prefetched} It must keep the number of samples: a [ShapeException] from the batches otherwise.
  public Dataset map(UnaryOperator<Batch> conversion) {
    UnaryOperator<Batch> first = mapping;
    return new Dataset(
        samples,
        first == null ? conversion : batch -> conversion.apply(first.apply(batch)),
        false,
        inputNames,
        targetNames,
        state);
  }

  /// {@return this dataset with each batch converted by a program, which takes less time than
  /// operations one by one; not prefetched} The conversion is called once for each device and size
  /// of batch, shuffled or not, with symbolic tensors, and what it records is run for each batch:
  /// nothing else that it does happens again, and tensors that it brings along are constants. After
  /// a [#map] it is applied as that is.
  ///
  /// The first batch of a size throws what the conversion throws, a
  /// [io.gradus.tensor.TracedValueException] if it reads elements, or a [ShapeException] if it
  /// changes the number of samples. After a [#zip], or a [#concat] of data that is converted in
  /// another way, it is applied as a [#map] too.
  public Dataset mapRecorded(UnaryOperator<Batch> conversion) {
    Samples converted = mapping == null ? samples.converted(conversion) : null;
    return converted == null
        ? map(conversion)
        : new Dataset(converted, null, false, inputNames, targetNames, state);
  }

  /// {@return this dataset with the next batch prepared while the one before is in use
  /// (`tf.data.Dataset.prefetch`), by a thread of the device that has nothing else to do}
  /// Conversions then run on other threads than the one that takes the batches, one at a time.
  public Dataset prefetch() {
    return new Dataset(samples, mapping, true, inputNames, targetNames, state);
  }

  /// {@return this dataset, whose conversions change these variables too, such as what their random
  /// numbers follow from} A training that is resumed gives them the values that they had.
  public Dataset state(Variable... variables) {
    List<Variable> all = new ArrayList<>(state);
    all.addAll(List.of(variables));
    return new Dataset(samples, mapping, prefetched, inputNames, targetNames, List.copyOf(all));
  }

  /// {@return the variables that the conversions change, as far as [#state(Variable...)] was told}
  public List<Variable> state() {
    return state;
  }

  /// {@return the samples from `from` up to but not including `to`}
  public Dataset slice(long from, long to) {
    return chosen(Index.range(from, to));
  }

  /// {@return the first samples, all if there are not so many (`tf.data.Dataset.take`)}
  ///
  /// @throws IllegalArgumentException if `count` is negative
  public Dataset take(long count) {
    return slice(0, held("take", count));
  }

  /// {@return the samples after the first (`tf.data.Dataset.skip`); none if there are not so many}
  ///
  /// @throws IllegalArgumentException if `count` is negative
  public Dataset skip(long count) {
    return slice(held("skip", count), size());
  }

  private long held(String operation, long count) {
    if (count < 0) {
      throw new IllegalArgumentException(
          operation + ": the number of samples must not be negative; got " + count);
    }
    return Math.min(count, size());
  }

  /// {@return the samples in an order that the seed determines, copied. `fit` shuffles by itself in
  /// each epoch}
  public Dataset shuffle(long seed) {
    return chosen(Index.of(Tensor.permutation(Math.toIntExact(size()), seed)));
  }

  /// {@return two datasets that share the samples out at random: this share of them, rounded to the
  /// nearest number, and the others (`keras.utils.split_dataset`)}
  ///
  /// ```java
  /// List<Dataset> parts = data.split(0.8, 1);
  /// model.fit(parts.get(0), Fit.epochs(5).validation(parts.get(1)));
  /// ```
  ///
  /// @throws IllegalArgumentException if the share is not between 0 and 1, or one of the two would
  ///   have no samples
  public List<Dataset> split(double share, long seed) {
    long first = Math.round(share * size());
    if (!(share > 0 && share < 1) || first == 0 || first == size()) {
      throw new IllegalArgumentException(
          "split: both parts need samples; got a share of %s of %d samples"
              .formatted(share, size()));
    }
    Dataset shuffled = shuffle(seed);
    return List.of(shuffled.take(first), shuffled.skip(first));
  }

  /// {@return the samples at these positions, in their order and as often as they are named,
  /// copied}
  ///
  /// @throws IndexOutOfBoundsException if there is no such sample
  public Dataset pick(int... positions) {
    return chosen(Index.positions(positions));
  }

  /// {@return the samples for which a condition holds (`tf.data.Dataset.filter`)} All are gone
  /// through at once, converted as batches are; those that are kept are copied as they are stored.
  ///
  /// ```java
  /// Dataset small = digits.filter(batch -> batch.y().less(5));
  /// ```
  ///
  /// @param condition gives a `bool` for each sample of a batch
  /// @throws IllegalArgumentException if it gives something else
  public Dataset filter(Function<Batch, ? extends Operand> condition) {
    IntStream.Builder kept = IntStream.builder();
    int number = 0;
    for (Batch batch : batches(FILTERED)) {
      Tensor holds = condition.apply(batch).value();
      if (!holds.type().equals(TensorType.of(DType.BOOL, batch.size()))) {
        throw new IllegalArgumentException(
            "filter: the condition must give a bool for each sample, %s; got %s"
                .formatted(TensorType.of(DType.BOOL, batch.size()), holds.type()));
      }
      for (int each : holds.cast(DType.INT32).toIntArray()) {
        if (each != 0) {
          kept.add(number);
        }
        number++;
      }
    }
    return pick(kept.build().toArray());
  }

  /// {@return the samples so many times, one pass after the other (`tf.data.Dataset.repeat`)} Takes
  /// four bytes for each; a batch may reach from one pass into the next. A dataset has an end;
  /// without one, each epoch of `fit` is another pass, and a stream of batches may go on for ever.
  ///
  /// @throws IllegalArgumentException if it is below 1, or there would be more samples than an
  ///   `int` can count
  public Dataset repeat(long times) {
    long all = times < 1 ? 0 : Math.multiplyHigh(times, size()) == 0 ? times * size() : -1;
    if (times < 1 || all < 0 || all > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "repeat: must be at least 1, and less than 2^31 samples in all; got %d times %d"
              .formatted(times, size()));
    }
    Tensor numbers = samples.numbers();
    Tensor passes = numbers.broadcastTo(Shape.of(times, size())).reshape(all);
    return new Dataset(
        new NumberedSamples(samples, passes), mapping, prefetched, inputNames, targetNames, state);
  }

  /// {@return the samples of this dataset and then those of another
  /// (`tf.data.Dataset.concatenate`)} Each keeps its conversions. If they are the same, as of parts
  /// of one dataset, or there are none, the samples are copied into one place.
  ///
  /// @throws IllegalArgumentException if inputs, targets or weights have other names, shapes or
  ///   types; told by the first batch with samples of both, if they are converted in different ways
  public Dataset concat(Dataset other) {
    if (!named(inputNames).equals(named(other.inputNames))
        || !named(targetNames).equals(named(other.targetNames))) {
      throw new IllegalArgumentException(
          "concat: needs the same inputs and targets; got %s for %s beside %s for %s"
              .formatted(inputNames, targetNames, other.inputNames, other.targetNames));
    }
    Dataset next = other.inOrder(inputNames, targetNames);
    Part first = part();
    Part second = next.part();
    boolean plain = !first.isConverted() && !second.isConverted();
    if (plain) {
      Join.check(samples.form(), next.samples.form());
    }
    boolean alike =
        samples instanceof StoredSamples a
            && next.samples instanceof StoredSamples b
            && a.isConvertedLike(b)
            && Objects.equals(mapping, next.mapping);
    if (alike && samples instanceof StoredSamples stored) {
      Batch all = Join.along(samples.form(), next.samples.form());
      return joined(next, stored.with(all), mapping);
    }
    return joined(next, new JoinedSamples(first, second), null);
  }

  private static Set<String> named(List<String> names) {
    return Set.copyOf(names);
  }

  // Unlike `arranged` it keeps the names.
  private Dataset inOrder(List<String> inputs, List<String> targets) {
    if (inputNames.equals(inputs) && targetNames.equals(targets)) {
      return this;
    }
    Dataset arranged = arranged(inputs, targets);
    return new Dataset(
        arranged.samples, arranged.mapping, prefetched, inputs, targets, arranged.state);
  }

  private Dataset joined(Dataset other, Samples both, @Nullable UnaryOperator<Batch> conversion) {
    return new Dataset(both, conversion, prefetched, inputNames, targetNames, states(other));
  }

  private List<Variable> states(Dataset other) {
    Set<Variable> states = new LinkedHashSet<>(state);
    states.addAll(other.state);
    return List.copyOf(states);
  }

  /// {@return each sample of this dataset together with that of another at the same place
  /// (`tf.data.Dataset.zip`): the inputs of both, then the targets of both, with their weights}
  /// Each keeps its conversions.
  ///
  /// @throws IllegalArgumentException if one has more samples than the other, or only one has
  ///   names, or they share some
  public Dataset zip(Dataset other) {
    if (size() != other.size()) {
      throw new IllegalArgumentException(
          "zip: both need as many samples; got %d and %d; take makes them even"
              .formatted(size(), other.size()));
    }
    List<String> inputs = together("inputs", inputNames, other.inputNames);
    if (inputNames.isEmpty() != other.inputNames.isEmpty()) {
      throw new IllegalArgumentException(
          "zip: both need names or none; got %s and %s".formatted(inputNames, other.inputNames));
    }
    List<String> targets = together("targets", targetNames, other.targetNames);
    Part first = part();
    Part second = other.part();
    boolean stored =
        samples instanceof StoredSamples
            && other.samples instanceof StoredSamples
            && !first.isConverted()
            && !second.isConverted();
    Samples both =
        stored
            ? new StoredSamples(Join.across(samples.form(), other.samples.form()), null)
            : new PairedSamples(first, second);
    return new Dataset(both, null, prefetched, inputs, targets, states(other));
  }

  private static List<String> together(String what, List<String> a, List<String> b) {
    List<String> all = new ArrayList<>(a);
    all.addAll(b);
    if (Set.copyOf(all).size() < all.size()) {
      throw new IllegalArgumentException(
          "zip: %s need names of their own; got %s and %s".formatted(what, a, b));
    }
    return List.copyOf(all);
  }

  private Dataset chosen(Index index) {
    return new Dataset(samples.slice(index), mapping, prefetched, inputNames, targetNames, state);
  }

  Part part() {
    return new Part(samples, mapping);
  }

  boolean isPrefetched() {
    return prefetched;
  }

  /// {@return the samples in order, `batchSize` at a time; the last batch may be smaller}
  ///
  /// @throws IllegalArgumentException if `batchSize` is not positive
  public Batches batches(long batchSize) {
    return new Batches(this, batchSize, null);
  }

  /// {@return the samples in an order that the seed determines, `batchSize` at a time; the last
  /// batch may be smaller}
  ///
  /// @throws IllegalArgumentException if `batchSize` is not positive
  public Batches batches(long batchSize, long shuffleSeed) {
    Tensor order = Tensor.permutation(Math.toIntExact(size()), shuffleSeed);
    return new Batches(this, batchSize, order);
  }
}
