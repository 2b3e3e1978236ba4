package io.gradus.checks.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.Axes;
import io.gradus.tensor.Gradients;
import io.gradus.tensor.Reductions;
import io.gradus.tensor.Sampling;
import io.gradus.tensor.Sorting;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What users do wrong with reductions, random numbers and derivatives, and what they then read.
class ReductionWrongCallsTest {
  /// A wrong call, the type of what it throws, and the message.
  record Wrong(String call, Class<? extends Throwable> type, String message, Runnable action) {
    @Override
    public String toString() {
      return call;
    }
  }

  private static Wrong shape(String call, Runnable action, String message) {
    return new Wrong(call, ShapeException.class, message, action);
  }

  private static Wrong dtype(String call, Runnable action, String message) {
    return new Wrong(call, DTypeException.class, message, action);
  }

  private static Wrong argument(String call, Runnable action, String message) {
    return new Wrong(call, IllegalArgumentException.class, message, action);
  }

  private static Wrong state(String call, Runnable action, String message) {
    return new Wrong(call, IllegalStateException.class, message, action);
  }

  static Stream<Wrong> calls() {
    return Stream.of(reducing(), ordering(), drawing(), differentiating()).flatMap(s -> s);
  }

  private static Stream<Wrong> reducing() {
    Tensor x = Tensor.zeros(2, 3);
    return Stream.of(
        shape(
            "the smallest of nothing",
            () -> Tensor.zeros(2, 0).min(1),
            "min: needs at least one element along the axes; got float32[2, 0]"),
        shape(
            "the position of the smallest of nothing",
            () -> Tensor.zeros(0).argMin(),
            "argMin: needs at least one element along the axis; got float32[0]"),
        shape(
            "the median of nothing",
            () -> Tensor.zeros(0, 3).median(0),
            "median: needs at least one element along the axes; got float32[0, 3]"),
        shape(
            "a product over an axis too far",
            () -> x.prod(2),
            "prod: axis 2 is out of range for shape [2, 3]"),
        shape(
            "a variance over one axis twice",
            () -> x.var(1, -1),
            "var: axis 1 is given twice in [1, -1]"),
        shape(
            "a deviation over an axis too far",
            () -> x.std(-3),
            "std: axis -3 is out of range for shape [2, 3]"),
        shape(
            "a mean over one axis twice",
            () -> x.mean(0, 0),
            "mean: axis 0 is given twice in [0, 0]"),
        shape(
            "counting over an axis too far",
            () -> x.countNonZero(2),
            "countNonZero: axis 2 is out of range for shape [2, 3]"),
        dtype(
            "any of numbers as an operation",
            () -> Tensor.apply(new Reductions.Any(1), x),
            "any: needs bool; got float32[2, 3]"),
        dtype(
            "logSumExp of integers as an operation",
            () -> Tensor.apply(new Reductions.LogSumExp(1), Tensor.of(1, 2)),
            "logSumExp: needs a floating type; got int32[2]"),
        shape(
            "a norm of an order over three axes",
            () -> Tensor.zeros(2, 3, 4).norm(1, Axes.of()),
            "norm: an order needs one or two axes; got order=1.0, axes=[] for float32[2, 3, 4]"),
        argument(
            "probabilityCrossEntropy with an epsilon beyond a half",
            () -> Tensor.ones(2, 3).probabilityCrossEntropy(Tensor.of(0, 1), 0.6),
            "probabilityCrossEntropy: epsilon must be from 0 to 0.5; got 0.6"),
        argument(
            "a norm of order 3 over two axes",
            () -> x.norm(3, Axes.of(0, 1)),
            "norm: the order over two axes must be 1, -1, 2, -2, Infinity or -Infinity; got 3.0 for"
                + " float32[2, 3]"),
        argument(
            "a norm of order NaN",
            () -> x.norm(Double.NaN, Axes.of(0)),
            "norm: the order must be a number; got NaN"),
        shape(
            "weights along two axes",
            () -> x.average(Tensor.of(1f, 2f), Axes.of()),
            "average: weights must have the operand's shape, or be a vector along the only axis;"
                + " got x=float32[2, 3], weights=float32[2], axes=[]"),
        shape(
            "weights of another length",
            () -> x.average(Tensor.of(1f, 2f), Axes.of(1)),
            "average: weights must have the operand's shape, or be a vector along the only axis;"
                + " got x=float32[2, 3], weights=float32[2], axes=[1]"),
        argument(
            "a quantile above 1",
            () -> x.quantile(1.5, Axes.of()),
            "quantile: q must be from 0 to 1; got 1.5"),
        argument(
            "a quantile at NaN",
            () -> x.quantile(Double.NaN, Axes.of()),
            "quantile: q must be from 0 to 1; got NaN"));
  }

