package io.gradus.nn.metric;

/// An [Overlap] of targets and predictions of several classes, one of which may be left out.
///
/// @param <M> the metric
abstract sealed class ClassOverlap<M extends ClassOverlap<M>> extends Overlap<M>
    permits IoU, MeanIoU, OneHotIoU, OneHotMeanIoU {
  ClassOverlap(Options options) {
    super(options);
  }

  /// {@return this metric without the samples whose target is this class}
  public M ignoreClass(int id) {
    return with(options().ignored(id));
  }

  /// {@return this metric of predictions that are class numbers, or a value for each class}
  public M sparseYPred(boolean value) {
    return with(options().sparsePred(value));
  }

  /// {@return this metric with the classes, where they are not given by number, along another axis
  /// than the last}
  public M axis(int axis) {
    return with(options().axis(axis));
  }
}
