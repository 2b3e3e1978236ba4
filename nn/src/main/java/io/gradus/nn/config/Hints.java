package io.gradus.nn.config;

/// What an error says beyond the fault, where the likely mistake is known.
public final class Hints {
  /// For data that would fit with one axis more, the first.
  public static final String ONE_SAMPLE =
      "; a single sample needs expandDims(0), the axis of samples";

  private Hints() {}

  /// {@return a hint for an input of too few axes, or nothing}
  ///
  /// @param rank the number of axes it has
  /// @param wanted the number that it needs
  public static String oneSample(int rank, int wanted) {
    return rank == wanted - 1 ? ONE_SAMPLE : "";
  }

  /// {@return a hint for an input of too few axes, one of which is for channels, or nothing}
  ///
  /// @param rank the number of axes it has
  /// @param wanted the number that it needs
  public static String oneSampleOrChannel(int rank, int wanted) {
    return rank == wanted - 1 ? ONE_SAMPLE + "; data without channels expandDims(-1)" : "";
  }
}
