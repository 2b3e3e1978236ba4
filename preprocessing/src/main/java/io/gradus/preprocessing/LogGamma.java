package io.gradus.preprocessing;

import io.gradus.nn.layer.Call;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;

/// Logarithms of random numbers of the gamma distribution, which do not vanish where its parameter
/// is small, and what is made of them.
final class LogGamma {
  // A try fails with a probability below 0.05.
  private static final int TRIES = 16;

  private LogGamma() {}

  /// {@return numbers of the beta distribution whose parameters are both alpha, `float32`}
  ///
  /// @param alpha positive, a scalar
  /// @param call where the random numbers come from
  static Tensor beta(long count, Tensor alpha, Call call) {
    Tensor logs = drawn(Shape.of(2, count), alpha, call.inside("beta"));
    return logs.get("0").sub(logs.get("1")).sigmoid();
  }

  /// {@return numbers of the symmetric Dirichlet distribution, `float32`: shares whose sum is 1}
  static Tensor dirichlet(long count, Tensor alpha, Call call) {
    return drawn(Shape.of(count), alpha, call.inside("dirichlet")).softmax(0);
  }

  // By the method of Marsaglia and Tsang (A Simple Method for Generating Gamma Variables, 2000) for
  // alpha + 1, which one more uniform number brings to alpha.
  private static Tensor drawn(Shape shape, Tensor alpha, Call call) {
    TensorType tries = new TensorType(DType.FLOAT32, shape.concat(Shape.of(TRIES)));
    Tensor d = alpha.add(2.0 / 3);
    Tensor normal = call.inside("normal").random().normal(tries);
    Tensor root = normal.div(d.mul(9).sqrt()).add(1).maximum(1e-12);
    Tensor cube = root.mul(root).mul(root);
    Tensor most = cube.neg().add(1).add(cube.log()).mul(d).add(normal.mul(normal).mul(0.5));
    Tensor accepted = logUniform(call.inside("accepted"), tries).less(most);
    Tensor first = accepted.cast(DType.INT32).argMax(-1).expandDims(-1);
    Tensor log = cube.takeAlongAxis(first, -1).squeeze(-1).log().add(d.log());
    return log.add(logUniform(call, new TensorType(DType.FLOAT32, shape)).div(alpha));
  }

  private static Tensor logUniform(Call call, TensorType type) {
    return call.random().uniform(type).neg().log1p();
  }
}
