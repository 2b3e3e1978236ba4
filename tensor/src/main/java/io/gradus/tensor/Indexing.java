package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Parts of tensors: slices as views, and rows by their numbers.
public sealed interface Indexing extends Valued permits Operand {
  /// {@return the part that the index names: `x.get(range(10, 100), at(0))`}
  ///
  /// Positions, ranges, new axes and `...` give a view. Tensors among the parts give a copy, by
  /// NumPy's rules: integer tensors are positions along an axis and broadcast against each other; a
  /// `bool` tensor stands for the positions along its axes where it is true. Their axes take the
  /// place of those they name, and stand in front of all others if a range or new axis is between.
  /// Every position named gets its gradient, and the sum of all if it is named several times.
  ///
  /// @throws ShapeException if there are too many indices, a position is out of range, or a mask's
  ///   lengths differ from those of its axes
  /// @throws IndexOutOfBoundsException if a position in a tensor is out of range
  /// @throws TracedValueException if a mask is symbolic: the shape would depend on its elements
  default Tensor get(Index... index) {
    return Selection.of(List.of(index), value()).get(value());
  }

  /// {@return the part that an index in NumPy's text form names, as in `x.get("10:100, -1")`, `[0,
  /// 2]` being positions}
  ///
  /// @throws IllegalArgumentException if the text is no index, with a caret under the mistake
  default Tensor get(String index) {
    return get(Apply.beside(value(), () -> IndexText.parse(index)).toArray(Index[]::new));
  }

  /// {@return the elements where a `bool` tensor is true, or the subtensors along the first axis
  /// that an integer tensor names}
  default Tensor get(Operand index) {
    return get(Index.of(index));
  }

  /// {@return the tensor with another value in place of the part that the index names; it is
  /// converted and broadcast to fit, and of a position named several times the last counts}
  ///
  /// @throws ShapeException if the value does not broadcast to the part
  default Tensor with(List<Index> index, Operand part) {
    return Selection.of(index, value()).replaced(value(), part.value());
  }

  /// {@return the tensor with another value in place of the part that an index in NumPy's text form
  /// names}
  default Tensor with(String index, Operand part) {
    return with(Apply.beside(value(), () -> IndexText.parse(index)), part);
  }

  /// {@return the subtensors along the axis that the integer tensor `indices` names, its axes in
  /// place of the axis; negative indices count from the end (Keras' `take`)}
  ///
  /// @throws IndexOutOfBoundsException if an index is out of range
  default Tensor gather(Operand indices, int axis) {
    Tensor x = value();
    return Apply.two(new Gather(x.shape().axis("gather", axis)), x, indices.value());
  }

  /// The part of a tensor that an index names. `dx` is zero but for that part, where it is `g`.
  ///
  /// @param index positions, ranges and new axes for all axes, without an ellipsis
  record Slice(List<Index> index) implements Op.View {
    static List<Index> complete(List<Index> index, TensorType x) {
      int named = 0;
      int ellipses = 0;
      for (Index part : index) {
        switch (part) {
          case Index.Ellipsis _ -> ellipses++;
          case Index.NewAxis _ -> {}
          case Index.At _, Index.Range _, Index.Positions _ -> named++;
          case Index.Mask(Tensor mask) -> named += mask.rank();
        }
      }
      if (ellipses > 1) {
        throw new ShapeException("index: at most one '...' is allowed; got " + index);
      }
      int rank = x.shape().rank();
      if (named > rank) {
        throw new ShapeException("index: too many indices: %d for %s".formatted(named, x));
      }
      List<Index> complete = new ArrayList<>();
      for (Index part : index) {
        if (part instanceof Index.Ellipsis) {
          fill(complete, rank - named);
        } else {
          complete.add(part);
        }
      }
      if (ellipses == 0) {
        fill(complete, rank - named);
      }
      return List.copyOf(complete);
    }

    private static void fill(List<Index> index, int count) {
      for (int i = 0; i < count; i++) {
        index.add(Index.ALL);
      }
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.getFirst();
      List<Long> dims = new ArrayList<>();
      int axis = 0;
      for (Index part : index) {
        switch (part) {
          case Index.NewAxis _ -> dims.add(1L);
          case Index.At(long position) -> {
            long length = x.shape().dim(axis);
            if (position < -length || position >= length) {
              throw new ShapeException(
                  "index: position %d is out of range for axis %d of %s"
                      .formatted(position, axis, x));
            }
            axis++;
          }
          case Index.Range range -> {
            boolean known = x.shape().isKnown(axis);
            dims.add(known ? range.count(x.shape().dim(axis)) : Shape.UNKNOWN);
            axis++;
          }
          case Index.Ellipsis _, Index.Positions _, Index.Mask _ -> throw new AssertionError(index);
        }
      }
      return x.withShape(Shape.of(dims.stream().mapToLong(Long::longValue).toArray()));
    }

