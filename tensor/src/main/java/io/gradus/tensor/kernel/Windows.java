package io.gradus.tensor.kernel;

import java.util.List;

/// The windows of a pooling over the spatial axes of `[n, depth, height, width, channels]`, in
/// row-major order. Fewer spatial axes are the last ones; those missing have one cell.
///
/// @param depth the windows along the first spatial axis
/// @param height the windows along the second
/// @param width the windows along the last
public record Windows(WindowAxis depth, WindowAxis height, WindowAxis width) {
  private static final WindowAxis MISSING = new WindowAxis.Even(1, 1);

  /// {@return the windows along one to three spatial axes}
  public static Windows of(List<WindowAxis> axes) {
    return switch (axes.size()) {
      case 1 -> new Windows(MISSING, MISSING, axes.get(0));
      case 2 -> new Windows(MISSING, axes.get(0), axes.get(1));
      case 3 -> new Windows(axes.get(0), axes.get(1), axes.get(2));
      default -> throw new IllegalArgumentException("windows: needs 1 to 3 axes, got " + axes);
    };
  }

  /// {@return the number of the cell in row-major order}
  public int cell(int i, int j, int k) {
    return (i * height.length() + j) * width.length() + k;
  }

  /// {@return the number of cells}
  public int cells() {
    return Math.multiplyExact(Math.multiplyExact(depth.length(), height.length()), width.length());
  }

  /// {@return the number of rows of windows, each along the last axis}
  public int rows() {
    return Math.multiplyExact(depth.count(), height.count());
  }

  /// {@return the number of cells of a window}
  public int size(int i, int j, int k) {
    return (depth.stop(i) - depth.start(i))
        * (height.stop(j) - height.start(j))
        * (width.stop(k) - width.start(k));
  }

  /// {@return into how many bands the cells are cut, such that no window has cells of two; each is
  /// a band of the depth and of the height, and all of the width}
  public int bands() {
    return Math.multiplyExact(depth.bands(), height.bands());
  }
}
