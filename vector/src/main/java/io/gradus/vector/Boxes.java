package io.gradus.vector;

import io.gradus.tensor.kernel.Taps;

/// The windows of a sample, cut into boxes of one size; the last along an axis may be smaller. Axes
/// are numbered 0 for depth, 1 for height, 2 for width.
final class Boxes {
  private static final int AXES = 3;

  private final Taps.Axis[] axes;
  private final int[] sides = new int[AXES];
  private final int[] counts = new int[AXES];

  /// Boxes that follow from the shapes alone.
  ///
  /// @param most the windows that a box is to have at most
  /// @param least the boxes that a sample is to have at least, if it has as many windows
  Boxes(Taps taps, int most, int least) {
    this.axes = new Taps.Axis[] {taps.depth(), taps.height(), taps.width()};
    int left = most;
    for (int axis = AXES - 1; axis >= 0; axis--) {
      int fit = Math.clamp(left, 1, axes[axis].windows());
      cut(axis, Math.ceilDiv(axes[axis].windows(), fit));
      left = fit < axes[axis].windows() ? 1 : left / fit;
    }
    for (int axis = 0; axis < AXES && count() < least; axis++) {
      cut(axis, counts[axis] * Math.ceilDiv(least, count()));
    }
  }

  private void cut(int axis, int parts) {
    int windows = axes[axis].windows();
    sides[axis] = Math.ceilDiv(windows, Math.min(windows, parts));
    counts[axis] = Math.ceilDiv(windows, sides[axis]);
  }

  /// {@return the number of boxes of a sample}
  int count() {
    return counts[0] * counts[1] * counts[2];
  }

  /// {@return how many windows a box has along an axis, if it is not the last}
  int side(int axis) {
    return sides[axis];
  }

  /// {@return the first window of a box along an axis}
  int first(int box, int axis) {
    int rest = box;
    for (int later = AXES - 1; later > axis; later--) {
      rest /= counts[later];
    }
    return rest % counts[axis] * sides[axis];
  }

  /// {@return how many windows a box has along an axis}
  int windows(int box, int axis) {
    return Math.min(sides[axis], axes[axis].windows() - first(box, axis));
  }

  /// {@return the number, in its sample, of the first window of a line of a box}
  int window(int box, int i, int j) {
    return ((first(box, 0) + i) * axes[1].windows() + first(box, 1) + j) * axes[2].windows()
        + first(box, 2);
  }

  /// {@return the first cell under a box along an axis, which may lie beyond the ends}
  int cell(int box, int axis) {
    return axes[axis].cell(first(box, axis), 0);
  }

  /// {@return how many cells lie under a box along an axis}
  int cells(int axis) {
    Taps.Axis a = axes[axis];
    return (sides[axis] - 1) * a.stride() + (a.size() - 1) * a.dilation() + 1;
  }

  /// {@return how many cells lie under a box}
  int cells() {
    return Math.multiplyExact(cells(0) * cells(1), cells(2));
  }

  /// {@return the number, under its box, of the first cell of the first window of a line}
  int corner(int i, int j) {
    return (i * axes[0].stride() * cells(1) + j * axes[1].stride()) * cells(2);
  }

  /// {@return for each tap its distance in cells from a window's corner}
  int[] taps() {
    int[] distances = new int[axes[0].size() * axes[1].size() * axes[2].size()];
    int next = 0;
    for (int a = 0; a < axes[0].size(); a++) {
      for (int b = 0; b < axes[1].size(); b++) {
        for (int c = 0; c < axes[2].size(); c++) {
          distances[next++] =
              (a * axes[0].dilation() * cells(1) + b * axes[1].dilation()) * cells(2)
                  + c * axes[2].dilation();
        }
      }
    }
    return distances;
  }
}
