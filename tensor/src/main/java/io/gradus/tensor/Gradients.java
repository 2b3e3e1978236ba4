package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Derivatives of functions of tensors, computed on a [GradientTape]. All are made of tensor
/// methods, so that they can be differentiated again; `check` compares a function's gradient with
/// differences.
///
/// ```java
/// UnaryOperator<Tensor> slope = Gradients.gradient(x -> x.square().sum());
/// Tensor matrix = Gradients.jacobian(x -> x.cumProd(0), Tensor.of(1.0, 2.0, 3.0));
/// Gradients.check(x -> x.softmax(-1), Tensor.of(1.0, 2.0, 3.0));
/// ```
///
/// A function whose result does not depend on its argument, or only by way of an operation that no
/// gradient flows through, such as `argMax`, is refused with an `IllegalStateException` that names
/// the operation.
public final class Gradients {
  private static final double TOLERANCE = 1e-6;
  // The error of a central difference is about h² from the curve and 1e-16/h from rounding.
  private static final double STEP = 1e-5;
  private static final int MOST = 1000;

  private Gradients() {}

  /// A function's value and its gradient there.
  ///
  /// @param value the only element
  /// @param gradient of the shape of the argument
  public record ValueAndGradient(Tensor value, Tensor gradient) {}

  /// {@return the function that gives the gradient of `f`, of its argument's shape}
  ///
  /// The returned function throws a [ShapeException] if `f` does not give exactly one element, and
  /// an `IllegalArgumentException` if its argument is not floating.
  public static UnaryOperator<Tensor> gradient(UnaryOperator<Tensor> f) {
    return x -> valueAndGradient("gradient", f, x).gradient();
  }

  /// {@return the function that gives the value of `f` and its gradient, of one evaluation}
  ///
  /// The returned function throws as that of [#gradient] does.
  public static Function<Tensor, ValueAndGradient> valueAndGradient(UnaryOperator<Tensor> f) {
    return x -> valueAndGradient("valueAndGradient", f, x);
  }

  private static ValueAndGradient valueAndGradient(String name, UnaryOperator<Tensor> f, Tensor x) {
    try (GradientTape tape = new GradientTape()) {
      tape.watch(x);
      Tensor y = f.apply(x);
      checkScalar(name, y);
      return new ValueAndGradient(y, tape.gradient(y, x));
    }
  }

  private static void checkScalar(String name, Tensor y) {
    if (y.size() != 1) {
      throw new ShapeException(
          "%s: the function must give exactly one element; got %s".formatted(name, y.type()));
    }
  }

  /// {@return the gradient of `Σ u·f(x)`, of the shape of `x`: the product `uᵀJ` with the Jacobian,
  /// in one pass backward}
  ///
  /// @throws ShapeException if `u` is not of the shape of `f(x)`
  public static Tensor vjp(UnaryOperator<Tensor> f, Tensor x, Tensor u) {
    try (GradientTape tape = new GradientTape()) {
      tape.watch(x);
      Tensor y = f.apply(x);
      if (!u.shape().equals(y.shape())) {
        throw new ShapeException(
            "vjp: u must have the shape of the result; got result=%s, u=%s"
                .formatted(y.type(), u.type()));
      }
      return tape.gradient(y.mul(u).sum(), x);
    }
  }

  /// {@return the derivative of `f` at `x` in the direction `v`, of the shape of `f(x)`: the
  /// product `J·v` with the Jacobian, in two passes backward, of which the second differentiates
  /// `uᵀJ` by `u` (Pearlmutter's and Townsend's double-backward identity)}
  ///
  /// @throws ShapeException if `v` is not of the shape of `x`
  /// @throws DTypeException if the result is not floating
  public static Tensor jvp(UnaryOperator<Tensor> f, Tensor x, Tensor v) {
    if (!v.shape().equals(x.shape())) {
      throw new ShapeException(
          "jvp: v must have the shape of x; got x=%s, v=%s".formatted(x.type(), v.type()));
    }
    try (GradientTape outer = new GradientTape()) {
      Tensor u;
      Tensor back;
      try (GradientTape inner = new GradientTape()) {
        inner.watch(x);
        Tensor y = f.apply(x);
        checkFloating("jvp", y);
        u = Tensor.zeros(y.type());
        outer.watch(u);
        back = inner.gradient(y.mul(u).sum(), x);
      }
      return outer.gradient(back.mul(v).sum(), u);
    }
  }

  private static void checkFloating(String name, Tensor y) {
    if (!y.dtype().isFloating()) {
      throw new DTypeException(
          "%s: the function must give a floating type; got %s".formatted(name, y.type()));
    }
  }

  /// {@return the derivatives of each element of `f(x)` by each of `x`, of the result's shape
  /// followed by that of `x`; a pass backward for each element of the result}
  ///
  /// @throws DTypeException if the result is not floating
  public static Tensor jacobian(UnaryOperator<Tensor> f, Tensor x) {
    return jacobian("jacobian", f, x, false);
  }

  /// {@return the second derivatives of `f` by each pair of elements of `x`, of the shape of `x`
  /// twice; zeros where the gradient is constant}
  ///
  /// @throws ShapeException if `f` does not give exactly one element
  public static Tensor hessian(UnaryOperator<Tensor> f, Tensor x) {
    return jacobian("hessian", at -> valueAndGradient("hessian", f, at).gradient(), x, true);
  }