    @Override
    public Strided view(Strided x) {
      Shape shape = type(List.of(x.type())).shape();
      long[] strides = new long[shape.rank()];
      long shift = 0;
      int from = 0;
      int to = 0;
      for (Index part : index) {
        switch (part) {
          case Index.NewAxis _ -> to++;
          case Index.At(long position) -> {
            shift += (position < 0 ? position + x.dim(from) : position) * x.stride(from);
            from++;
          }
          case Index.Range range -> {
            if (range.count(x.dim(from)) > 0) {
              shift += range.first(x.dim(from)) * x.stride(from);
            }
            // A step over the whole axis meets one element, whose stride does not matter.
            strides[to] = shape.dim(to) > 1 ? range.step() * x.stride(from) : 0;
            to++;
            from++;
          }
          case Index.Ellipsis _, Index.Positions _, Index.Mask _ -> throw new AssertionError(index);
        }
      }
      return x.restride(shape, strides, shift);
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return Apply.one(new Embed(this, at.inputType(0).shape()), at.gradient());
    }
  }

  /// Zeros of a shape, with the operand at the place of a slice. `dx` is that slice of `g`.
  ///
  /// @param slice the place
  /// @param shape the shape of the result
  record Embed(Slice slice, Shape shape) implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      return inputs.getFirst().withShape(shape);
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.fill(out, 0);
      kernels.copy(slice.view(out), inputs.getFirst());
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return Apply.one(slice, at.gradient());
    }
  }

  /// A tensor with another one in place of a slice. `dx` is `g` with zeros there, the gradient of
  /// the part is that slice of `g`.
  ///
  /// @param slice the place
  record Replace(Slice slice) implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.get(0);
      if (!slice.type(List.of(x)).equals(inputs.get(1))) {
        throw new ShapeException(
            "replace: the part must be %s; got %s"
                .formatted(slice.type(List.of(x)), inputs.get(1)));
      }
      return x;
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.copy(out, inputs.get(0));
      kernels.copy(slice.view(out), inputs.get(1));
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor g = at.gradient();
      return input == 0
          ? Apply.two(this, g, Apply.beside(g, () -> Tensor.zeros(at.inputType(1))))
          : Apply.one(slice, g);
    }
  }

  /// Subtensors along an axis by their numbers. `dx` is zero, to which each row of `g` is added
  /// where it came from.
  ///
  /// @param axis the axis of the first operand
  record Gather(int axis) implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.get(0);
      TensorType indices = integer(name(), inputs.get(1));
      Shape before = x.shape().slice(0, axis);
      return x.withShape(before.concat(indices.shape()).concat(x.shape().from(axis + 1)));
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.gather(out, inputs.get(0), inputs.get(1), axis);
    }

    @Override
    public boolean isDifferentiable(int input) {
      return input == 0;
    }

    @Override
    public boolean readsInput(int input) {
      return input == 1;
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      if (input != 0) {
        return null;
      }
      Op op = new ScatterAdd(axis, at.inputType(0).shape().dim(axis));
      return Apply.two(op, at.input(1), at.gradient());
    }
  }

  /// Zeros, to which subtensors are added along an axis by their numbers. The gradient of the
  /// subtensors is `g`, gathered.
  ///
  /// @param axis the axis of the result
  /// @param length its length
  record ScatterAdd(int axis, long length) implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType indices = integer(name(), inputs.get(0));
      TensorType updates = inputs.get(1);
      int end = axis + indices.shape().rank();
      if (updates.shape().rank() < end
          || !updates.shape().slice(axis, end).equals(indices.shape())) {
        throw new ShapeException(
            "scatterAdd: updates must have the indices' shape from axis %d on; got indices=%s, updates=%s"
                .formatted(axis, indices, updates));
      }
      Shape before = updates.shape().slice(0, axis);
      return updates.withShape(before.concat(Shape.of(length)).concat(updates.shape().from(end)));
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.scatterAdd(out, inputs.get(0), inputs.get(1), axis);
    }

    @Override
    public boolean isDifferentiable(int input) {
      return input == 1;
    }

    @Override
    public boolean readsInput(int input) {
      return input == 0;
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      return input == 1 ? at.gradient().gather(at.input(0), axis) : null;
    }
  }

  private static TensorType integer(String name, TensorType indices) {
    if (!indices.dtype().isInteger()) {
      throw new DTypeException(name + ": indices must be integers; got " + indices);
    }
    return indices;
  }
}
