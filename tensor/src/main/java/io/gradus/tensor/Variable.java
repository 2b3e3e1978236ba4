package io.gradus.tensor;

import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A tensor that changes, such as a weight: the only thing here that does. It has all tensor
/// methods, which work on its present value.
///
/// An update brings a new buffer. The old one is used again by the program that made the update,
/// but only if nobody can still see it: [#value] marks a buffer as shown, and a running program
/// pins the buffers it reads. A program that is alone with a buffer may also overwrite it as its
/// last act; who wants to see the variable meanwhile waits.
public final class Variable implements Operand {
  private final String name;
  private final TensorType type;
  private volatile boolean trainable = true;
  private volatile @Nullable UnaryOperator<Tensor> constraint;
  // Its lock guards what follows.
  volatile VariableGroup group = new VariableGroup();
  private Tensor current;
  private boolean shown;
  private int pins;
  private int pinsSinceUpdate;
  private boolean claimed;

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

  /// A trainable `float32` variable with a number as its value.
  public Variable(String name, double initial) {
    this(name, Tensor.of((float) initial));
  }

  /// A trainable `float32` variable with a number as its value, without a particular name.
  public Variable(double initial) {
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

  /// {@return what an optimizer passes each new value through, or null}
  public @Nullable UnaryOperator<Tensor> constraint() {
    return constraint;
  }

  /// Sets what an optimizer passes each new value through, such as a bound on its norm; null for
  /// nothing. Assignments are not constrained. Returns this variable.
  public Variable constraint(@Nullable UnaryOperator<Tensor> value) {
    constraint = value;
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
    VariableGroup locked = VariableGroup.lockUnclaimed(List.of(this));
    shown = true;
    Tensor value = current;
    locked.unlock();
    return value;
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
    VariableGroup locked = VariableGroup.lockUnclaimed(List.of(this));
    current = owned;
    shown = true;
    locked.unlock();
  }

  /// Replaces the value of a scalar by a number, in the variable's type.
  ///
  /// @throws ShapeException if the variable is no scalar
  public void assign(double number) {
    assign(Tensor.of(number).cast(type.dtype()));
  }

  /// Adds a number to each element, in the variable's type.
  public void assignAdd(double number) {
    assign(value().add(number).cast(type.dtype()));
  }

  /// Subtracts a number from each element, in the variable's type.
  public void assignSub(double number) {
    assign(value().sub(number).cast(type.dtype()));
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
    boolean own = view.isDense() && view.storage().length() == view.size();
    // Where only types are looked for, a variable is given up at once.
    if (own || Outlining.isActive()) {
      return Tensor.of(view);
    }
    Strided copy = Strided.allocate(value.device(), value.type());
    value.device().kernels().copy(copy, view);
    return Tensor.of(copy);
  }

  /// Keeps the present buffers of the variables from being used again, as one consistent set, and
  /// puts their values, in order, into `values`. They are of one [VariableGroup].
  static void pin(List<Variable> variables, @Nullable Tensor[] values) {
    if (variables.isEmpty()) {
      return;
    }
    VariableGroup locked = VariableGroup.lockUnclaimed(variables);
    for (int i = 0; i < values.length; i++) {
      Variable variable = variables.get(i);
      variable.pins++;
      variable.pinsSinceUpdate++;
      values[i] = variable.current;
    }
    locked.unlock();
  }

  /// {@return whether a run overwrites the value; the group is locked}
  boolean isClaimed() {
    return claimed;
  }

  /// Lets the one run that has pinned this value overwrite it. Returns the value, or null if
  /// somebody else sees it too, or has since the last update: who reads it again then need not
  /// wait.
  @Nullable Tensor claim(Strided pinned) {
    VariableGroup locked = VariableGroup.lock(this);
    boolean alone = !shown && pins == 1 && pinsSinceUpdate == 1 && current.strided() == pinned;
    claimed |= alone;
    Tensor value = current;
    locked.unlock();
    return alone ? value : null;
  }

  /// Ends what [#pin] began and brings new values, all at once; nobody else has seen them. Puts
  /// each updated variable's old value among the spares if nobody sees it any more, else null. All
  /// are of one [VariableGroup].
  static void commit(
      List<Variable> pinned,
      List<Variable> updated,
      @Nullable Tensor[] fresh,
      @Nullable Tensor[] spares) {
    if (pinned.isEmpty() && updated.isEmpty()) {
      return;
    }
    VariableGroup locked = VariableGroup.lock((pinned.isEmpty() ? updated : pinned).getFirst());
    boolean awaited = false;
    for (Variable variable : pinned) {
      variable.pins--;
      // Nobody else pins what is claimed.
      awaited |= variable.claimed;
      variable.claimed = false;
    }
    for (int i = 0; i < updated.size(); i++) {
      Variable variable = updated.get(i);
      Tensor next = Objects.requireNonNull(fresh[i]);
      boolean free = !variable.shown && variable.pins == 0 && variable.current != next;
      spares[i] = free ? variable.current : null;
      variable.current = next;
      variable.shown = false;
      variable.pinsSinceUpdate = variable.pins;
    }
    if (awaited) {
      locked.wakeWaiting();
    }
    locked.unlock();
  }

  /// {@return name, type and value}
  @Override
  public String toString() {
    return "%s %s%n%s".formatted(name, type, show());
  }
}
