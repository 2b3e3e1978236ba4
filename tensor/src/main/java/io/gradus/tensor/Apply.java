package io.gradus.tensor;

import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.DeviceException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Where operations are applied: the one place that promotes, broadcasts and checks devices, and
/// that decides between running an operation and recording it.
final class Apply {
  private Apply() {}

  /// {@return the results of the operation on operands that already fit it}
  static List<Tensor> all(Op op, List<Tensor> inputs) {
    List<TensorType> types = op.types(each(inputs, Tensor::type));
    List<Tensor> outputs = null;
    for (Tensor input : inputs) {
      if (input.symbolOf() instanceof Trace trace) {
        outputs = trace.record(op, inputs, types);
        break;
      }
    }
    if (outputs == null) {
      outputs = run(op, inputs, types);
    }
    GradientTape.recordOnOpenTapes(op, inputs, outputs);
    return outputs;
  }

  /// {@return the results of the operation on operands that are first promoted and broadcast where
  /// it is element-wise}
  static List<Tensor> aligned(Op op, List<Tensor> inputs) {
    return switch (op) {
      case Elementwise.Unary unary -> List.of(unary(unary, inputs.getFirst()));
      case Elementwise.Binary binary -> List.of(binary(binary, inputs.get(0), inputs.get(1)));
      case Comparison.Compare compare -> List.of(binary(compare, inputs.get(0), inputs.get(1)));
      case Comparison.Select _ -> List.of(select(inputs.get(0), inputs.get(1), inputs.get(2)));
      default -> all(op, inputs);
    };
  }

  private static List<Tensor> run(Op op, List<Tensor> inputs, List<TensorType> types) {
    Device device = device(op, inputs);
    List<Strided> views = each(inputs, Tensor::strided);
    if (op instanceof Op.View view && view.view(views.getFirst()) instanceof Strided shown) {
      return List.of(Tensor.of(shown));
    }
    if (op instanceof Op.Views shows) {
      List<Tensor> parts = new ArrayList<>();
      for (Op.View part : shows.parts(inputs.getFirst().type())) {
        parts.addAll(run(part, inputs, part.types(List.of(inputs.getFirst().type()))));
      }
      return parts;
    }
    List<Tensor> symbols = Outlining.symbols(types);
    if (symbols != null) {
      return symbols;
    }
    List<Strided> outputs = new ArrayList<>(types.size());
    for (TensorType type : types) {
      outputs.add(Strided.allocate(device, type));
    }
    op.run(device.kernels(), outputs, views);
    return each(outputs, Tensor::of);
  }

  // A stream for each list would be a third of what an operation on a few numbers allocates.
  @SuppressWarnings("unchecked") // an array of nothing but these
  private static <A, B> List<B> each(List<A> all, Function<A, B> f) {
    Object[] made = new Object[all.size()];
    for (int i = 0; i < made.length; i++) {
      made[i] = f.apply(all.get(i));
    }
    return List.of((B[]) made);
  }

  private static Device device(Op op, List<Tensor> inputs) {
    if (inputs.isEmpty()) {
      return Device.current();
    }
    Device device = inputs.getFirst().device();
    for (Tensor input : inputs) {
      if (!input.device().equals(device)) {
        throw new DeviceException(
            "%s: operands are on different devices: %s and %s"
                .formatted(op.name(), device, input.device()));
      }
    }
    return device;
  }

  static Tensor one(Op op, Tensor x) {
    return all(op, List.of(x)).getFirst();
  }

  static Tensor two(Op op, Tensor x, Tensor y) {
    return all(op, List.of(x, y)).getFirst();
  }

  static Tensor unary(Elementwise.Unary op, Tensor x) {
    return one(op, x.cast(op.type(List.of(x.type())).dtype()));
  }

  static Tensor binary(Op.Single op, Tensor x, Tensor y) {
    TensorType result = op.type(List.of(x.type(), y.type()));
    // A comparison's result is bool; its operands meet in the type that holds both.
    DType common = x.dtype().promote(y.dtype());
    DType dtype = result.dtype() == DType.BOOL ? common : result.dtype();
    Tensor left = fitted(x, dtype, result.shape());
    Tensor right = fitted(y, dtype, result.shape());
    if (op instanceof Elementwise.Binary && isOwn(x, left, result) && !right.isSymbolic()) {
      device(op, List.of(left, right));
      op.run(left.device().kernels(), left.strided(), List.of(left.strided(), right.strided()));
      return left;
    }
    return two(op, left, right);
  }

  /// {@return whether nobody but this operation will see the operand, so that the result may take
  /// its place: it was converted for it, and no tape keeps it}
  private static boolean isOwn(Tensor given, Tensor fitted, TensorType result) {
    return !fitted.isSymbolic()
        && given.dtype() != fitted.dtype()
        && given.shape().equals(result.shape())
        && fitted.type().equals(result)
        && !GradientTape.isRecording();
  }

