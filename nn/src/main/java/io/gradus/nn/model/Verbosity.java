package io.gradus.nn.model;

/// How much is told while something takes long (`verbose` in Keras). `fit` tells what its settings
/// say; without them, and in `evaluate`, `predict` and `adapt`, it is what the thread is told to:
///
/// ```java
/// Tensor all = Verbosity.SILENT.call(() -> model.predict(data, 256));
/// ```
public enum Verbosity {
  /// Nothing (`verbose=0`).
  SILENT,
  /// A progress bar, rewritten in place on a terminal (`verbose=1`); the default. `evaluate`,
  /// `predict` and `adapt` show theirs only there, and once they have taken a second.
  BAR,
  /// A line after each epoch (`verbose=2`).
  LINE;

  private static final ScopedValue<Verbosity> SCOPE = ScopedValue.newInstance();

  /// {@return how much this thread tells: what the task says that it is in, or else [#BAR]}
  public static Verbosity current() {
    return SCOPE.orElse(BAR);
  }

  /// Does a task in which this thread tells so much.
  public void run(Runnable task) {
    ScopedValue.where(SCOPE, this).run(task);
  }

  /// {@return what a task gives in which this thread tells so much}
  public <T, X extends Throwable> T call(ScopedValue.CallableOp<T, X> task) throws X {
    return ScopedValue.where(SCOPE, this).call(task);
  }
}
