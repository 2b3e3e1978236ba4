package io.gradus.tensor.kernel;

/// Which cells the taps of a convolution's windows meet, all lengths known. Cells, windows and taps
/// are numbered in row-major order over three spatial axes; fewer are the last ones.
///
/// @param samples the number of samples
/// @param depth the first spatial axis
/// @param height the second
/// @param width the last
/// @param groups the number of groups
/// @param channels the channels of a group
/// @param filters the filters of a group
public record Taps(
    int samples, Axis depth, Axis height, Axis width, int groups, int channels, int filters) {
  /// A spatial axis: tap `t` of window `o` meets cell `o·stride + t·dilation − before`.
  ///
  /// @param length the number of cells
  /// @param windows the number of windows
  /// @param size the taps of a window
  /// @param stride the cells between neighbouring windows
  /// @param dilation the cells between neighbouring taps
  /// @param before the zeros before the first cell
  public record Axis(int length, int windows, int size, int stride, int dilation, int before) {
    /// An axis that is not there.
    static final Axis NONE = new Axis(1, 1, 1, 1, 1, 0);

    /// {@return the cell, which may lie beyond the ends}
    public int cell(int window, int tap) {
      return window * stride + tap * dilation - before;
    }

    /// {@return whether the cell lies inside}
    public boolean has(int cell) {
      return cell >= 0 && cell < length;
    }
  }

  /// What to do where a tap of a window meets a cell.
  public interface Action {
    /// Does it.
    ///
    /// @param window the number of the window among those of all samples
    /// @param cell the number of the cell among those of all samples
    void run(int window, int cell);
  }

  /// {@return the number of cells of a sample}
  public int cells() {
    return depth.length * height.length * width.length;
  }

  /// {@return the number of windows of a sample}
  public int windows() {
    return depth.windows * height.windows * width.windows;
  }

  /// {@return the number of taps of a window}
  public int size() {
    return depth.size * height.size * width.size;
  }

  /// Runs the action for the windows of a sample in order, but those whose tap lies beyond the
  /// ends.
  public void each(int sample, int tap, Action action) {
    int c = tap % width.size;
    int b = tap / width.size % height.size;
    int a = tap / width.size / height.size;
    int window = sample * windows();
    for (int i = 0; i < depth.windows; i++) {
      for (int j = 0; j < height.windows; j++) {
        int plane = depth.cell(i, a);
        int line = height.cell(j, b);
        boolean inside = depth.has(plane) && height.has(line);
        int row = ((sample * depth.length + plane) * height.length + line) * width.length;
        for (int k = 0; k < width.windows; k++, window++) {
          int cell = width.cell(k, c);
          if (inside && width.has(cell)) {
            action.run(window, row + cell);
          }
        }
      }
    }
  }
}
