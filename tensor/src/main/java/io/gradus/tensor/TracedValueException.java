package io.gradus.tensor;

/// A symbolic tensor was asked for its elements, which it does not have. The message names the line
/// that asked; Java control flow on such a value needs eager execution.
public final class TracedValueException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  TracedValueException(Tensor tensor) {
    super(
        "tensor: %s is symbolic, its elements are not known while a program is traced; read at %s"
            .formatted(tensor.type(), reader()));
  }

  TracedValueException(String operation, Tensor tensor) {
    super(
        "%s: the shape of the result depends on the elements of %s, which are not known while a program is traced; called at %s"
            .formatted(operation, tensor.type(), reader()));
  }

  private static String reader() {
    return StackWalker.getInstance()
        .walk(frames ->
            frames
                .filter(frame -> !frame.getClassName().startsWith("io.gradus.tensor."))
                .findFirst()
                .map(StackWalker.StackFrame::toStackTraceElement)
                .map(Object::toString)
                .orElse("an unknown line"));
  }
}