  private static Stream<Wrong> ordering() {
    Tensor x = Tensor.zeros(2, 3);
    return Stream.of(
        shape(
            "a running sum of a scalar along an axis",
            () -> Tensor.of(1f).cumSum(0),
            "cumSum: axis 0 is out of range for shape []"),
        shape(
            "a running product along an axis too far",
            () -> x.cumProd(2),
            "cumProd: axis 2 is out of range for shape [2, 3]"),
        shape(
            "sorting along an axis too far",
            () -> x.sort(-3),
            "sort: axis -3 is out of range for shape [2, 3]"),
        shape(
            "sorting a scalar as an operation",
            () -> Tensor.apply(new Sorting.Sort(true), Tensor.of(1f)),
            "sort: needs at least one axis; got float32[]"),
        shape(
            "more of the largest than there are",
            () -> x.topK(4),
            "topK: k must be from 0 to the length of the last axis; got k=4 for float32[2, 3]"),
        shape(
            "a negative number of the largest",
            () -> x.topK(-1),
            "topK: k must be from 0 to the length of the last axis; got k=-1 for float32[2, 3]"));
  }

  private static Stream<Wrong> drawing() {
    Shape shape = Shape.of(2);
    TensorType integers = TensorType.of(DType.INT32, 2);
    return Stream.of(
        argument(
            "uniform from high to low",
            () -> Tensor.randomUniform(shape, 1, 0, 1),
            "randomUniform: low must not be above high; got low=1.0, high=0.0"),
        argument(
            "uniform from NaN",
            () -> Tensor.randomUniform(shape, Double.NaN, 0, 1),
            "randomUniform: low must not be above high; got low=NaN, high=0.0"),
        dtype(
            "uniform integers",
            () -> Tensor.randomUniform(integers, 0, 9, 1),
            "randomUniform: needs a floating type; got int32[2]"),
        dtype(
            "normal integers",
            () -> Tensor.randomNormal(integers, 0, 9, 1),
            "randomNormal: needs a floating type; got int32[2]"),
        argument(
            "a negative deviation",
            () -> Tensor.randomNormal(shape, 0, -1, 1),
            "randomNormal: the deviation must not be negative; got -1.0"),
        argument(
            "a negative deviation, truncated",
            () -> Tensor.randomTruncatedNormal(shape, 0, -0.5, 1),
            "randomTruncatedNormal: the deviation must not be negative; got -0.5"),
        argument(
            "integers from nothing",
            () -> Tensor.randomIntegers(shape, 3, 3, 1),
            "randomIntegers: low must be below high; got low=3, high=3"),
        argument(
            "a permutation of less than nothing",
            () -> Tensor.permutation(-1, 1),
            "permutation: n must not be negative; got -1"),
        shape(
            "shuffling along an axis too far",
            () -> Tensor.zeros(2, 3).shuffle(2, 1),
            "shuffle: axis 2 is out of range for shape [2, 3]"),
        shape(
            "classes of a vector of logits",
            () -> Tensor.zeros(3).categorical(2, 1),
            "categorical: needs logits [rows, classes] with at least one class, and no negative"
                + " number of samples; got logits=float32[3], samples=2"),
        shape(
            "a choice among no classes",
            () -> Tensor.zeros(3, 0).categorical(2, 1),
            "categorical: needs logits [rows, classes] with at least one class, and no negative"
                + " number of samples; got logits=float32[3, 0], samples=2"),
        dtype(
            "normal numbers from a float key",
            () ->
                Tensor.apply(
                    new Sampling.RandomNormal(TensorType.of(DType.FLOAT32, 2), false),
                    Tensor.of(1f),
                    Tensor.of(0L)),
            "randomNormal: needs key and counter as int64 scalars; got [float32[], int64[]]"),
        dtype(
            "uniform numbers without a counter",
            () ->
                Tensor.apply(
                    new Sampling.RandomUniform(TensorType.of(DType.FLOAT32, 2)), Tensor.of(1L)),
            "randomUniform: needs key and counter as int64 scalars; got [int64[]]"));
  }

