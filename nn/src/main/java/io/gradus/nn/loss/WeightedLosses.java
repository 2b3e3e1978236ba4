package io.gradus.nn.loss;

import io.gradus.nn.loss.Loss.Reduction;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import org.jspecify.annotations.Nullable;

/// Losses and what they were weighted with, by Keras' rules.
///
/// @param losses the losses times their weights
/// @param weights the weights, mask included, or null where all losses count the same
record WeightedLosses(Tensor losses, @Nullable Tensor weights) {
  /// {@return the losses, weighted; see [Loss#reduced(Tensor, Tensor, Tensor, Tensor)]}
  static WeightedLosses of(
      Tensor losses, @Nullable Tensor weights, @Nullable Tensor mask, Reduction reduction) {
    WeightedLosses result = new WeightedLosses(losses, null);
    if (mask != null) {
      result = result.times("the mask", kept(mask, losses, reduction));
    }
    return weights == null ? result : result.times("sample weights", weights);
  }

  /// {@return the mask as factors. A mean divides by what counts, not by what is there}
  private static Tensor kept(Tensor mask, Tensor losses, Reduction reduction) {
    Tensor kept = mask.cast(losses.dtype());
    return switch (reduction) {
      case MEAN, SUM_OVER_BATCH_SIZE -> kept.mul((double) mask.size()).div(orOne(kept.sum()));
      case NONE, SUM, MEAN_WITH_SAMPLE_WEIGHT -> kept;
    };
  }

  private WeightedLosses times(String what, Tensor given) {
    Tensor factors = given.cast(losses.dtype());
    check(what, given, factors);
    Tensor product = product(losses, factors);
    return new WeightedLosses(product, weights == null ? factors : product(weights, factors));
  }

  private void check(String what, Tensor given, Tensor factors) {
    Shape x = Ranks.beside(losses.shape(), factors.shape());
    Shape y = Ranks.beside(factors.shape(), losses.shape());
    boolean fits = x.rank() == 0 || y.rank() <= x.rank();
    for (int axis = 0; fits && axis < Math.min(x.rank(), y.rank()); axis++) {
      fits = x.dim(axis) == y.dim(axis) || x.dim(axis) == 1 || y.dim(axis) == 1;
    }
    if (!fits) {
      throw new ShapeException(
          "loss: %s must have the losses' shape, or 1 where they stretch; got %s, losses=%s"
              .formatted(what, given.type(), losses.type()));
    }
  }

  // Of fewer axes, the first ones are meant: a weight for each sample.
  private static Tensor product(Tensor losses, Tensor factors) {
    Tensor x = Ranks.beside(losses, factors.shape());
    Tensor y = Ranks.beside(factors, losses.shape());
    while (y.rank() < x.rank()) {
      y = y.expandDims(-1);
    }
    return x.mul(y);
  }

  /// {@return the losses as one number; no losses, or none that count, give 0}
  Tensor reduced(Reduction reduction) {
    if (losses.rank() == 0) {
      return losses;
    }
    return switch (reduction) {
      case NONE -> losses;
      case SUM -> losses.sum();
      case SUM_OVER_BATCH_SIZE, MEAN -> mean();
      case MEAN_WITH_SAMPLE_WEIGHT ->
          weights == null ? mean() : quotient(losses.sum(), weights.sum());
    };
  }

  private Tensor mean() {
    return losses.sum().div((double) Math.max(losses.size(), 1));
  }

  private static Tensor quotient(Tensor x, Tensor y) {
    return y.notEqual(0).where(x, 0).div(orOne(y));
  }

  private static Tensor orOne(Tensor x) {
    return x.notEqual(0).where(x, 1);
  }
}
