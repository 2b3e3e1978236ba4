package io.gradus.tensor;

import io.gradus.tensor.kernel.Philox;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.concurrent.atomic.AtomicLong;

/// Random numbers from a seed, others with each call (`numpy.random.default_rng`,
/// `keras.random.SeedGenerator`): the same seed gives the same numbers in the same order of calls,
/// on every machine. Several threads may share one; in which order they draw is then up to them.
///
/// ```java
/// Rng rng = Rng.of(1);
/// Tensor x = rng.uniform(-1, 1, 32, 3);      // float32[32, 3]
/// Tensor noise = rng.normal(0, 0.1, 32, 1);
/// ```
public final class Rng {
  private final long seed;
  private final AtomicLong draws = new AtomicLong();

  private Rng(long seed) {
    this.seed = seed;
  }

  /// {@return random numbers from this seed}
  public static Rng of(long seed) {
    return new Rng(seed);
  }

  /// {@return a number for whatever takes a seed, another with each call}
  public long nextSeed() {
    return Philox.key(seed + draws.getAndIncrement(), "draw");
  }

  private static TensorType floats(long... shape) {
    return new TensorType(DType.FLOAT32, Shape.of(shape));
  }

  /// {@return `float32` numbers from the uniform distribution over [low, high)}
  ///
  /// @throws IllegalArgumentException if `low` is above `high`
  public Tensor uniform(double low, double high, long... shape) {
    return Tensor.randomUniform(floats(shape), low, high, nextSeed());
  }

  /// {@return `float32` numbers from the normal distribution of this mean and standard deviation}
  ///
  /// @throws IllegalArgumentException if the deviation is negative
  public Tensor normal(double mean, double deviation, long... shape) {
    return Tensor.randomNormal(floats(shape), mean, deviation, nextSeed());
  }

  /// {@return `float32` numbers from the normal distribution, of which those further than two
  /// deviations from the mean are drawn again}
  ///
  /// @throws IllegalArgumentException if the deviation is negative
  public Tensor truncatedNormal(double mean, double deviation, long... shape) {
    return Tensor.randomTruncatedNormal(floats(shape), mean, deviation, nextSeed());
  }

  /// {@return `int32` numbers from `low` up to but not including `high`}
  ///
  /// @throws IllegalArgumentException if `low` is not below `high`
  public Tensor integers(int low, int high, long... shape) {
    return Tensor.randomIntegers(Shape.of(shape), low, high, nextSeed());
  }

  /// {@return `bool`, true with this probability}
  ///
  /// @throws IllegalArgumentException if the probability is not in [0, 1]
  public Tensor bernoulli(double probability, long... shape) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "bernoulli: the probability must be in [0, 1]; got " + probability);
    }
    return Tensor.full(floats(shape), probability).bernoulli(nextSeed());
  }

  /// {@return the numbers 0 to `n` − 1 in some order, as `int32`}
  ///
  /// @throws IllegalArgumentException if `n` is negative
  public Tensor permutation(int n) {
    return Tensor.permutation(n, nextSeed());
  }

  /// {@return the parts of a tensor along its first axis in some order}
  public Tensor shuffle(Operand x) {
    return x.shuffle(0, nextSeed());
  }
}
