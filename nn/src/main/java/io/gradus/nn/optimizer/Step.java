package io.gradus.nn.optimizer;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;

/// What all variables of one element type have in common in one step: scalars of that type, so that
/// they fit the variables.
public final class Step {
  private final DType dtype;
  private final Tensor rate;
  private final Tensor number;
  private final Slots shared;

  Step(DType dtype, Tensor rate, Tensor number, Slots shared) {
    this.dtype = dtype;
    this.rate = rate.cast(dtype);
    this.number = number.cast(dtype);
    this.shared = shared;
  }

  /// {@return the element type of the variables and of the scalars here}
  public DType dtype() {
    return dtype;
  }

  /// {@return the learning rate}
  public Tensor rate() {
    return rate;
  }

  /// {@return the number of this step: 1 for the first}
  public Tensor number() {
    return number;
  }

  /// {@return `base` to the power of the number of this step}
  public Tensor power(double base) {
    return scalar(base).pow(number);
  }

  /// {@return a number as a scalar}
  public Tensor scalar(double value) {
    return Tensor.scalar(dtype, value);
  }

  /// {@return the state of this name that all variables share}
  public Variable shared(String name) {
    return shared.get(name);
  }
}
