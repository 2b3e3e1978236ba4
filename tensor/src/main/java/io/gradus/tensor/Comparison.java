package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Relation;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Element-wise comparison, and choice by truth values. No gradient flows through a comparison.
public sealed interface Comparison extends Valued permits Operand {

  /// {@return where `this = other`, as `bool`}
  default Tensor equal(Operand other) {
    return Apply.binary(new Equal(), value(), other.value());
  }

  /// {@return where `this = other`, as `bool`}
  default Tensor equal(double other) {
    return Apply.binary(new Equal(), value(), other);
  }

  /// {@return where `this = other`, as `bool`}
  default Tensor equal(long other) {
    return Apply.binary(new Equal(), value(), other);
  }

  /// {@return where `this ≠ other`, as `bool`}
  default Tensor notEqual(Operand other) {
    return Apply.binary(new NotEqual(), value(), other.value());
  }

  /// {@return where `this ≠ other`, as `bool`}
  default Tensor notEqual(double other) {
    return Apply.binary(new NotEqual(), value(), other);
  }

  /// {@return where `this ≠ other`, as `bool`}
  default Tensor notEqual(long other) {
    return Apply.binary(new NotEqual(), value(), other);
  }

  /// {@return where `this < other`, as `bool`}
  default Tensor less(Operand other) {
    return Apply.binary(new Less(), value(), other.value());
  }

  /// {@return where `this < other`, as `bool`}
  default Tensor less(double other) {
    return Apply.binary(new Less(), value(), other);
  }

  /// {@return where `this < other`, as `bool`}
  default Tensor less(long other) {
    return Apply.binary(new Less(), value(), other);
  }

  /// {@return where `this ≤ other`, as `bool`}
  default Tensor lessEqual(Operand other) {
    return Apply.binary(new LessEqual(), value(), other.value());
  }

  /// {@return where `this ≤ other`, as `bool`}
  default Tensor lessEqual(double other) {
    return Apply.binary(new LessEqual(), value(), other);
  }

  /// {@return where `this ≤ other`, as `bool`}
  default Tensor lessEqual(long other) {
    return Apply.binary(new LessEqual(), value(), other);
  }

  /// {@return where `this > other`, as `bool`}
  default Tensor greater(Operand other) {
    return Apply.binary(new Greater(), value(), other.value());
  }

  /// {@return where `this > other`, as `bool`}
  default Tensor greater(double other) {
    return Apply.binary(new Greater(), value(), other);
  }

  /// {@return where `this > other`, as `bool`}
  default Tensor greater(long other) {
    return Apply.binary(new Greater(), value(), other);
  }

  /// {@return where `this ≥ other`, as `bool`}
  default Tensor greaterEqual(Operand other) {
    return Apply.binary(new GreaterEqual(), value(), other.value());
  }

  /// {@return where `this ≥ other`, as `bool`}
  default Tensor greaterEqual(double other) {
    return Apply.binary(new GreaterEqual(), value(), other);
  }

  /// {@return where `this ≥ other`, as `bool`}
  default Tensor greaterEqual(long other) {
    return Apply.binary(new GreaterEqual(), value(), other);
  }

  /// {@return `x` where this `bool` tensor is true, `y` elsewhere}
  default Tensor where(Operand x, Operand y) {
    return Apply.select(value(), x.value(), y.value());
  }

  /// {@return `x` where this `bool` tensor is true, the number elsewhere}
  default Tensor where(Operand x, double y) {
    return Apply.select(value(), x.value(), Apply.weak(x.value(), y));
  }

  /// {@return `x` where this `bool` tensor is true, the number elsewhere, in the type of `x`}
  default Tensor where(Operand x, long y) {
    return Apply.select(value(), x.value(), Apply.weak("where", x.value(), y));
  }

  /// A comparison of two operands, which is also its relation between scalars.
  interface Compare extends Op.Single, Op.BySample, Relation {
    /// {@return `bool` of the broadcast shape}
    @Override
    default TensorType type(List<TensorType> inputs) {
      return new TensorType(DType.BOOL, Shape.broadcast(name(), inputs.get(0), inputs.get(1)));
    }

    @Override
    default void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.compare(this, out, inputs.get(0), inputs.get(1));
    }

    @Override
    default boolean isDifferentiable(int input) {
      return false;
    }

    @Override
    default @Nullable Tensor gradient(int input, Backward at) {
      return null;
    }
  }

  /// `x = y`.
  record Equal() implements Compare {
    @Override
    public boolean holds(double x, double y) {
      return x == y;
    }

    @Override
    public boolean holds(long x, long y) {
      return x == y;
    }
  }

  /// `x ≠ y`.
  record NotEqual() implements Compare {
    @Override
    public boolean holds(double x, double y) {
      return x != y;
    }

    @Override
    public boolean holds(long x, long y) {
      return x != y;
    }
  }

  /// `x < y`.
  record Less() implements Compare {
    @Override
    public boolean holds(double x, double y) {
      return x < y;
    }

    @Override
    public boolean holds(long x, long y) {
      return x < y;
    }
  }

  /// `x ≤ y`.
  record LessEqual() implements Compare {
    @Override
    public boolean holds(double x, double y) {
      return x <= y;
    }

    @Override
    public boolean holds(long x, long y) {
      return x <= y;
    }
  }

  /// `x > y`.
  record Greater() implements Compare {
    @Override
    public boolean holds(double x, double y) {
      return x > y;
    }

    @Override
    public boolean holds(long x, long y) {
      return x > y;
    }
  }

  /// `x ≥ y`.
  record GreaterEqual() implements Compare {
    @Override
    public boolean holds(double x, double y) {
      return x >= y;
    }

    @Override
    public boolean holds(long x, long y) {
      return x >= y;
    }
  }

  /// The second operand where the first is true, else the third. `dx = g` where true, `dy = g`
  /// where not.
  record Select() implements Op.Single, Op.BySample {
    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType condition = inputs.get(0);
      if (condition.dtype() != DType.BOOL) {
        throw new DTypeException("where: the condition must be bool; got " + condition);
      }
      TensorType x = inputs.get(1);
      TensorType y = inputs.get(2);
      TensorType both =
          new TensorType(x.dtype().promote(y.dtype()), Shape.broadcast("where", x, y));
      return both.withShape(Shape.broadcast("where", condition, both));
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.select(out, inputs.get(0), inputs.get(1), inputs.get(2));
    }

    @Override
    public boolean isDifferentiable(int input) {
      return input > 0;
    }

    @Override
    public boolean readsInput(int input) {
      return input == 0;
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      Tensor zero = Tensor.zeros(at.outputType(0));
      return switch (input) {
        case 1 -> at.input(0).where(at.gradient(), zero);
        case 2 -> at.input(0).where(zero, at.gradient());
        default -> null;
      };
    }
  }
}
