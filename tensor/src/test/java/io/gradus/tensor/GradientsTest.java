package io.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class GradientsTest {
  private static final Tensor X = Tensor.of(1.0, -2.0, 3.0);

  @Test
  void gradientIsAFunction() {
    UnaryOperator<Tensor> slope = Gradients.gradient(x -> x.square().sum());
    assertThat(slope.apply(X).toDoubleArray()).containsExactly(2, -4, 6);
    assertThat(slope.apply(Tensor.of(5f)).toString()).isEqualTo("10.0");
  }

  @Test
  void gradientsOfGradientsAreHigherDerivatives() {
    UnaryOperator<Tensor> cube = x -> x.mul(x).mul(x);
    UnaryOperator<Tensor> third = Gradients.gradient(Gradients.gradient(Gradients.gradient(cube)));
    assertThat(third.apply(Tensor.of(7.0)).item()).isEqualTo(6);
  }

  @Test
  void valueAndGradientGivesBoth() {
    var at = Gradients.valueAndGradient(x -> x.square().sum()).apply(X);
    assertThat(at.value().item()).isEqualTo(14);
    assertThat(at.gradient().toDoubleArray()).containsExactly(2, -4, 6);
  }

  @Test
  void theJacobianHasTheShapeOfResultAndArgument() {
    Tensor x = Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});
    Tensor jacobian = Gradients.jacobian(in -> in.sum(0).square(), x);
    assertThat(jacobian.shape()).isEqualTo(Shape.of(2, 3, 2));
    assertThat(jacobian.get("0").toDoubleArray()).containsExactly(18, 0, 18, 0, 18, 0);
    assertThat(jacobian.get("1").toDoubleArray()).containsExactly(0, 24, 0, 24, 0, 24);
    assertThat(Gradients.jacobian(in -> in.square().sum(), X).toDoubleArray())
        .containsExactly(2, -4, 6);
    assertThat(Gradients.jacobian(in -> in.get(":0"), X).shape()).isEqualTo(Shape.of(0, 3));
  }

  @Test
  void theJacobianOfAProductIsItsMatrix() {
    Tensor a = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
    Tensor jacobian = Gradients.jacobian(a::matmul, X);
    assertThat(jacobian.toDoubleArray()).containsExactly(a.toDoubleArray());
  }

  @Test
  void theHessianIsSymmetricAndRight() {
    Tensor hessian = Gradients.hessian(x -> x.prod(), X);
    assertThat(hessian.toDoubleArray()).containsExactly(0, 3, -2, 3, 0, 1, -2, 1, 0);
    Tensor squares = Gradients.hessian(x -> x.square().sum(), Tensor.of(new double[][] {{1, 2}}));
    assertThat(squares.shape()).isEqualTo(Shape.of(1, 2, 1, 2));
    assertThat(squares.toDoubleArray()).containsExactly(2, 0, 0, 2);
  }

  @Test
  void theHessianOfALinearFunctionIsZero() {
    Tensor hessian = Gradients.hessian(x -> x.mul(3).sum(), X);
    assertThat(hessian.shape()).isEqualTo(Shape.of(3, 3));
    assertThat(hessian.toDoubleArray()).containsOnly(0);
  }

  @Test
  void forwardAndBackwardProductsAgreeWithTheJacobian() {
    UnaryOperator<Tensor> f = x -> x.exp().cumProd(0).get("1:");
    Tensor jacobian = Gradients.jacobian(f, X);
    Tensor v = Tensor.of(0.5, -1.0, 2.0);
    Tensor u = Tensor.of(3.0, -0.25);
    double[] forward = Gradients.jvp(f, X, v).toDoubleArray();
    double[] backward = Gradients.vjp(f, X, u).toDoubleArray();
    assertThat(forward).containsExactly(jacobian.matmul(v).toDoubleArray(), within(1e-12));
    assertThat(backward).containsExactly(u.matmul(jacobian).toDoubleArray(), within(1e-12));
  }

  @Test
  void aHessianTimesAVectorIsForwardOverBackward() {
    UnaryOperator<Tensor> gradient = Gradients.gradient(x -> x.prod());
    Tensor v = Tensor.of(1.0, 2.0, 3.0);
    Tensor hessian = Gradients.hessian(x -> x.prod(), X);
    assertThat(Gradients.jvp(gradient, X, v).toDoubleArray())
        .containsExactly(hessian.matmul(v).toDoubleArray());
  }

  @Test
  void derivativesAreTraced() {
    Graph graph =
        Graph.trace(
            in -> List.of(Gradients.hessian(x -> x.prod(), in.getFirst())),
            List.of(TensorType.of(DType.FLOAT64, 3)));
    Tensor result = new Program(graph, Device.current()).run(List.of(X)).getFirst();
    assertThat(result.toDoubleArray()).containsExactly(0, 3, -2, 3, 0, 1, -2, 1, 0);
  }

  @Test
  void checkReportsTheWorstElement() {
    Gradients.Report report = Gradients.check(x -> x.square().mul(x).sum(), X);
    assertThat(report.passes()).isTrue();
    assertThat(report.error()).isLessThan(1e-9);
    assertThat(report.type()).isEqualTo(X.type());
  }

  @Test
  void checkTakesFloat32ArgumentsAndMatrices() {
    Tensor x = Tensor.randomUniform(Shape.of(3, 4), -1, 1, 1);
    Gradients.check(in -> in.softmax(-1), x);
    Gradients.check(in -> in.matmul(in.transpose()), x);
    Gradients.check(in -> in.sum(), Tensor.of(2.0));
  }

  @Test
  void checkTakesSeveralArguments() {
    Tensor rows = Tensor.of(2, 0);
    Gradients.check(
        in -> in.get(0).gather(in.get(1), 0).mul(in.get(2)),
        List.of(X, rows, Tensor.of(4.0, 5.0)),
        1e-8);
    Gradients.check(in -> in.get(0).mul(in.get(1)), List.of(X, X), 1e-8);
  }

  @Test
  void checkFindsAWrongGradient() {
    // The gradient of a step's slope is lost in the cast.
    UnaryOperator<Tensor> wrong = x -> x.square().add(x.cast(DType.INT64).mul(3).mul(x)).sum();
    assertThatThrownBy(() -> Gradients.check(wrong, Tensor.of(new double[][] {{0.5, 1.0}})))
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching(
            "check: the worst element is \\[0, 1\\] of argument 0 float64\\[1, 2\\]: differences"
                + " give 15000[0-9.]*, the gradient 5\\.0; error 1\\.0e\\+00, allowed 1\\.0e-06");
  }

  @Test
  void checkFindsNaN() {
    assertThatThrownBy(() -> Gradients.check(x -> x.sqrt(), Tensor.of(4.0, 0.0)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("element is [1] of argument 0 float64[2]: differences give NaN");
  }
}
