package io.gradus.nn.operation;

import io.gradus.tensor.Tensor;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A table of functions, to which each family adds its rows.
final class FunctionTable {
  private final Map<String, KerasOp> rows = new TreeMap<>();

  /// A tensor with a weak floating-point number.
  @FunctionalInterface
  interface WithDouble {
    Tensor apply(Tensor x, double y);
  }

  /// A tensor with a weak integer.
  @FunctionalInterface
  interface WithLong {
    Tensor apply(Tensor x, long y);
  }

  Collection<String> names() {
    return Collections.unmodifiableCollection(rows.keySet());
  }

  @Nullable KerasOp find(String name) {
    return rows.get(name);
  }

  /// Adds a function with one result.
  ///
  /// @param parameters the names of the parameters in Keras' order, with spaces between
  void row(String name, String parameters, Function<CallArguments, Tensor> body) {
    rows(name, parameters, body.andThen(List::of));
  }

  /// Adds a function with several results.
  void rows(String name, String parameters, Function<CallArguments, List<Tensor>> body) {
    KerasOp before = rows.put(name, new KerasOp(name, List.of(parameters.split(" ")), body));
    if (before != null) {
      throw new IllegalStateException("keras.ops." + name + " has two rows");
    }
  }

  /// Adds a function of one tensor.
  void unary(String name, UnaryOperator<Tensor> body) {
    row(name, "x", a -> body.apply(a.tensor("x")));
  }

  /// Adds a function of two tensors, either of which may be a number.
  void binary(
      String name,
      BiFunction<Tensor, Tensor, Tensor> tensors,
      WithDouble withDouble,
      WithLong withLong) {
    row(
        name,
        "x1 x2",
        a -> {
          if (!(a.get("x1") instanceof Tensor x)) {
            Tensor y = a.tensor("x2");
            return tensors.apply(a.beside("x1", y), y);
          }
          return switch (a.get("x2")) {
            case Integer number -> withLong.apply(x, number);
            case Long number -> withLong.apply(x, number);
            case Number number -> withDouble.apply(x, number.doubleValue());
            default -> tensors.apply(x, a.tensor("x2"));
          };
        });
  }

  /// Adds a function of the bits of two tensors. A number is an `int32` there, not weak.
  void bits(String name, BiFunction<Tensor, Tensor, Tensor> body) {
    row(name, "x y", a -> body.apply(a.tensor("x"), a.tensor("y")));
  }
}
