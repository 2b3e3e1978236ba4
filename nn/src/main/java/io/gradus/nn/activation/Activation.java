package io.gradus.nn.activation;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.ShapeException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A function that a layer applies to its output (`keras.activations`). Any lambda will do, but
/// only what has a name can be saved: the constants here, which [Activations] lists, and functions
/// that are given one, `Activation.of("doubled", x -> x.mul(2))`. The methods give activations with
/// other settings than Keras' defaults.
public interface Activation {
  /// `x`.
  Activation LINEAR = new NamedActivation("linear", x -> x);

  /// `max(x, 0)`.
  Activation RELU = new NamedActivation("relu", Tensor::relu);

  /// `min(max(x, 0), 6)`.
  Activation RELU6 = new NamedActivation("relu6", x -> Rectifiers.held(x, 0, 6));

  /// `x` above 0, `0.2·x` below.
  Activation LEAKY_RELU = new NamedActivation("leaky_relu", leakyRelu(0.2));

  /// `x` above 0, `eˣ − 1` below (Clevert et al. 2015).
  Activation ELU = new NamedActivation("elu", elu(1));

  /// Scaled ELU, which keeps mean 0 and variance 1: `1.0507…·elu(x, 1.6732…)` (Klambauer et al.
  /// 2017).
  Activation SELU = new NamedActivation("selu", Rectifiers::selu);

  /// Continuously differentiable ELU; with its default α = 1 the same as [#ELU] (Barron 2017).
  Activation CELU = new NamedActivation("celu", celu(1));

  /// `x·Φ(x)` with the normal distribution Φ, exactly: `x·(1 + erf(x/√2))/2` (Hendrycks and Gimpel
  /// 2016).
  Activation GELU = new NamedActivation("gelu", gelu(false));

  /// `x·sigmoid(x)`, which Keras also calls swish.
  Activation SILU = new NamedActivation("silu", x -> x.mul(x.sigmoid()));

  /// `x·tanh(softplus(x))` (Misra 2019).
  Activation MISH = new NamedActivation("mish", x -> x.mul(x.softplus().tanh()));

  /// `log(1 + eˣ)`.
  Activation SOFTPLUS = new NamedActivation("softplus", Tensor::softplus);

  /// `x/(1 + |x|)`.
  Activation SOFTSIGN = new NamedActivation("softsign", Tensor::softsign);

  /// `(x + √(x² + 4))/2` (Barron 2021).
  Activation SQUAREPLUS = new NamedActivation("squareplus", squareplus(4));

  /// 0 up to −1, `(x + 1)²/4` up to 1, `x` above.
  Activation SPARSE_PLUS = new NamedActivation("sparse_plus", Rectifiers::sparsePlus);

  /// `eˣ`.
  Activation EXPONENTIAL = new NamedActivation("exponential", Tensor::exp);

  /// `1/(1 + e⁻ˣ)`.
  Activation SIGMOID = new NamedActivation("sigmoid", Tensor::sigmoid);

  /// `log(sigmoid(x))`.
  Activation LOG_SIGMOID = new NamedActivation("log_sigmoid", Tensor::logSigmoid);

  /// `x/6 + ½`, held between 0 and 1.
  Activation HARD_SIGMOID = new NamedActivation("hard_sigmoid", Rectifiers::hardSigmoid);

  /// `0.2·x + ½`, held between 0 and 1: what `hard_sigmoid` was up to Keras 2 and is in its files.
  /// Keras 3 does not know the name.
  Activation HARD_SIGMOID_KERAS2 =
      new NamedActivation("hard_sigmoid_keras2", x -> x.mul(0.2).add(0.5).clip(0, 1));

  /// `(x + 1)/2`, held between 0 and 1.
  Activation SPARSE_SIGMOID =
      new NamedActivation("sparse_sigmoid", x -> Rectifiers.held(x.add(1).mul(0.5), 0, 1));

  /// `x·hardSigmoid(x)`, which Keras also calls hard swish.
  Activation HARD_SILU = new NamedActivation("hard_silu", Rectifiers::hardSilu);

  /// The hyperbolic tangent.
  Activation TANH = new NamedActivation("tanh", Tensor::tanh);

  /// `x`, held between −1 and 1.
  Activation HARD_TANH = new NamedActivation("hard_tanh", x -> Rectifiers.held(x, -1, 1));

  /// `x − tanh(x)`.
  Activation TANH_SHRINK = new NamedActivation("tanh_shrink", x -> x.sub(x.tanh()));

  /// `x − ½` above ½, `x + ½` below −½, 0 between.
  Activation SOFT_SHRINK = new NamedActivation("soft_shrink", softShrink(0.5));

  /// `x` where `|x| > ½`, else 0.
  Activation HARD_SHRINK = new NamedActivation("hard_shrink", hardShrink(0.5));

  /// The first half of the last axis times the sigmoid of the second (Dauphin et al. 2016).
  Activation GLU = new NamedActivation("glu", glu(-1));

