package io.gradus.tensor;

import io.gradus.tensor.kernel.Philox;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;

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
}
