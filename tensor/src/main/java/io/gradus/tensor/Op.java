package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An operation as data: a record whose components are its attributes. It says in one place which
/// operands fit and what comes out, which kernel computes it, and how gradients flow back. The same
/// record serves eager execution, the tape and recorded graphs. Anyone may implement it;
/// [Tensor#apply] runs it.
///
/// Implementations see operands that share a device; whether their types are equal and their shapes
/// broadcast is up to the rule, but for [Elementwise] operations, whose operands have been promoted
/// and broadcast before.
public interface Op {
  /// {@return the operation's name in messages and graphs; by default the record's, as in `matMul`}
  default String name() {
    String simple = getClass().getSimpleName();
    return Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
  }

  /// The operation's rule: Returns the types of the results for operands of these types. Lengths
  /// may be unknown.
  ///
  /// @throws io.gradus.tensor.type.OperandException if the operands do not fit
  List<TensorType> types(List<TensorType> inputs);

  /// Computes the results into `outputs`, which are dense and of the types that [#types] gave.
  void run(Kernels kernels, List<Strided> outputs, List<Strided> inputs);

  /// {@return the gradient that reaches the given input, of its shape, in tensor methods so that it
  /// can be differentiated again; null if none does, as for indices}
  @Nullable Tensor gradient(int input, Backward at);

  /// {@return whether a gradient reaches the given input}
  default boolean isDifferentiable(int input) {
    return true;
  }

  /// {@return whether [#gradient] reads the value of the given input; the tape keeps no others}
  default boolean readsInput(int input) {
    return false;
  }

  /// {@return whether [#gradient] reads the value of the given output; the tape keeps no others}
  default boolean readsOutput(int output) {
    return false;
  }

  /// {@return the multiplications and additions that the operation is known for, of which it takes
  /// this many for operands and results of these types: those of products and convolutions, a
  /// multiplication with its addition as two; 0 for what is cheap beside them}
  default long flops(List<TensorType> inputs, List<TensorType> outputs) {
    return 0;
  }

  /// An operation with one result.
  interface Single extends Op {
    /// {@return the type of the result}
    TensorType type(List<TensorType> inputs);

    /// Computes the result.
    void run(Kernels kernels, Strided out, List<Strided> inputs);

    @Override
    default List<TensorType> types(List<TensorType> inputs) {
      return List.of(type(inputs));
    }

    @Override
    default void run(Kernels kernels, List<Strided> outputs, List<Strided> inputs) {
      run(kernels, outputs.getFirst(), inputs);
    }
  }

  /// An operation that treats samples alone, where its results have two axes or more: what it
  /// computes at a position of their first axis depends on the elements that its operands have at
  /// that position of theirs, and on the whole of operands that all samples share. Its bits do not
  /// depend on how many samples there are, and no component of the record is their number, so that
  /// a program may run it for some of them at a time: by several threads, each into a part of the
  /// results.
  interface BySample extends Op {
    /// {@return whether every sample reads the whole of the given operand, as of a convolution's
    /// kernel}
    default boolean isShared(int input) {
      return false;
    }
  }

  /// An operation of one operand whose result shows the same elements in another arrangement.
  interface View extends Single {
    /// {@return the result as a view of the operand's storage, or null if it takes a copy}
    @Nullable Strided view(Strided x);

    /// Copies the operand in the result's arrangement; by default a copy of the view.
    @Override
    default void run(Kernels kernels, Strided out, List<Strided> inputs) {
      Strided view = view(inputs.getFirst());
      if (view == null) {
        throw new IllegalStateException(name() + ": has no view of " + inputs.getFirst());
      }
      kernels.copy(out, view);
    }
  }

  /// An operation of one operand whose results each show a part of its elements, as views.
  interface Views extends Op {
    /// {@return for each result the operation that shows it}
    List<? extends View> parts(TensorType x);

    @Override
    default List<TensorType> types(List<TensorType> inputs) {
      return parts(inputs.getFirst()).stream().map(part -> part.type(inputs)).toList();
    }

    /// Copies each part.
    @Override
    default void run(Kernels kernels, List<Strided> outputs, List<Strided> inputs) {
      List<? extends View> parts = parts(inputs.getFirst().type());
      for (int i = 0; i < parts.size(); i++) {
        parts.get(i).run(kernels, outputs.get(i), inputs);
      }
    }
  }
}