  /// {@return `x`, as a number of this type where both operands are `bool`}
  static Tensor number(Tensor x, Tensor y, DType dtype) {
    return x.dtype() == DType.BOOL && y.dtype() == DType.BOOL ? x.cast(dtype) : x;
  }

  static Tensor binary(Op.Single op, Tensor x, double y) {
    return binary(op, x, weak(x, y));
  }

  static Tensor binary(Op.Single op, Tensor x, long y) {
    boolean compares = op instanceof Comparison.Compare;
    if (compares && !x.dtype().promoteWeakInteger().holds(y)) {
      return binary(op, x, beside(x, () -> Tensor.of(y)));
    }
    return binary(op, x, weak(op.name(), x, y));
  }

  static Tensor select(Tensor condition, Tensor x, Tensor y) {
    Op.Single op = new Comparison.Select();
    TensorType result = op.type(List.of(condition.type(), x.type(), y.type()));
    Shape shape = result.shape();
    return all(
            op,
            List.of(
                fitted(condition, DType.BOOL, shape),
                fitted(x, result.dtype(), shape),
                fitted(y, result.dtype(), shape)))
        .getFirst();
  }

  static Tensor matmul(Tensor a, Tensor b) {
    Linear.MatMul.check(a.type(), b.type());
    if (a.dtype() == DType.BOOL && b.dtype() == DType.BOOL) {
      return matmul(a.cast(DType.INT32), b.cast(DType.INT32)).cast(DType.BOOL);
    }
    boolean quantized = a.dtype() == DType.INT8 && b.dtype() == DType.INT8;
    DType dtype = quantized ? DType.INT32 : a.dtype().promote(b.dtype());
    Tensor rows = (a.rank() == 1 ? a.expandDims(0) : a).cast(dtype);
    Tensor columns = (b.rank() == 1 ? b.expandDims(1) : b).cast(dtype);
    Op op = new Linear.MatMul();
    // A stack of rows times one matrix is one product of a taller matrix.
    if (rows.rank() > 2 && columns.rank() == 2 && rows.shape().isKnown()) {
      Shape leading = rows.shape().slice(0, rows.rank() - 1);
      Tensor flat = two(op, rows.reshape(leading.size(), rows.dim(-1)), columns);
      return unwrapped(flat.reshape(leading.concat(Shape.of(columns.dim(-1)))), a, b);
    }
    TensorType outerA = outer(rows);
    TensorType outerB = outer(columns);
    Shape outer = Shape.broadcast("matmul", outerA, outerB);
    Tensor left = rows.broadcastTo(outer.concat(rows.shape().from(rows.rank() - 2)));
    Tensor right = columns.broadcastTo(outer.concat(columns.shape().from(columns.rank() - 2)));
    return unwrapped(two(op, left, right), a, b);
  }

  private static TensorType outer(Tensor x) {
    return x.type().withShape(x.shape().slice(0, x.rank() - 2));
  }

  private static Tensor unwrapped(Tensor product, Tensor a, Tensor b) {
    Tensor result = product;
    if (b.rank() == 1) {
      result = result.get(Index.ELLIPSIS, Index.at(0));
    }
    if (a.rank() == 1) {
      Index[] row =
          Stream.concat(
                  Stream.of(Index.ELLIPSIS, Index.at(0)),
                  b.rank() == 1 ? Stream.of() : Stream.of(Index.ALL))
              .toArray(Index[]::new);
      result = result.get(row);
    }
    return result;
  }

  private static Tensor fitted(Tensor x, DType dtype, Shape shape) {
    Tensor cast = x.cast(dtype);
    // With an unknown length the program graph, which knows it, broadcasts.
    return shape.isKnown() ? cast.broadcastTo(shape) : cast;
  }

  /// {@return the number as a scalar of the type that it takes beside `x`}
  static Tensor weak(Tensor x, double number) {
    DType dtype = x.dtype().promoteWeakFloat();
    return beside(x, () -> Tensor.scalar(dtype, number));
  }

  /// {@return the number as a scalar of the type that it takes beside `x`}
  ///
  /// @throws DTypeException naming the operation if that type does not hold the number
  static Tensor weak(String operation, Tensor x, long number) {
    DType dtype = x.dtype().promoteWeakInteger();
    if (!dtype.holds(number)) {
      throw new DTypeException(
          "%s: the number must fit in %s; got %s with %d"
              .formatted(operation, dtype, x.type(), number));
    }
    return beside(x, () -> Tensor.scalar(dtype, number));
  }

  /// {@return what the action gives, whose new tensors are on the device of `x`}
  static <R> R beside(Tensor x, Supplier<R> action) {
    Device device = x.isSymbolic() ? Device.current() : x.device();
    return device.equals(Device.current())
        ? action.get()
        : ScopedValue.where(Device.SCOPE, device).call(action::get);
  }
}
