package io.gradus.nn.activation;

import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Bodies of activations that take more than one line. Those made of arithmetic alone, without a
/// choice by truth values, run as one chain in programs.
final class Rectifiers {
  // Klambauer et al. 2017, appendix A, to double precision.
  private static final double SELU_SCALE = 1.0507009873554805;
  private static final double SELU_ALPHA = 1.6732632423543772;

  private static final double ROOT_2_BY_PI = Math.sqrt(2 / Math.PI);

  private Rectifiers() {}

  static Activation relu(double negativeSlope, @Nullable Double maxValue, double threshold) {
    if (negativeSlope != 0 && threshold == 0 && maxValue == null) {
      return x -> leaky(x, negativeSlope);
    }
    return x -> {
      Tensor open = threshold == 0 ? x.relu() : x.greater(threshold).where(x, 0);
      // Keras calls it relu6 then, whose gradient at 6 is 0; that of clip is 1.
      boolean isRelu6 = maxValue != null && maxValue == 6 && threshold == 0;
      Tensor held = maxValue == null ? open : isRelu6 ? below(open, 6) : open.clip(0, maxValue);
      return negativeSlope == 0 ? held : held.sub(x.neg().add(threshold).relu().mul(negativeSlope));
    };
  }

  /// {@return each element, held between two numbers; unlike that of [Tensor#clip], the gradient is
  /// 0 where it is one of them}
  static Tensor held(Tensor x, double least, double most) {
    return below(Tensor.scalar(x.dtype(), least).maximum(x), most);
  }

  // Of equals the first is chosen, through which no gradient flows.
  private static Tensor below(Tensor x, double most) {
    return Tensor.scalar(x.dtype(), most).minimum(x);
  }

  static Tensor leaky(Tensor x, double negativeSlope) {
    // The other form makes NaN of −∞ where the slope is 0.
    return negativeSlope == 0 ? x.relu() : x.relu().add(x.minimum(0).mul(negativeSlope));
  }

  static Tensor selu(Tensor x) {
    return x.relu().add(x.minimum(0).expm1().mul(SELU_ALPHA)).mul(SELU_SCALE);
  }

  static Tensor tanhGelu(Tensor x) {
    Tensor inner = x.square().mul(x).mul(0.044715).add(x).mul(ROOT_2_BY_PI);
    return x.mul(0.5).mul(inner.tanh().add(1));
  }

  static Tensor sparsePlus(Tensor x) {
    Tensor held = x.clip(-1, 1).add(1);
    return x.less(1).where(held.square().mul(0.25), x);
  }

  static Tensor hardSigmoid(Tensor x) {
    return held(x.div(6).add(0.5), 0, 1);
  }

  // PyTorch's gradient at ±3 is not that of x·hardSigmoid(x).
  static Tensor hardSilu(Tensor x) {
    return x.mul(x.div(6).add(0.5).clip(0, 1));
  }

  static Tensor part(Tensor x, int axis, long from, long to) {
    Index[] index = new Index[axis + 1];
    Arrays.fill(index, Index.ALL);
    index[axis] = Index.range(from, to);
    return x.get(index);
  }
}
