package io.gradus.testkit;

import io.gradus.tensor.Op;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One row of a table of operations: how to call it, what should come out, and which operands do
/// not fit. Immutable; each method gives a changed copy.
///
/// ```java
/// OpCase.unary(Elementwise.Log.class, Tensor::log)
///     .reference(Math::log)
///     .inputs(uniform(0.1, 4))
///     .specials(0, 1);
/// OpCase.binary(Linear.MatMul.class, Tensor::matmul)
///     .shapes("[2,3] [3,4]", "[5,2,3] [3,4]")
///     .rejects("[] [3]", "matmul: needs at least one axis each; got float32[] · float32[3]");
/// ```
public final class OpCase {
  private static final Sample DEFAULT_INPUT = Sample.uniform(-2, 2);

  private final Class<? extends Op> op;
  private final Function<List<Tensor>, Tensor> call;
  private String name;
  private @Nullable Reference reference;
  private List<Sample> inputs = List.of();
  private List<String> shapes;
  private List<String> sizes;
  private List<DType> dtypes = List.of(DType.FLOAT32, DType.FLOAT64);
  private double[] specials = {};
  private List<Rejection> rejections = List.of();
  private List<Example> examples = List.of();
  private boolean differentiable = true;
  private boolean accumulating;
  private double tolerance = 2;
  private double backendTolerance;
  // The error of a central difference is about h² from the curve and 1e-16/h from rounding.
  private double step = 1e-5;
  private double gradientTolerance = 1e-6;

  /// What an operation should give, in plain loops over numbers.
  public interface Reference {
    /// {@return the expected result}
    Grid expected(List<Grid> inputs);
  }

  record Rejection(List<TensorType> operands, String message) {}

  record Example(List<Tensor> inputs, Tensor expected) {}

  private OpCase(
      Class<? extends Op> op,
      Function<List<Tensor>, Tensor> call,
      List<String> shapes,
      List<String> sizes) {
    this.op = op;
    this.call = call;
    this.shapes = shapes;
    this.sizes = sizes;
    String simple = op.getSimpleName();
    this.name = Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
  }

  private OpCase(OpCase other) {
    this.op = other.op;
    this.call = other.call;
    this.name = other.name;
    this.reference = other.reference;
    this.inputs = other.inputs;
    this.shapes = other.shapes;
    this.sizes = other.sizes;
    this.dtypes = other.dtypes;
    this.specials = other.specials;
    this.rejections = other.rejections;
    this.examples = other.examples;
    this.differentiable = other.differentiable;
    this.accumulating = other.accumulating;
    this.tolerance = other.tolerance;
    this.backendTolerance = other.backendTolerance;
    this.step = other.step;
    this.gradientTolerance = other.gradientTolerance;
  }

  /// {@return a case of one operand, on shapes with a scalar and empty axes}
  public static OpCase unary(Class<? extends Op> op, UnaryOperator<Tensor> call) {
    return new OpCase(
        op,
        inputs -> call.apply(inputs.getFirst()),
        List.of("[]", "[0]", "[5]", "[2,3]", "[2,0,3]", "[2,3,4]"),
        List.of("[n]", "[3,n]"));
  }

  /// {@return a case of two operands, on shapes that broadcast}
  public static OpCase binary(Class<? extends Op> op, BinaryOperator<Tensor> call) {
    return new OpCase(
        op,
        inputs -> call.apply(inputs.get(0), inputs.get(1)),
        List.of(
            "[] []",
            "[5] [5]",
            "[2,3] [3]",
            "[3] [2,3]",
            "[2,1] [1,3]",
            "[2,0] [1]",
            "[4,1,3] [2,1]",
            "[2,3] []"),
        List.of("[n] [n]", "[3,n] [n]", "[3,1] [3,n]"));
  }

  /// {@return a case of any operands}
  public static OpCase of(Class<? extends Op> op, Function<List<Tensor>, Tensor> call) {
    return new OpCase(op, call, List.of(), List.of());
  }

  private OpCase with(java.util.function.Consumer<OpCase> change) {
    OpCase copy = new OpCase(this);
    change.accept(copy);
    return copy;
  }

  /// Says more than the operation's name, as in `sum over axis 0`.
  public OpCase named(String text) {
    return with(c -> c.name = text);
  }

  /// Gives the expected element for each element of the only operand.
  public OpCase reference(DoubleUnaryOperator f) {
    return referenceOf(
        in -> Grid.of(in.getFirst().shape(), index -> f.applyAsDouble(in.getFirst().at(index))));
  }

  /// Gives the expected element for each pair of elements of the operands, which are broadcast.
  public OpCase reference(DoubleBinaryOperator f) {
    return referenceOf(in -> {
      Grid x = in.get(0);
      Grid y = in.get(1);
      return Grid.of(
          stretched(x.shape(), y.shape()),
          index -> f.applyAsDouble(x.stretched(index), y.stretched(index)));
    });
  }

  /// Gives the expected result.
  public OpCase referenceOf(Reference changed) {
    return with(c -> c.reference = changed);
  }

