package io.gradus.nn.model;

import io.gradus.data.Batch;
import java.util.function.Consumer;

/// What `fit`, `evaluate` and `predict` take batches from, in passes that follow one another.
sealed interface BatchSource extends AutoCloseable permits StoredBatches, StreamedBatches {
  /// The length of a pass that nobody knows yet.
  long UNKNOWN = -1;

  /// {@return the number of batches in a pass, or [#UNKNOWN]}
  long length();

  /// {@return the number of batches that are taken if so many are asked for, or all with 0; or
  /// [#UNKNOWN]}
  default long steps(long asked) {
    return asked == 0 ? length() : length() == UNKNOWN ? asked : Math.min(asked, length());
  }

  /// {@return whether every pass begins with the first batch; else it goes on where the last one
  /// stopped, and what has been taken does not come again}
  boolean repeats();

  /// Shows the first batch of the next pass, which still gives it.
  ///
  /// @param operation what errors name: the method that was called
  /// @throws IllegalArgumentException if there is none
  void look(String operation, Consumer<Batch> check);

  /// {@return whether the next pass has a batch}
  boolean hasNext();

  /// {@return the next pass}
  ///
  /// @param epoch the epoch that it begins in, which the order of samples may depend on
  /// @param begun the number of steps that the model had done when that epoch began; likewise
  /// @param skipped how many batches to leave out at the beginning, where passes begin anew
  Pass pass(int epoch, long begun, long skipped);

  /// {@return the pass of an evaluation or a prediction, in the order of the samples}
  default Pass pass() {
    return pass(0, 0, 0);
  }

  /// {@return an error about a batch with the place of that batch, if the source has one to name}
  ///
  /// @param place such as `fit: epoch 1, batch 3`
  IllegalArgumentException at(String place, IllegalArgumentException e);

  /// Closes what was opened to look at the first batch, if no pass has taken it over.
  @Override
  void close();

  /// The batches of one pass.
  interface Pass extends AutoCloseable {
    boolean hasNext();

    Batch next();

    /// Gives a batch back after its step: a later one may take its memory.
    void giveBack(Batch batch);

    @Override
    void close();
  }
}
