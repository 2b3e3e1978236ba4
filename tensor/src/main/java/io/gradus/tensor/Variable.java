package io.gradus.tensor;

import io.gradus.tensor.kernel.Storage;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A tensor that changes, such as a weight: the only thing here that does. It has all tensor
/// methods, which work on its present value.
///
/// The buffer of a variable is never written: an update brings a new one. The old buffer is used
/// again by the program that made the update, but only if nobody can still see it: [#value] marks a
/// buffer as shown, and a running program pins the buffers it reads.
public final class Variable implements Operand {
  // Held for a few assignments at a time. One lock for all, so that a program pins and commits all
  // its variables as one consistent set.
  private static final Object LOCK = new Object();

  private final String name;
  private final TensorType type;
  private volatile boolean trainable = true;
  private Tensor current;
  private boolean shown;
  private int pins;

  /// A trainable variable with the given value.
  public Variable(String name, Operand initial) {
    this.name = name;
    this.current = owned(initial.value());
    this.type = current.type();
    this.shown = true;
  }

  /// A trainable variable without a particular name.
  public Variable(Operand initial) {
    this("variable", initial);
  }

  /// {@return the name}
  public String name() {
    return name;
  }

  /// {@return whether tapes record this variable without being told}
  public boolean isTrainable() {
    return trainable;
  }

  /// Sets whether tapes record this variable without being told. Returns this variable.
  public Variable trainable(boolean value) {
    trainable = value;
    return this;
  }

  @Override
  public TensorType type() {
    return type;
  }

  /// {@return the present value; it stays what it is when the variable changes}
  @Override
  public Tensor value() {
    Tensor value = Tracer.active() instanceof Tracer tracer ? tracer.read(this) : show();
    GradientTape.read(this, value);
    return value;
  }

  private Tensor show() {
    synchronized (LOCK) {
      shown = true;
      return current;
    }
  }

  /// Replaces the value.
  ///
  /// @throws ShapeException if the shape differs
  /// @throws DTypeException if the element type differs
  public void assign(Operand value) {
    Tensor tensor = value.value();
    if (!tensor.shape().equals(type.shape())) {
      throw new ShapeException(
          "assign: the shape must stay; got %s for variable %s %s"
              .formatted(tensor.type(), name, type));
    }
    if (tensor.dtype() != type.dtype()) {
      throw new DTypeException(
          "assign: the type must stay; got %s for variable %s %s"
              .formatted(tensor.type(), name, type));
    }
    if (Tracer.active() instanceof Tracer tracer) {
      tracer.update(this, tensor);
      return;
    }
    Tensor owned = owned(tensor);
    synchronized (LOCK) {
      current = owned;
      shown = true;
    }
  }

  /// Adds to the value, in the variable's type.
  public void assignAdd(Operand change) {
    assign(value().add(change.value().cast(type.dtype())));
  }

  /// Subtracts from the value, in the variable's type.
  public void assignSub(Operand change) {
    assign(value().sub(change.value().cast(type.dtype())));
  }

  /// Replaces the part of the value that an index in NumPy's text form names, see
  /// [Indexing#with(String, Operand)].
  public void assign(String index, Operand part) {
    assign(value().with(index, part));
  }

  /// Replaces the part of the value that the index names.
  public void assign(List<Index> index, Operand part) {
    assign(value().with(index, part));
  }

  /// Replaces the elements where a `bool` tensor is true, or the subtensors along the first axis
  /// that an integer tensor names.
  public void assign(Operand index, Operand part) {
    assign(List.of(Index.of(index)), part);
  }

  // A dense tensor of its own storage, so that a small slice does not keep a large array alive; and
  // a new one, so that tapes do not take the given tensor, or another variable's value, for this
  // one's.
  private static Tensor owned(Tensor value) {
    Strided view = value.strided();
    if (view.isDense() && view.storage().length() == view.size()) {
      return Tensor.of(view);
    }
    Strided copy = Strided.allocate(value.device(), value.type());
    value.device().kernels().copy(copy, view);
    return Tensor.of(copy);
  }

  /// Keeps the present buffers of the variables from being used again, as one consistent set.
  /// Returns their values, in order.
  static Tensor[] pin(Collection<Variable> variables) {
    synchronized (LOCK) {
      Tensor[] values = new Tensor[variables.size()];
      int i = 0;
      for (Variable variable : variables) {
        variable.pins++;
        values[i++] = variable.current;
      }
      return values;
    }
  }

  /// Ends what [#pin] began and brings new buffers, all at once. Returns for each updated variable
  /// the old buffer if nobody sees it any more, else null.
  static @Nullable Storage[] commit(
      Collection<Variable> pinned, Collection<Variable> updated, Storage[] fresh) {
    synchronized (LOCK) {
      for (Variable variable : pinned) {
        variable.pins--;
      }
      @Nullable Storage[] old = new Storage[fresh.length];
      int i = 0;
      for (Variable variable : updated) {
        boolean free = !variable.shown && variable.pins == 0;
        old[i] = free ? variable.current.strided().storage() : null;
        variable.current = Tensor.of(Strided.dense(fresh[i], variable.type.shape()));
        variable.shown = false;
        i++;
      }
      return old;
    }
  }

  /// {@return name, type and value}
  @Override
  public String toString() {
    return "%s %s%n%s".formatted(name, type, show());
  }
}
