package io.gradus.tensor.kernel;

import io.gradus.tensor.type.DType;

/// Where tensors live and who computes on them. Operands of one operation must share a device.
public interface Device {
  /// The device on which this thread creates tensors, where one was chosen with [#run] or [#call].
  ScopedValue<Device> SCOPE = ScopedValue.newInstance();

  /// {@return a short name for messages, such as `cpu`}
  String name();

  /// {@return the kernels that compute on this device's storage}
  Kernels kernels();

  /// {@return zeroed storage for `length` elements}
  Storage allocate(DType dtype, long length);

  /// Does a task in which this thread creates tensors on this device.
  default void run(Runnable task) {
    ScopedValue.where(SCOPE, this).run(task);
  }

  /// {@return what a task gives in which this thread creates tensors on this device}
  default <T, X extends Throwable> T call(ScopedValue.CallableOp<T, X> task) throws X {
    return ScopedValue.where(SCOPE, this).call(task);
  }

  /// {@return the device that this thread creates tensors on: the one in [#SCOPE], else the
  /// processor with the best usable backend}
  static Device current() {
    return SCOPE.isBound() ? SCOPE.get() : Cpu.standard();
  }
}
