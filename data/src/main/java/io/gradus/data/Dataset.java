package io.gradus.data;

import io.gradus.tensor.Index;
import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    return new Dataset(new Samples(all, null), null, false, inputNames, targetNames, List.of());
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
          mapping == null && !samples.isConverted()
              ? of(arranged(samples.all(), x, y))
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
    return samples.all().size();
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
  /// changes the number of samples.
  public Dataset mapRecorded(UnaryOperator<Batch> conversion) {
    return mapping == null
        ? new Dataset(samples.converted(conversion), null, false, inputNames, targetNames, state)
        : map(conversion);
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

  private Dataset chosen(Index index) {
    return new Dataset(samples.slice(index), mapping, prefetched, inputNames, targetNames, state);
  }

  /// {@return the samples in order, `batchSize` at a time; the last batch may be smaller}
  ///
  /// @throws IllegalArgumentException if `batchSize` is not positive
  public Batches batches(long batchSize) {
    return new Batches(samples, mapping, prefetched, batchSize, null);
  }

  /// {@return the samples in an order that the seed determines, `batchSize` at a time; the last
  /// batch may be smaller}
  ///
  /// @throws IllegalArgumentException if `batchSize` is not positive
  public Batches batches(long batchSize, long shuffleSeed) {
    Tensor order = Tensor.permutation(Math.toIntExact(size()), shuffleSeed);
    return new Batches(samples, mapping, prefetched, batchSize, order);
  }
}