  private static Tensor jacobian(
      String name, UnaryOperator<Tensor> f, Tensor x, boolean mayBeConstant) {
    try (GradientTape tape = GradientTape.persistent()) {
      tape.watch(x);
      Tensor y = f.apply(x);
      checkFloating(name, y);
      int n = Math.toIntExact(y.size());
      Tensor flat = y.reshape(-1);
      List<Tensor> elements = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        elements.add(flat.get(Index.at(i)));
      }
      boolean constant = mayBeConstant && tape.connected(flat, List.of(x))[0] == null;
      if (n == 0 || constant) {
        return Tensor.zeros(new TensorType(x.dtype(), y.shape().concat(x.shape())));
      }
      Tensor[] rows = new Tensor[n];
      for (int i = 0; i < n; i++) {
        rows[i] = tape.gradient(elements.get(i), x);
      }
      return Tensor.stack(0, rows).reshape(y.shape().concat(x.shape()));
    }
  }

  /// What a comparison with differences found: the element where they are furthest from the
  /// gradient.
  ///
  /// @param input the number of the argument
  /// @param type its type
  /// @param index where the element is
  /// @param difference what differences give
  /// @param gradient what the tape gives
  /// @param error how far they are apart, relative to the difference where that is above 1
  /// @param tolerance the largest error allowed
  public record Report(
      int input,
      TensorType type,
      List<Long> index,
      double difference,
      double gradient,
      double error,
      double tolerance) {
    /// {@return whether the error is at most the tolerance}
    public boolean passes() {
      return error <= tolerance;
    }

    /// {@return the finding in a line}
    @Override
    public String toString() {
      return "check: the worst element is %s of argument %d %s: differences give %s, the gradient %s; error %.1e, allowed %.1e"
          .formatted(index, input, type, difference, gradient, error, tolerance);
    }
  }

  /// Compares the gradient of a function with central differences, to within `1e-6`. See
  /// [#check(Function, List, double)].
  ///
  /// @throws AssertionError with the report if they differ by more
  public static Report check(UnaryOperator<Tensor> f, Tensor x) {
    return check(in -> f.apply(in.getFirst()), List.of(x), TOLERANCE);
  }

  /// Compares the gradients of a function with central differences `(f(x + h) − f(x − h)) / 2h`, in
  /// `float64` and element by element; of an argument with more than a thousand elements a thousand
  /// are drawn. Of a result with several elements the sum is taken, with weights drawn from [−1,
  /// 1). Floating arguments are cast to `float64`; integers and `bool` are passed on. The function
  /// must not compute in `float32`, whose rounding differences amplify, and kinks must not lie
  /// within `1e-5` of the arguments. Returns the report on the worst element.
  ///
  /// @throws AssertionError with the report if they differ by more than the tolerance
  /// @throws IllegalArgumentException if no argument is floating and has elements
  public static Report check(Function<List<Tensor>, Tensor> f, List<Tensor> x, double tolerance) {
    List<Tensor> inputs = x.stream().map(Gradients::own).toList();
    List<Tensor> sources =
        inputs.stream().filter(t -> t.dtype().isFloating() && t.size() > 0).toList();
    if (sources.isEmpty()) {
      throw new IllegalArgumentException(
          "check: needs an argument of a floating type that has elements; got "
              + x.stream().map(Tensor::type).toList());
    }
    Tensor weights;
    List<Tensor> gradients;
    try (GradientTape tape = new GradientTape()) {
      sources.forEach(tape::watch);
      Tensor y = f.apply(inputs);
      TensorType type = new TensorType(DType.FLOAT64, y.shape());
      weights = y.size() == 1 ? Tensor.ones(type) : Tensor.randomUniform(type, -1, 1, 0);
      gradients = tape.gradient(y.mul(weights).sum(), sources);
    }
    Report worst = null;
    for (int i = 0; i < sources.size(); i++) {
      int input = inputs.indexOf(sources.get(i));
      double[] gradient = gradients.get(i).toDoubleArray();
      for (int element : chosen(gradient.length)) {
        double difference = difference(f, inputs, input, element, weights);
        Report report =
            report(inputs.get(input), input, element, difference, gradient[element], tolerance);
        if (worst == null || !(report.error() <= worst.error())) {
          worst = report;
        }
        if (Double.isNaN(report.error())) {
          throw new AssertionError(report);
        }
      }
    }
    Report found = java.util.Objects.requireNonNull(worst);
    if (!found.passes()) {
      throw new AssertionError(found);
    }
    return found;
  }

  // A new tensor, so that one given twice counts as two arguments.
  private static Tensor own(Tensor x) {
    return x.dtype().isFloating() ? Tensor.of(x.cast(DType.FLOAT64).strided()) : x;
  }

  private static int[] chosen(int n) {
    int[] order = Tensor.permutation(n, 0).toIntArray();
    return n > MOST ? Arrays.copyOf(order, MOST) : order;
  }

  private static double difference(
      Function<List<Tensor>, Tensor> f, List<Tensor> inputs, int input, int element, Tensor u) {
    double[] values = inputs.get(input).toDoubleArray();
    double at = values[element];
    double step = STEP * Math.max(1, Math.abs(at));
    double difference = 0;
    for (int side = 1; side >= -1; side -= 2) {
      values[element] = at + side * step;
      List<Tensor> moved = new ArrayList<>(inputs);
      moved.set(input, Tensor.of(values, inputs.get(input).shape()));
      difference += side * f.apply(moved).mul(u).sum().item();
    }
    return difference / (2 * step);
  }

  private static Report report(
      Tensor x, int input, int element, double difference, double gradient, double tolerance) {
    List<Long> index = new ArrayList<>();
    long rest = element;
    for (int axis = x.rank() - 1; axis >= 0; axis--) {
      index.addFirst(rest % x.dim(axis));
      rest /= x.dim(axis);
    }
    double error = Math.abs(difference - gradient) / Math.max(1, Math.abs(difference));
    return new Report(input, x.type(), index, difference, gradient, error, tolerance);
  }
}
