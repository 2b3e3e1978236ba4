package io.gradus.bench;

/// Something a user does, timed. It runs on [io.gradus.tensor.kernel.Device#current()].
interface Workload {
  /// {@return the name on the command line and in the results}
  String name();

  /// {@return the epochs to train where none are asked for}
  default int epochs() {
    return 0;
  }

  /// {@return whether the work is done in this process, whose memory is then reported too}
  default boolean isInside() {
    return true;
  }

  /// Runs it and reports each result as it is there.
  ///
  /// @param epochs the epochs to train; of no meaning where nothing is trained
  void run(Report report, int epochs) throws Exception;
}