  /// `exp(x) / Σ exp(x)` over the last axis.
  Activation SOFTMAX = new NamedActivation("softmax", x -> x.softmax(-1));

  /// The logarithm of softmax over the last axis.
  Activation LOG_SOFTMAX = new NamedActivation("log_softmax", x -> x.logSoftmax(-1));

  /// Like softmax over the last axis, but small elements give 0 (Martins and Astudillo 2016, with
  /// Keras' threshold, so that a row need not sum to 1).
  Activation SPARSEMAX = new NamedActivation("sparsemax", sparsemax(-1));

  /// {@return the function of `x`, element by element or along an axis}
  Tensor apply(Tensor x);

  /// {@return the activation that Keras calls by this name}
  ///
  /// @throws IllegalArgumentException if there is none, listing the nearest
  static Activation of(String name) {
    return Activations.of(name);
  }

  /// {@return a function of one's own with a name, by which files know it}
  static Activation of(String name, UnaryOperator<Tensor> function) {
    return new NamedActivation(name, function::apply, true);
  }

  /// {@return Keras' general rectifier: `maxValue` where `x ≥ maxValue`, `x` from the threshold on,
  /// `negativeSlope·(x − threshold)` below}
  ///
  /// @param negativeSlope the slope below the threshold
  /// @param maxValue the largest result, or null for none
  /// @param threshold where the rectifier opens
  static Activation relu(double negativeSlope, @Nullable Double maxValue, double threshold) {
    return Rectifiers.relu(negativeSlope, maxValue, threshold);
  }

  /// {@return `x` above 0, `negativeSlope·x` below}
  static Activation leakyRelu(double negativeSlope) {
    return x -> Rectifiers.leaky(x, negativeSlope);
  }

  /// {@return `x` above 0, `alpha·(eˣ − 1)` below}
  static Activation elu(double alpha) {
    return x -> x.relu().add(x.minimum(0).expm1().mul(alpha));
  }

  /// {@return `x` above 0, `alpha·(exp(x/alpha) − 1)` below}
  ///
  /// @throws IllegalArgumentException if `alpha` is 0
  static Activation celu(double alpha) {
    if (alpha == 0) {
      throw new IllegalArgumentException("celu: alpha must not be 0");
    }
    return x -> x.relu().add(x.minimum(0).div(alpha).expm1().mul(alpha));
  }

  /// {@return `x·Φ(x)`, exactly or, as in the paper, by `x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))/2`}
  static Activation gelu(boolean approximate) {
    return approximate ? Rectifiers::tanhGelu : Tensor::gelu;
  }

  /// {@return `(x + √(x² + b))/2`}
  ///
  /// @throws IllegalArgumentException if `b` is negative
  static Activation squareplus(double b) {
    if (!(b >= 0)) {
      throw new IllegalArgumentException("squareplus: b must be at least 0, got " + b);
    }
    return x -> x.add(x.square().add(b).sqrt()).mul(0.5);
  }

  /// {@return `x` moved towards 0 by the threshold, and 0 nearer to it}
  ///
  /// @throws IllegalArgumentException if the threshold is negative
  static Activation softShrink(double threshold) {
    if (!(threshold >= 0)) {
      throw new IllegalArgumentException(
          "softShrink: threshold must be at least 0, got " + threshold);
    }
    return x -> x.sub(x.clip(-threshold, threshold));
  }

  /// {@return `x` where `|x|` is above the threshold, else 0}
  static Activation hardShrink(double threshold) {
    return x -> x.abs().greater(threshold).where(x, 0);
  }

  /// {@return `x` where it is above the threshold, else `value`, in its type}
  static Activation threshold(double threshold, double value) {
    return x -> x.greater(threshold).where(x, value).cast(x.dtype());
  }

  /// {@return softmax along the axis}
  static Activation softmax(int axis) {
    return axis == -1 ? SOFTMAX : x -> x.softmax(axis);
  }

  /// {@return the logarithm of softmax along the axis}
  static Activation logSoftmax(int axis) {
    return axis == -1 ? LOG_SOFTMAX : x -> x.logSoftmax(axis);
  }

  /// {@return the first half of the axis times the sigmoid of the second; its length must be even}
  static Activation glu(int axis) {
    return x -> {
      int along = x.shape().axis("glu", axis);
      long length = x.dim(along);
      if (length % 2 != 0) {
        throw new ShapeException(
            "glu: needs an axis of even length; got x=%s, axis=%d".formatted(x.type(), axis));
      }
      return Rectifiers.part(x, along, 0, length / 2)
          .mul(Rectifiers.part(x, along, length / 2, length).sigmoid());
    };
  }

  /// {@return sparsemax along the axis, see [#SPARSEMAX]}
  static Activation sparsemax(int axis) {
    return x -> {
      int along = x.shape().axis("sparsemax", axis);
      int last = x.rank() - 1;
      return along == last
          ? SparsemaxShares.sparsemax(x)
          : SparsemaxShares.sparsemax(x.swapAxes(along, last)).swapAxes(along, last);
    };
  }
}
