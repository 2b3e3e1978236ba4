package io.gradus.tensor;

import io.gradus.tensor.kernel.WindowAxis;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// Which windows a pooling puts on the spatial axes, one to three: windows of one size at equal
/// distances, or a given number of windows that cover the axes.
///
/// ```java
/// x.maxPool(Pool.of(2, 2))                      // windows of 2 × 2 side by side
/// x.averagePool(Pool.of(3, 3).strides(1).padded()) // a window around each cell
/// x.averagePool(Pool.into(7, 7))                // 7 × 7 windows, whatever the lengths
/// ```
public sealed interface Pool {
  /// {@return windows of the given length along each axis, side by side, those that would reach
  /// beyond an end left out}
  ///
  /// @throws IllegalArgumentException if there are not one to three lengths of at least 1
  static Sliding of(int... size) {
    List<Integer> lengths = Arrays.stream(size).boxed().toList();
    return new Sliding(lengths, lengths, false);
  }

  /// {@return the given number of windows along each axis, that cover it as evenly as possible:
  /// window `i` of `n` over length `l` goes from ⌊i·l/n⌋ up to ⌈(i + 1)·l/n⌉}
  ///
  /// @throws IllegalArgumentException if there are not one to three numbers of at least 1
  static Adaptive into(int... counts) {
    return new Adaptive(Arrays.stream(counts).boxed().toList());
  }

  /// {@return the number of spatial axes}
  int axes();

  /// {@return the number of windows along a spatial axis of the given length; below 1 where none
  /// fits}
  long count(int axis, long length);

  /// {@return the windows along a spatial axis of the given length}
  WindowAxis along(int axis, long length);

  /// Windows of one size at equal distances.
  ///
  /// @param size the length of the windows along each spatial axis
  /// @param strides the distance between the beginnings of neighbours along each axis
  /// @param same whether windows reach beyond the ends, such that there are ⌈length / stride⌉
  ///   (Keras' padding `same`), else only those that fit count (`valid`). Nothing is there beyond
  ///   the ends: neither for a maximum nor for a mean
  record Sliding(List<Integer> size, List<Integer> strides, boolean same) implements Pool {
    /// Checks the settings.
    public Sliding {
      size = checked("sizes", size);
      strides = checked("strides", strides);
      if (size.size() != strides.size()) {
        throw new IllegalArgumentException(
            "pool: needs a stride for each axis; got %s for sizes %s".formatted(strides, size));
      }
    }

    /// {@return these windows at other distances: one for each axis, or one for all}
    public Sliding strides(int... changed) {
      List<Integer> each =
          changed.length == 1
              ? Collections.nCopies(axes(), changed[0])
              : Arrays.stream(changed).boxed().toList();
      return new Sliding(size, each, same);
    }

    /// {@return as many of these windows as strides fit, also those that reach beyond the ends}
    public Sliding padded() {
      return new Sliding(size, strides, true);
    }

    @Override
    public int axes() {
      return size.size();
    }

    @Override
    public long count(int axis, long length) {
      long covered = same ? length : length - size.get(axis) + 1;
      return Math.ceilDiv(Math.max(0, covered), strides.get(axis));
    }

    @Override
    public WindowAxis along(int axis, long length) {
      int cells = Math.toIntExact(length);
      int count = (int) count(axis, length);
      int reach = (count - 1) * strides.get(axis) + size.get(axis);
      int before = same ? Math.max(0, reach - cells) / 2 : 0;
      return new WindowAxis.Sliding(cells, count, size.get(axis), strides.get(axis), before);
    }
  }

  /// A given number of windows, whatever the lengths.
  ///
  /// @param counts the number of windows along each spatial axis
  record Adaptive(List<Integer> counts) implements Pool {
    /// Checks the settings.
    public Adaptive {
      counts = checked("counts", counts);
    }

    @Override
    public int axes() {
      return counts.size();
    }

    @Override
    public long count(int axis, long length) {
      return length == 0 ? 0 : counts.get(axis);
    }

    @Override
    public WindowAxis along(int axis, long length) {
      return new WindowAxis.Even(Math.toIntExact(length), counts.get(axis));
    }
  }

  private static List<Integer> checked(String what, List<Integer> values) {
    boolean fits = values.size() >= 1 && values.size() <= 3;
    if (!fits || IntStream.range(0, values.size()).anyMatch(i -> values.get(i) < 1)) {
      throw new IllegalArgumentException(
          "pool: needs %s of at least 1 for one to three axes; got %s".formatted(what, values));
    }
    return List.copyOf(values);
  }
}
