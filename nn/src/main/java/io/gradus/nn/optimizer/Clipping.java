package io.gradus.nn.optimizer;

import io.gradus.nn.config.Limits;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How gradients are bounded before they are used; at most one way may be set. 0 bounds nothing.
///
/// @param norm the largest norm of each gradient, or null: a larger one is scaled down to it
/// @param globalNorm the largest norm of all gradients together, or null: with a larger one all are
///   scaled down by one factor
/// @param value the largest absolute value of each element, or null
public record Clipping(@Nullable Double norm, @Nullable Double globalNorm, @Nullable Double value) {
  /// Gradients stay as they are.
  public static final Clipping NONE = new Clipping(null, null, null);

  private static final String OF = "optimizer";

  /// Checks the settings.
  public Clipping {
    if (Stream.of(norm == null, globalNorm == null, value == null).filter(off -> !off).count()
        > 1) {
      throw new IllegalArgumentException(
          "optimizer: only one of clipnorm, globalClipnorm and clipvalue may be set;"
              + " got clipnorm=%s, globalClipnorm=%s, clipvalue=%s"
                  .formatted(norm, globalNorm, value));
    }
    if (norm != null) {
      Limits.atLeast(OF, "clipnorm", norm, 0);
    }
    if (globalNorm != null) {
      Limits.atLeast(OF, "globalClipnorm", globalNorm, 0);
    }
    if (value != null) {
      Limits.atLeast(OF, "clipvalue", value, 0);
    }
  }

  /// {@return the gradients, bounded}
  List<Tensor> apply(List<Tensor> gradients) {
    if (norm != null && norm > 0) {
      double limit = norm;
      return gradients.stream().map(gradient -> byNorm(gradient, limit)).toList();
    }
    if (globalNorm != null && globalNorm > 0 && !gradients.isEmpty()) {
      return byGlobalNorm(gradients, globalNorm);
    }
    if (value != null && value > 0) {
      double limit = value;
      return gradients.stream().map(gradient -> gradient.maximum(-limit).minimum(limit)).toList();
    }
    return gradients;
  }

  private static Tensor byNorm(Tensor gradient, double limit) {
    Tensor norm = gradient.square().sum().sqrt();
    return gradient.mul(limit).div(norm.maximum(limit));
  }

  private static List<Tensor> byGlobalNorm(List<Tensor> gradients, double limit) {
    Tensor norm =
        gradients.stream()
            .map(gradient -> gradient.square().sum().cast(DType.FLOAT32))
            .reduce(Tensor::add)
            .orElseThrow()
            .sqrt();
    // A norm that is not finite makes the factor, and with it every gradient, NaN.
    Tensor factor = Tensor.of(1f).div(norm).minimum(1 / limit).mul(limit).add(norm.sub(norm));
    return gradients.stream().map(gradient -> gradient.mul(factor.cast(gradient.dtype()))).toList();
  }
}