  /// Gives the operands' contents; the last one serves all further operands.
  public OpCase inputs(Sample... changed) {
    return with(c -> c.inputs = List.of(changed));
  }

  /// Gives the operands' shapes, as in `"[2,3] [3]"`, a text for each run.
  public OpCase shapes(String... changed) {
    return with(c -> c.shapes = List.of(changed));
  }

  /// Gives the operands' shapes for comparing backends: `n` stands for lengths around the lane
  /// counts of processors, `m` for the same but at most 33.
  public OpCase sizes(String... changed) {
    return with(c -> c.sizes = List.of(changed));
  }

  /// Gives the element types that values and backends are checked with; `float32` and `float64`
  /// where none are given.
  public OpCase dtypes(DType... changed) {
    return with(c -> c.dtypes = List.of(changed));
  }

  /// Gives numbers on which the operation must agree with the reference in every NaN, infinity and
  /// sign of zero; each with each where there are two operands.
  public OpCase specials(double... changed) {
    return with(c -> c.specials = changed.clone());
  }

  /// Gives operands that do not fit, as in `"[2,3] int32[4,5]"` (`float32` where no type stands),
  /// and the exact message.
  public OpCase rejects(String operands, String message) {
    List<Rejection> longer = new ArrayList<>(rejections);
    longer.add(new Rejection(types(operands, DType.FLOAT32), message));
    return with(c -> c.rejections = List.copyOf(longer));
  }

  /// Gives golden values: what must come out, type included, of these operands.
  public OpCase gives(Tensor expected, Tensor... operands) {
    List<Example> longer = new ArrayList<>(examples);
    longer.add(new Example(List.of(operands), expected));
    return with(c -> c.examples = List.copyOf(longer));
  }

  /// Says that no gradient flows through.
  public OpCase nonDifferentiable() {
    return with(c -> c.differentiable = false);
  }

  /// Says that results are sums: tolerances grow with the longest axis.
  public OpCase accumulating() {
    return with(c -> c.accumulating = true);
  }

  /// Gives the largest difference from the reference, in units of the result type's precision.
  public OpCase tolerance(double units) {
    return with(c -> c.tolerance = units);
  }

  /// Gives the largest difference between a backend and the scalar one, in units of the result
  /// type's precision. By default the bits must be the same.
  public OpCase backendTolerance(double units) {
    return with(c -> c.backendTolerance = units);
  }

  /// Gives the step of the differences that gradients are compared with, and how near they must
  /// come.
  public OpCase differences(double changedStep, double changedTolerance) {
    return with(c -> {
      c.step = changedStep;
      c.gradientTolerance = changedTolerance;
    });
  }

  /// {@return the operation's record}
  public Class<? extends Op> op() {
    return op;
  }

  Tensor call(List<Tensor> operands) {
    return call.apply(operands);
  }

  @Nullable Reference reference() {
    return reference;
  }

  Sample input(int operand) {
    return inputs.isEmpty() ? DEFAULT_INPUT : inputs.get(Math.min(operand, inputs.size() - 1));
  }

  List<String> shapes() {
    return shapes;
  }

  List<String> sizes() {
    return sizes;
  }

  List<DType> dtypes() {
    return dtypes;
  }

  double[] specials() {
    return specials.clone();
  }

  List<Rejection> rejections() {
    return rejections;
  }

  List<Example> examples() {
    return examples;
  }

  boolean isDifferentiable() {
    return differentiable;
  }

  double bound(List<Shape> operands, double units) {
    if (!accumulating) {
      return units;
    }
    long longest = operands.stream().flatMapToLong(s -> Arrays.stream(s.dims())).max().orElse(1);
    return units * Math.max(1, longest);
  }

  double tolerance() {
    return tolerance;
  }

  double backendTolerance() {
    return backendTolerance;
  }

  double step() {
    return step;
  }

  double gradientTolerance() {
    return gradientTolerance;
  }

  /// {@return the types that a text such as `"[2,3] int32[4]"` names}
  static List<TensorType> types(String text, DType standard) {
    List<TensorType> types = new ArrayList<>();
    for (String part : text.trim().split("(?<=])\\s+")) {
      int open = part.indexOf('[');
      DType dtype = open == 0 ? standard : DType.of(part.substring(0, open));
      String inside = part.substring(open + 1, part.length() - 1).trim();
      long[] dims =
          inside.isEmpty()
              ? new long[0]
              : Arrays.stream(inside.split(","))
                  .map(String::trim)
                  .mapToLong(Long::parseLong)
                  .toArray();
      types.add(TensorType.of(dtype, dims));
    }
    return types;
  }

  private static Shape stretched(Shape x, Shape y) {
    long[] dims = new long[Math.max(x.rank(), y.rank())];
    for (int i = 1; i <= dims.length; i++) {
      long p = i <= x.rank() ? x.dim(-i) : 1;
      long q = i <= y.rank() ? y.dim(-i) : 1;
      dims[dims.length - i] = p == 1 ? q : p;
    }
    return Shape.of(dims);
  }

  @Override
  public String toString() {
    return name;
  }
}
