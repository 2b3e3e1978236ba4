package io.gradus.tensor.kernel;

/// The windows of a pooling along one axis: window `i` has the cells from `start(i)` up to but not
/// including `stop(i)`, at least one and all of them inside the axis. Both rise with `i`.
public sealed interface WindowAxis {
  /// {@return the number of cells}
  int length();

  /// {@return the number of windows}
  int count();

  /// {@return the first cell of a window}
  int start(int window);

  /// {@return the cell behind the last one of a window}
  int stop(int window);

  /// {@return whether some cells belong to several windows}
  boolean overlaps();

  /// {@return into how many bands the axis is cut, such that no window has cells of two}
  default int bands() {
    return overlaps() || count() == 0 ? 1 : count();
  }

  /// {@return the first cell of a band}
  default int bandStart(int band) {
    return band == 0 ? 0 : start(band);
  }

  /// {@return the cell behind the last one of a band}
  default int bandStop(int band) {
    return band == bands() - 1 ? length() : start(band + 1);
  }

  /// {@return the first window of a band}
  default int firstWindow(int band) {
    return bands() == 1 ? 0 : band;
  }

  /// {@return the window behind the last one of a band}
  default int lastWindow(int band) {
    return bands() == 1 ? count() : band + 1;
  }

  /// Windows of one size that begin `stride` cells apart, cut off at the ends of the axis.
  ///
  /// @param length the number of cells
  /// @param count the number of windows
  /// @param size the cells of a window
  /// @param stride the cells between the beginnings of two windows
  /// @param before how many cells of the first window would lie before the axis
  record Sliding(int length, int count, int size, int stride, int before) implements WindowAxis {
    @Override
    public int start(int window) {
      return Math.max(0, window * stride - before);
    }

    @Override
    public int stop(int window) {
      return Math.min(length, window * stride - before + size);
    }

    @Override
    public boolean overlaps() {
      return stride < size;
    }
  }

  /// Windows that cover the axis as evenly as possible; neighbours share a cell where the number of
  /// cells is no multiple of that of windows.
  ///
  /// @param length the number of cells
  /// @param count the number of windows
  record Even(int length, int count) implements WindowAxis {
    @Override
    public int start(int window) {
      return (int) ((long) window * length / count);
    }

    @Override
    public int stop(int window) {
      return (int) Math.ceilDiv((window + 1L) * length, count);
    }

    @Override
    public boolean overlaps() {
      return length % count != 0;
    }
  }
}
