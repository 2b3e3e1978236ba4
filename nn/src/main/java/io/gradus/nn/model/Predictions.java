package io.gradus.nn.model;

import io.gradus.data.Batch;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The predictions for all samples, put together batch by batch along the first axis.
final class Predictions {
  private final long samples;
  private final List<Joined> outputs = new ArrayList<>();
  private List<Tensor> only = List.of();

  /// @param samples their number, or [BatchSource#UNKNOWN]
  private Predictions(long samples) {
    this.samples = samples;
  }

  /// {@return the predictions of each output for all samples of some data}
  ///
  /// @param samples their number, or [BatchSource#UNKNOWN]
  /// @param steps how many batches to take; 0 for all
  /// @param predict gives those of a batch
  /// @throws IllegalArgumentException if there are no samples, or an output has no axis along which
  ///   to put it together
  static List<Tensor> of(
      BatchSource data, long samples, long steps, Function<Batch, List<Tensor>> predict) {
    Predictions predictions = new Predictions(samples);
    long done = 0;
    ProgressBar bar = new ProgressBar(data.steps(steps));
    try (BatchSource.Pass pass = data.pass()) {
      while ((steps == 0 || done < steps) && pass.hasNext()) {
        try {
          Batch batch = pass.next();
          predictions.add(predict.apply(batch), batch.size());
          pass.giveBack(batch);
        } catch (IllegalArgumentException e) {
          throw data.at("predict: batch %d".formatted(done + 1), e);
        }
        done++;
        bar.step(Map::of);
      }
    }
    bar.end(Map::of);
    return predictions.all();
  }

  /// Takes in what each output gave for the next samples.
  ///
  /// @param count the number of these samples
  /// @throws IllegalArgumentException if an output has no axis along which to put it together
  private void add(List<Tensor> parts, long count) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).rank() == 0) {
        throw new IllegalArgumentException(
            "predict: output %d is one number for a batch, not one for each sample".formatted(i));
      }
    }
    if (count == samples) {
      only = parts;
      return;
    }
    for (int i = 0; i < parts.size(); i++) {
      if (outputs.size() == i) {
        outputs.add(new Joined());
      }
      outputs.get(i).add(parts.get(i), count);
    }
  }

  /// {@return the predictions of each output}
  ///
  /// @throws IllegalArgumentException if there were no samples
  private List<Tensor> all() {
    if (only.isEmpty() && outputs.isEmpty()) {
      throw new IllegalArgumentException("predict: the data has no batches");
    }
    return only.isEmpty() ? outputs.stream().map(Joined::all).toList() : only;
  }

  /// The parts of one output: in one place where each has a row for each sample, else in a list, as
  /// of a model that joins the samples of a batch.
  private final class Joined {
    private final List<Tensor> parts = new ArrayList<>();
    private @Nullable Strided place;
    private long rows;

    void add(Tensor part, long count) {
      boolean first = parts.isEmpty() && rows == 0;
      if (first && samples != BatchSource.UNKNOWN && part.dim(0) == count) {
        Shape shape = part.shape().withDim(0, samples);
        place = Strided.allocate(part.device(), part.type().withShape(shape));
      }
      Strided target = place;
      if (target != null && part.dim(0) != count) {
        parts.add(Tensor.of(target).get("0:" + rows));
        place = null;
      }
      if (place == null) {
        parts.add(part);
      } else {
        Strided rest = place.restride(part.shape(), strides(place), rows * place.stride(0));
        part.device().kernels().copy(rest, part.strided());
      }
      rows += part.dim(0);
    }

    Tensor all() {
      return place == null ? Tensor.concat(0, parts.toArray(Tensor[]::new)) : Tensor.of(place);
    }

    private static long[] strides(Strided x) {
      long[] strides = new long[x.rank()];
      for (int axis = 0; axis < strides.length; axis++) {
        strides[axis] = x.stride(axis);
      }
      return strides;
    }
  }
}
