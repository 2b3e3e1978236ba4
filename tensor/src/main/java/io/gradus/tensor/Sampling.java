package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Philox;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Random choices by what a tensor says. The same seed gives the same choices; no gradient flows
/// through them.
public sealed interface Sampling extends Valued permits Operand {
  /// {@return the subtensors along the axis in an order that the seed determines, each order as
  /// likely as any other}
  default Tensor shuffle(int axis, long seed) {
    Tensor x = value();
    int along = x.shape().axis("shuffle", axis);
    return x.gather(Tensor.permutation(Math.toIntExact(x.dim(along)), seed), along);
  }

  /// {@return truth values, true with the probability that this tensor has in their place}
  default Tensor bernoulli(long seed) {
    Tensor p = value().cast(DType.FLOAT64);
    return unit(p.shape(), Philox.key(seed, "bernoulli")).less(p);
  }

  /// {@return numbers of classes, `int32` of shape `[rows, samples]`: each drawn with the
  /// probabilities that softmax makes of the row's logits (Keras' `random.categorical`)}
  ///
  /// @throws ShapeException if this is no matrix with at least one class, or samples are negative
  default Tensor categorical(int samples, long seed) {
    Tensor logits = value();
    if (logits.rank() != 2 || logits.dim(1) == 0 || samples < 0) {
      throw new ShapeException(
          "categorical: needs logits [rows, classes] with at least one class, and no negative"
              + " number of samples; got logits=%s, samples=%d".formatted(logits.type(), samples));
    }
    // The class is the number of classes whose cumulated probability the drawn number reaches.
    Tensor reached = logits.cast(DType.FLOAT64).softmax(-1).cumSum(-1);
    Shape shape = Shape.of(logits.dim(0), samples, 1);
    Tensor total = reached.get(Index.ALL, Index.range(-1L, null, 1)).expandDims(1);
    Tensor drawn = unit(shape, Philox.key(seed, "categorical")).mul(total);
    return drawn.greaterEqual(reached.expandDims(1)).sum(-1);
  }

  private static Tensor unit(Shape shape, long key) {
    Op op = new RandomUniform(new TensorType(DType.FLOAT64, shape));
    return Apply.two(op, Tensor.of(key), Tensor.of(0L));
  }

  /// Refuses operands that are no key and counter, and results that are not floating.
  private static void check(String name, TensorType type, List<TensorType> inputs) {
    RandomWords.check(name, inputs);
    if (!type.dtype().isFloating()) {
      throw new DTypeException(name + ": needs a floating type; got " + type);
    }
  }

  /// Uniform numbers in [0, 1) from the counter-based generator [io.gradus.tensor.kernel.Philox].
  /// The operands are `int64` scalars, key and counter, so that a recorded program draws new
  /// numbers each time.
  ///
  /// @param type the type of the result
  record RandomUniform(TensorType type) implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      check(name(), type, inputs);
      return type;
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.uniform(out, RandomWords.of(inputs.get(0)), RandomWords.of(inputs.get(1)));
    }

    @Override
    public boolean isDifferentiable(int input) {
      return false;
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      return null;
    }
  }

  /// Numbers of the standard normal distribution from the counter-based generator
  /// [io.gradus.tensor.kernel.Philox] by the method of Box and Muller. The operands are `int64`
  /// scalars, key and counter, as for [RandomUniform].
  ///
  /// @param type the type of the result
  /// @param truncated whether numbers beyond ±2 are drawn again, as Keras' `truncated_normal` does
  record RandomNormal(TensorType type, boolean truncated) implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      check(name(), type, inputs);
      return type;
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      long key = RandomWords.of(inputs.get(0));
      kernels.normal(out, key, RandomWords.of(inputs.get(1)), truncated);
    }

    @Override
    public boolean isDifferentiable(int input) {
      return false;
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      return null;
    }
  }
}
