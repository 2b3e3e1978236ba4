package io.gradus.nn.layer;

import io.gradus.tensor.Sampling;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Philox;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// A layer's random numbers in one step. They follow from the model's seed, the layer's path and
/// the number of the step, so they are the same for any number of threads, eager or recorded.
public final class RandomStream {
  // A step draws fewer blocks than this from one stream.
  private static final long BLOCKS_PER_STEP = 1L << 40;

  private final long key;
  private final Tensor counter;

  RandomStream(long seed, String path, Tensor step) {
    this.key = Philox.key(seed, path);
    this.counter = step.cast(DType.INT64).mul(BLOCKS_PER_STEP);
  }

  /// {@return key and counter, `int64` scalars, for an operation that draws by itself}
  List<Tensor> words() {
    return List.of(Tensor.of(key), counter);
  }

  /// {@return uniform numbers in [0, 1)}
  public Tensor uniform(TensorType type) {
    return Tensor.apply(new Sampling.RandomUniform(type), Tensor.of(key), counter).getFirst();
  }

  /// {@return numbers of the standard normal distribution; a step draws these or uniform ones, for
  /// both come from the same bits}
  public Tensor normal(TensorType type) {
    return Tensor.apply(new Sampling.RandomNormal(type, false), Tensor.of(key), counter).getFirst();
  }
}
