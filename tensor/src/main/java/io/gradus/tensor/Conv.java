package io.gradus.tensor;

import io.gradus.tensor.kernel.Sweep;
import io.gradus.tensor.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// How a convolution goes over the spatial axes, named as in Keras.
///
/// ```java
/// x.conv(kernel, Conv.VALID)
/// x.conv(kernel, Conv.SAME.strides(2).groups(4))
/// x.conv(kernel, Conv.CAUSAL.dilation(8))
/// ```
///
/// A list with one number stands for that number along all axes.
///
/// @param border what happens at the ends
/// @param strides the cells between neighbouring windows
/// @param dilation the cells between neighbouring taps of a window; 1 for no gaps
/// @param groups into how many groups channels and filters are divided; filters of a group see the
///   channels of that group only
/// @param outputPadding of a transposed convolution: by how much the result is longer than the
///   shortest one; empty for Keras' default
public record Conv(
    Border border,
    List<Integer> strides,
    List<Integer> dilation,
    int groups,
    List<Integer> outputPadding) {
  /// What happens where windows reach beyond the ends.
  public enum Border {
    /// Such windows do not count.
    VALID,
    /// There are zeros on both sides, one more behind than before if their number is odd, such that
    /// there are ⌈length / stride⌉ windows.
    SAME,
    /// There are zeros before, such that the last tap of window `o` meets cell `o·stride`.
    CAUSAL
  }

  /// Windows that fit, side by side at distance 1.
  public static final Conv VALID = new Conv(Border.VALID, List.of(1), List.of(1), 1, List.of());

  /// As many windows as cells, zeros on both sides.
  public static final Conv SAME = VALID.border(Border.SAME);

  /// As many windows as cells, zeros before them.
  public static final Conv CAUSAL = VALID.border(Border.CAUSAL);

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if strides, dilation or groups are below 1, or the output
  ///   padding below 0
  public Conv {
    strides = checked("strides", strides, 1);
    dilation = checked("dilation", dilation, 1);
    outputPadding =
        outputPadding.isEmpty() ? List.of() : checked("output padding", outputPadding, 0);
    if (groups < 1) {
      throw new IllegalArgumentException("conv: groups must be at least 1, got " + groups);
    }
  }

  private static List<Integer> checked(String what, List<Integer> values, int least) {
    boolean fits = !values.isEmpty() && values.size() <= 3;
    if (!fits || values.stream().anyMatch(value -> value < least)) {
      throw new IllegalArgumentException(
          "conv: %s must be at least %d for one to three axes, got %s"
              .formatted(what, least, values));
    }
    return List.copyOf(values);
  }

  /// {@return these settings with another border}
  public Conv border(Border changed) {
    return new Conv(changed, strides, dilation, groups, outputPadding);
  }

  /// {@return these settings with other strides: one for each axis, or one for all}
  public Conv strides(int... changed) {
    return new Conv(border, list(changed), dilation, groups, outputPadding);
  }

  /// {@return these settings with another dilation: one for each axis, or one for all}
  public Conv dilation(int... changed) {
    return new Conv(border, strides, list(changed), groups, outputPadding);
  }

  /// {@return these settings with another number of groups}
  public Conv groups(int changed) {
    return new Conv(border, strides, dilation, changed, outputPadding);
  }

  /// {@return these settings with another output padding: one for each axis, or one for all}
  public Conv outputPadding(int... changed) {
    return new Conv(border, strides, dilation, groups, list(changed));
  }

  private static List<Integer> list(int... values) {
    return Arrays.stream(values).boxed().toList();
  }

  /// {@return the sweep over an input of these lengths with a kernel of these taps}
  Sweep sweep(String operation, long[] lengths, long[] taps) {
    int axes = lengths.length;
    List<Integer> stride = each(operation, "strides", strides, axes);
    List<Integer> gaps = each(operation, "dilation", dilation, axes);
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      long reach = (taps[axis] - 1) * gaps.get(axis);
      long first =
          switch (border) {
            case VALID -> 0;
            case SAME -> missing(lengths[axis], reach, stride.get(axis)) / 2;
            case CAUSAL -> reach;
          };
      long last =
          border == Border.SAME ? missing(lengths[axis], reach, stride.get(axis)) - first : 0;
      before.add(Math.toIntExact(first));
      after.add(Math.toIntExact(last));
    }
    return new Sweep(stride, gaps, before, after, groups);
  }

  // The zeros that all windows need; with a stride of 1 they do not depend on the length.
  private static long missing(long length, long reach, int stride) {
    if (length == Shape.UNKNOWN) {
      return 0;
    }
    long windows = Math.ceilDiv(length, stride);
    return Math.max(0, (windows - 1) * stride + reach + 1 - length);
  }

  /// {@return the sweep whose transposed convolution this is}
  ///
  /// @param taps the taps of the kernel
  Sweep transposed(String operation, long[] taps) {
    if (border == Border.CAUSAL) {
      throw new IllegalArgumentException(
          operation + ": the border must be VALID or SAME, got CAUSAL");
    }
    int axes = taps.length;
    List<Integer> stride = each(operation, "strides", strides, axes);
    List<Integer> gaps = each(operation, "dilation", dilation, axes);
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      int reach = Math.toIntExact((taps[axis] - 1) * gaps.get(axis));
      // The zeros around the spread cells, over which the mirrored kernel goes. Both of them make
      // `(cells − 1)·stride + 1 + zeros − reach` results.
      int zeros = 2 * reach + longer(operation, axis, reach + 1, stride.get(axis), axes);
      int first = border == Border.SAME ? Math.min(Math.ceilDiv(zeros, 2), reach) : reach;
      before.add(reach - first);
      after.add(reach - (zeros - first));
    }
    return new Sweep(stride, gaps, before, after, groups);
  }

  /// {@return by how much the result is longer than `(cells − 1)·stride + span`}
  private int longer(String operation, int axis, int span, int stride, int axes) {
    boolean given = !outputPadding.isEmpty();
    int padding = given ? each(operation, "output padding", outputPadding, axes).get(axis) : 0;
    if (border == Border.SAME) {
      return (given ? span % 2 + padding : stride) - span;
    }
    return given ? padding : Math.max(span, stride) - span;
  }

  private static List<Integer> each(String operation, String what, List<Integer> values, int axes) {
    if (values.size() == 1) {
      return Collections.nCopies(axes, values.getFirst());
    }
    if (values.size() != axes) {
      throw new IllegalArgumentException(
          "%s: needs %s for each of %d axes; got %s".formatted(operation, what, axes, values));
    }
    return values;
  }
}