  private static Stream<Wrong> differentiating() {
    Tensor x = Tensor.of(1.0, 2.0);
    return Stream.of(
        shape(
            "the gradient of several elements",
            () -> Gradients.gradient(Tensor::square).apply(x),
            "gradient: the function must give exactly one element; got float64[2]"),
        shape(
            "the value and gradient of several elements",
            () -> Gradients.valueAndGradient(Tensor::square).apply(x),
            "valueAndGradient: the function must give exactly one element; got float64[2]"),
        shape(
            "the Hessian of several elements",
            () -> Gradients.hessian(Tensor::square, x),
            "hessian: the function must give exactly one element; got float64[2]"),
        argument(
            "the gradient at integers",
            () -> Gradients.gradient(Tensor::sum).apply(Tensor.of(1, 2)),
            "watch: gradients need a floating type; got int32[2]"),
        state(
            "the gradient of argMax",
            () -> Gradients.gradient(v -> v.argMax().cast(DType.FLOAT64)).apply(x),
            "gradient: the target float64[] does not depend on the source float64[2]: no gradient"
                + " flows through argMax"),
        state(
            "the gradient of a function that does not look at its argument",
            () -> Gradients.gradient(_ -> Tensor.of(1.0).square()).apply(x),
            "gradient: the target float64[] does not depend on the source float64[2]"),
        dtype(
            "the Jacobian of positions",
            () -> Gradients.jacobian(v -> v.argSort(0), x),
            "jacobian: the function must give a floating type; got int32[2]"),
        dtype(
            "the directional derivative of truths",
            () -> Gradients.jvp(v -> v.greater(1), x, x),
            "jvp: the function must give a floating type; got bool[2]"),
        shape(
            "a direction of another shape",
            () -> Gradients.jvp(Tensor::square, x, Tensor.of(1.0)),
            "jvp: v must have the shape of x; got x=float64[2], v=float64[]"),
        shape(
            "weights of another shape than the result's",
            () -> Gradients.vjp(Tensor::square, x, Tensor.of(1.0, 2.0, 3.0)),
            "vjp: u must have the shape of the result; got result=float64[2], u=float64[3]"),
        argument(
            "checking a function of integers",
            () -> Gradients.check(Tensor::sum, Tensor.of(1, 2)),
            "check: needs an argument of a floating type that has elements; got [int32[2]]"),
        argument(
            "checking a function of nothing",
            () -> Gradients.check(List::getFirst, List.of(Tensor.zeros(0)), 1e-6),
            "check: needs an argument of a floating type that has elements; got [float32[0]]"),
        state(
            "checking argMin",
            () -> Gradients.check(v -> v.argMin(), x),
            "gradient: the target float64[] does not depend on the source float64[2]: no gradient"
                + " flows through argMin"));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void saysWhatIsWrong(Wrong wrong) {
    assertThatThrownBy(wrong.action()::run).isInstanceOf(wrong.type()).hasMessage(wrong.message());
  }

  @Test
  void thereAreManyAndAllDiffer() {
    assertThat(calls().map(Wrong::call)).hasSizeGreaterThan(40).doesNotHaveDuplicates();
  }
}
