package io.gradus.data;

import io.gradus.tensor.Graph;
import io.gradus.tensor.Index;
import io.gradus.tensor.Program;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Tensors that hold all samples, and the recorded conversion of their batches: programs that take
/// samples by their numbers and convert them.
final class StoredSamples implements Samples {
  /// More kinds of batches than these, and the oldest program is forgotten.
  private static final int MOST = 16;

  private final Batch all;
  private final @Nullable UnaryOperator<Batch> conversion;
  private final Map<Kind, Recorded> programs = new LinkedHashMap<>(MOST, 0.75f, true);

  /// @param picked whether samples are taken by their numbers; else they lie side by side
  private record Kind(Device device, boolean picked, long count) {}

  /// @param form a batch whose tensors stand for the program's results
  private record Recorded(Program program, Batch form) {}

  /// @param conversion what is recorded, or null for nothing
  StoredSamples(Batch all, @Nullable UnaryOperator<Batch> conversion) {
    this.all = all;
    this.conversion = conversion;
  }

  @Override
  public boolean isConverted() {
    return conversion != null;
  }

  Batch all() {
    return all;
  }

  /// {@return whether batches of both are converted in the same way}
  boolean isConvertedLike(StoredSamples other) {
    return Objects.equals(conversion, other.conversion);
  }

  /// {@return other samples, converted as these are}
  StoredSamples with(Batch samples) {
    return new StoredSamples(samples, conversion);
  }

  @Override
  public Samples converted(UnaryOperator<Batch> next) {
    UnaryOperator<Batch> first = conversion;
    return new StoredSamples(all, first == null ? next : batch -> next.apply(first.apply(batch)));
  }

  @Override
  public long size() {
    return all.size();
  }

  @Override
  public Batch form() {
    return all;
  }

  @Override
  public Samples slice(Index range) {
    return with(all.map(part -> part.get(range)));
  }

  @Override
  public Batch take(long from, long to) {
    Index range = Index.range(from, to);
    Batch batch = all.map(part -> part.get(range));
    return conversion == null ? batch : run(batch.all(), false, batch.size());
  }

  @Override
  public Batch pick(Tensor numbers) {
    List<Tensor> inputs = all.all();
    inputs.add(numbers);
    return run(inputs, true, numbers.size());
  }

  private Batch run(List<Tensor> inputs, boolean picked, long count) {
    Recorded recorded;
    synchronized (programs) {
      recorded =
          programs.computeIfAbsent(new Kind(Device.current(), picked, count), this::recorded);
      if (programs.size() > MOST) {
        programs.remove(programs.keySet().iterator().next());
      }
    }
    Iterator<Tensor> results = recorded.program.run(inputs).iterator();
    return recorded.form.map(_ -> results.next());
  }

  private Recorded recorded(Kind kind) {
    List<TensorType> types = new ArrayList<>();
    for (Tensor part : all.all()) {
      types.add(
          kind.picked ? part.type() : part.type().withShape(part.shape().withDim(0, kind.count)));
    }
    if (kind.picked) {
      types.add(TensorType.of(DType.INT32, kind.count));
    }
    Batch[] form = new Batch[1];
    Graph graph =
        Graph.trace(
            inputs -> {
              Iterator<Tensor> next = inputs.iterator();
              Tensor numbers = inputs.getLast();
              Batch batch =
                  all.map(_ -> kind.picked ? next.next().gather(numbers, 0) : next.next());
              form[0] = conversion == null ? batch : conversion.apply(batch);
              return form[0].all();
            },
            types);
    for (Tensor part : form[0].all()) {
      if (part.rank() == 0 || part.dim(0) != kind.count) {
        throw new ShapeException(
            "dataset: a recorded conversion must keep the number of samples; got %s for %d samples"
                .formatted(part.type(), kind.count));
      }
    }
    return new Recorded(new Program(graph, kind.device), form[0]);
  }

  @Override
  public void giveBack(Batch batch, boolean picked) {
    Recorded recorded;
    synchronized (programs) {
      recorded = programs.get(new Kind(batch.x().device(), picked, batch.size()));
    }
    if (recorded != null) {
      recorded.program.giveBack(batch.all());
    }
  }
}
