package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.initializer.TruncatedNormal;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;

/// Divides the kernel, or the embeddings, of a layer by its largest singular value in each training
/// step, before the layer is called (Miyato et al. 2018; `keras.layers.SpectralNormalization`). The
/// singular value is found by power iterations, which go on from step to step. A kernel of zeros
/// stays. In inference the layer is called with the kernel as it is.
///
/// Shapes: the kernel counts as a matrix `[…, n]` of all its axes but the last as one; `vector_u`
/// has shape `[1, n]`; output as the inner layer's.
public final class SpectralNormalization extends Layer {
  private static final String NAME = "spectral normalization";
  private static final ConfigKey<Layer> LAYER = new ConfigKey<>("layer", InnerLayer.CODEC);
  private static final ConfigKey<Integer> ITERATIONS =
      new ConfigKey<>("power_iterations", Codec.INTEGER);

  /// The configuration, as Keras writes it.
  public static final Schema<SpectralNormalization> SCHEMA =
      Layer.<SpectralNormalization>schemaOf("SpectralNormalization")
          .required(LAYER, wrapper -> wrapper.layer)
          .optional(ITERATIONS, wrapper -> wrapper.iterations, 1)
          .build(SpectralNormalization::new);

  private final Layer layer;
  private final int iterations;

  /// Wraps a layer that has a weight called `kernel` or `embeddings`, with one power iteration in
  /// each step.
  public SpectralNormalization(Layer layer) {
    this(Settings.DEFAULT, layer, 1);
  }

  private SpectralNormalization(Settings settings, Layer layer, int iterations) {
    super(settings);
    if (iterations < 1) {
      throw new IllegalArgumentException(
          NAME + ": power_iterations must be at least 1, got " + iterations);
    }
    this.layer = layer;
    this.iterations = iterations;
  }

  private SpectralNormalization(Config config) {
    this(settings(config), config.get(LAYER), config.get(ITERATIONS));
  }

  /// {@return this layer, unbuilt, with the given name}
  public SpectralNormalization named(String name) {
    return new SpectralNormalization(settings().named(name), layer, iterations);
  }

  /// {@return this layer, unbuilt, with so many power iterations in each step}
  public SpectralNormalization powerIterations(int changed) {
    return new SpectralNormalization(settings(), layer, changed);
  }

  /// {@return the layer whose kernel is normalized}
  public Layer layer() {
    return layer;
  }

  @Override
  public Schema<SpectralNormalization> schema() {
    return SCHEMA;
  }

  @Override
  List<Layer> wrapped() {
    return List.of(layer);
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    weights.child("layer", layer, inputs.toArray(TensorType[]::new));
    Variable kernel = weights.share(kernel());
    Shape shape = Shape.of(1, kernel.dim(-1));
    Variable vector = weights.addState("vector_u", shape, new TruncatedNormal(0, 0.02));
    return (in, call) -> {
      if (call.mode() == Mode.TRAIN) {
        normalize(kernel, vector, call);
      }
      Values out = layer.call(in, call);
      return new Values(out.all().stream().map(y -> like(in, y)).toList()).masked(out.masks());
    };
  }

  private Variable kernel() {
    for (Variable weight : layer.weights()) {
      String name = weight.name().substring(weight.name().lastIndexOf('/') + 1);
      if (name.equals("kernel") || name.equals("embeddings")) {
        return weight;
      }
    }
    List<String> names = new ArrayList<>();
    layer.weights().forEach(weight -> names.add(weight.name()));
    throw new ShapeException(
        "%s: the inner layer must have a kernel or embeddings; got %s with weights %s"
            .formatted(NAME, layer, names));
  }

  private static Tensor like(Values in, Tensor y) {
    Tensor x = in.all().getFirst();
    return x.dtype().isFloating() ? y.cast(x.dtype()) : y;
  }

  // No gradient flows through the division. The kernel is assigned at once, and not when the step
  // ends, since the inner layer computes with the new one.
  private void normalize(Variable kernel, Variable vector, Call call) {
    Tensor matrix = kernel.value().stopGradient().reshape(-1, kernel.dim(-1));
    Tensor u = call.updated(vector);
    Tensor v = u;
    for (int i = 0; i < iterations; i++) {
      v = UnitLength.of(u.matmul(matrix.transpose()), Axes.of());
      u = UnitLength.of(v.matmul(matrix), Axes.of());
    }
    Tensor singular = v.matmul(matrix).matmul(u.transpose()).reshape();
    Tensor isZero = matrix.equal(0).all();
    Tensor normalized = isZero.where(matrix, matrix.div(singular));
    call.update(vector, isZero.where(call.updated(vector), u));
    kernel.assign(normalized.reshape(kernel.shape()));
  }
}
