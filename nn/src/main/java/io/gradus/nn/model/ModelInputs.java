package io.gradus.nn.model;

import io.gradus.nn.config.Hints;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.Values;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.WholeNumbers;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.OperandException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;

/// What a model says that it is given, and how data is brought to it, by Keras' rules: any batch is
/// taken, a graph's inputs may have a last axis of length 1 or not, and elements are converted to
/// the input's type. Fractions, and numbers that an integer input does not hold, are refused.
final class ModelInputs {
  private final String kind;
  private final List<TensorType> expected;
  private final boolean fixed;
  private final boolean typed;

  private ModelInputs(String kind, List<TensorType> expected, boolean fixed, boolean typed) {
    this.kind = kind;
    this.expected = expected.stream().map(ModelInputs::ofAnyBatch).toList();
    this.fixed = fixed;
    this.typed = typed;
  }

  /// {@return the inputs of a graph of layers: their lengths are fixed where they are known}
  static ModelInputs ofGraph(List<TensorType> expected) {
    return new ModelInputs("functional", expected, true, true);
  }

  /// {@return the input of layers in a row, which other lengths may pass if the layers take them}
  ///
  /// @param typed whether an input layer says the type
  static ModelInputs ofRow(TensorType expected, boolean typed) {
    return new ModelInputs("sequential", List.of(expected), false, typed);
  }

  private static TensorType ofAnyBatch(TensorType type) {
    Shape shape = type.shape();
    return shape.rank() == 0 ? type : type.withShape(shape.withDim(0, Shape.UNKNOWN));
  }

  /// Checks types by themselves.
  ///
  /// @throws ShapeException if their number, ranks or fixed lengths are others
  void check(List<TensorType> given) {
    boolean fits = given.size() == expected.size();
    for (int i = 0; fits && i < given.size(); i++) {
      fits = fits(given.get(i), expected.get(i));
    }
    if (!fits) {
      throw new ShapeException(mismatch(given));
    }
  }

  private boolean fits(TensorType given, TensorType wanted) {
    Shape shape = fixed ? ranked(given.shape(), wanted.shape()) : given.shape();
    TensorType type = given.withShape(shape);
    if (shape.rank() != wanted.shape().rank()) {
      return false;
    }
    return InputLayer.fits(type, wanted) || (!fixed && !isOneSample(given, wanted));
  }

  /// {@return the shape with a last axis of length 1 more or less, if that makes the rank}
  private static Shape ranked(Shape given, Shape wanted) {
    int rank = given.rank();
    if (rank == wanted.rank() + 1 && given.isKnown(-1) && given.dim(-1) == 1) {
      return given.slice(0, rank - 1);
    }
    boolean opened = rank == wanted.rank() - 1 && wanted.isKnown(-1) && wanted.dim(-1) == 1;
    return opened ? given.concat(Shape.of(1)) : given;
  }

  private static boolean isOneSample(TensorType given, TensorType wanted) {
    Shape shape = wanted.shape();
    return shape.rank() > 0
        && given.shape().rank() == shape.rank() - 1
        && InputLayer.fits(given, wanted.withShape(shape.from(1)));
  }

  private String mismatch(List<TensorType> given) {
    boolean one = given.size() == expected.size();
    for (int i = 0; one && i < given.size(); i++) {
      one = isOneSample(given.get(i), expected.get(i));
    }
    String text = fixed ? "%s: expects %s; got %s" : "%s: expects x=%s; got x=%s";
    return text.formatted(kind, listed(expected), listed(given)) + (one ? Hints.ONE_SAMPLE : "");
  }

  private Object listed(List<TensorType> types) {
    return !fixed && types.size() == 1 ? types.getFirst() : types;
  }

  /// {@return the values as the model's inputs}
  ///
  /// @throws ShapeException if their number, ranks or fixed lengths are others
  Values fitted(Values in, Call call) {
    check(in.types());
    List<Tensor> fitted = new ArrayList<>(expected.size());
    for (int i = 0; i < expected.size(); i++) {
      TensorType wanted = expected.get(i);
      Tensor x = in.all().get(i);
      if (x.rank() != wanted.shape().rank()) {
        x = x.rank() > wanted.shape().rank() ? x.squeeze(-1) : x.expandDims(-1);
      }
      fitted.add(typed ? converted(x, wanted, call) : x);
    }
    return new Values(fitted, in.masks(), in.arguments());
  }

  private Tensor converted(Tensor x, TensorType wanted, Call call) {
    DType dtype = wanted.dtype();
    if (x.dtype() == dtype || !dtype.isInteger() || holdsAll(dtype, x.dtype())) {
      return x.cast(dtype);
    }
    String what = "%s: expects %s; element".formatted(kind, wanted);
    return WholeNumbers.of(dtype, what, " (in " + place(call) + ")").of(x);
  }

  private static String place(Call call) {
    boolean outer = call.path().indexOf('/') < 0;
    return outer ? "model \"" + call.path() + "\"" : call.place();
  }

  private static boolean holdsAll(DType dtype, DType given) {
    if (given.isFloating()) {
      return false;
    }
    if (given == DType.BOOL || dtype.isUnsigned() == given.isUnsigned()) {
      return given.bytes() <= dtype.bytes();
    }
    return given.isUnsigned() && given.bytes() < dtype.bytes();
  }

  /// {@return what a layer says of an input with other lengths than the model was made for, after
  /// what the model expects; of one with the same lengths what it said}
  OperandException explained(OperandException said, Values in) {
    boolean same = InputLayer.fits(in.all().getFirst().type(), expected.getFirst());
    return same ? said : said.after(mismatch(in.types()) + "; ");
  }
}
