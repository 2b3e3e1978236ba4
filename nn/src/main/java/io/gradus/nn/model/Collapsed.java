package io.gradus.nn.model;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Layer;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A model whose affine layers in a row were merged, see [Sequential#collapse].
///
/// @param model the smaller model, built; it computes what the other does, up to rounding
/// @param merged the names of the layers that became one, for each that came of it
/// @param samples the number of random samples that both models were given
/// @param difference the largest difference between their outputs
public record Collapsed(
    Sequential model, List<List<String>> merged, int samples, double difference) {
  private static final int SAMPLES = 32;

  static Collapsed of(Sequential model) {
    ModelGraph graph = model.graph();
    if (graph == null) {
      throw new IllegalStateException("collapse: the model must be built first; call build()");
    }
    List<List<Layer>> runs = runs(model.layers());
    List<Layer> layers = runs.stream().map(Collapsed::layer).toList();
    Sequential smaller = new Sequential(layers.toArray(Layer[]::new));
    TensorType input = graph.inputTypes().getFirst();
    Shape shape = input.shape().withDim(0, SAMPLES);
    Tensor x = Tensor.randomUniform(shape, -1, 1, 0).cast(input.dtype());
    smaller.types(List.of(x.type()), Call.infer());
    for (int i = 0; i < runs.size(); i++) {
      if (runs.get(i).size() > 1) {
        assign(runs.get(i), layers.get(i));
      }
    }
    Tensor difference = model.predictOnBatch(x).sub(smaller.predictOnBatch(x));
    List<List<String>> merged =
        runs.stream()
            .filter(run -> run.size() > 1)
            .map(run -> run.stream().map(Layer::name).toList())
            .toList();
    double largest = difference.square().max().sqrt().item();
    return new Collapsed(smaller, merged, SAMPLES, largest);
  }

  /// The layers in groups: those of each group but the last are affine, and all are dense.
  private static List<List<Layer>> runs(List<Layer> layers) {
    List<List<Layer>> runs = new ArrayList<>();
    for (Layer layer : layers) {
      Layer before = runs.isEmpty() ? null : runs.getLast().getLast();
      boolean merges =
          layer instanceof Dense
              && before instanceof Dense dense
              && dense.activation().equals(Activation.LINEAR);
      if (!merges) {
        runs.add(new ArrayList<>());
      }
      runs.getLast().add(layer);
    }
    return runs;
  }

  private static Layer layer(List<Layer> run) {
    if (run.size() == 1) {
      return run.getFirst();
    }
    Dense last = (Dense) run.getLast();
    boolean biased = run.stream().anyMatch(layer -> layer.weights().size() > 1);
    return new Dense(last.units(), last.activation()).useBias(biased).named(run.getFirst().name());
  }

  /// `(x·V + v)·W + w = x·(V·W) + (v·W + w)`.
  private static void assign(List<Layer> run, Layer merged) {
    Tensor kernel = run.getFirst().weights().getFirst().value();
    Tensor bias = bias(run.getFirst());
    for (Layer layer : run.subList(1, run.size())) {
      Tensor next = layer.weights().getFirst().value();
      bias = bias.expandDims(0).matmul(next).reshape(-1).add(bias(layer));
      kernel = kernel.matmul(next);
    }
    merged.weights().getFirst().assign(kernel);
    if (merged.weights().size() > 1) {
      merged.weights().getLast().assign(bias);
    }
  }

  private static Tensor bias(Layer layer) {
    return layer.weights().size() > 1
        ? layer.weights().getLast().value()
        : Tensor.zeros(TensorType.of(DType.FLOAT32, layer.weights().getFirst().value().dim(-1)));
  }

  /// {@return what was merged, and how far the outputs are apart}
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (List<String> names : merged) {
      text.append(String.join(" + ", names)).append(" → ").append(names.getFirst()).append('\n');
    }
    text.append(
        String.format(
            Locale.ROOT,
            "outputs for %d random samples differ by at most %.2g",
            samples,
            difference));
    return merged.isEmpty() ? "nothing to merge" : text.toString();
  }
}
