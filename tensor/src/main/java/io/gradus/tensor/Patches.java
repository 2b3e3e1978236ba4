package io.gradus.tensor;

import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Images cut into patches, and put together of them.
public sealed interface Patches extends Valued permits Operand {
  /// {@return the patches of images `[n, channels, height, width]` as columns `[n, channels·taps,
  /// patches]`, rows of patches before columns (`im2col`; Keras' `unfold`)}
  ///
  /// @param taps the pixels of a patch along height and width
  /// @param dilation how far apart they are
  /// @param padding the zeros before and after each axis
  /// @param strides how far the patches are apart
  /// @throws ShapeException if the tensor is no such batch or no patch fits
  default Tensor unfold(int[] taps, int[] dilation, int[] padding, int[] strides) {
    Tensor x = value();
    if (x.rank() != 4) {
      throw new ShapeException("unfold: needs [n, channels, height, width]; got " + x.type());
    }
    Tensor padded =
        x.pad(new long[][] {{0, 0}, {0, 0}, {padding[0], padding[0]}, {padding[1], padding[1]}});
    PatchAxis rows = PatchAxis.of("unfold", padded, 2, taps[0], dilation[0], strides[0]);
    PatchAxis columns = PatchAxis.of("unfold", padded, 3, taps[1], dilation[1], strides[1]);
    Tensor cut = padded.gather(columns.positions(x), 3).gather(rows.positions(x), 2);
    // [n, channels, rows, taps, columns, taps]
    return cut.transpose(0, 1, 3, 5, 2, 4)
        .reshape(x.dim(0), x.dim(1) * taps[0] * taps[1], (long) rows.count() * columns.count());
  }

  /// {@return images `[n, channels, height, width]` to which the columns `[n, channels·taps,
  /// patches]` are added where [#unfold] took them from (`col2im`; Keras' `fold`)}
  ///
  /// @param size height and width of the images
  /// @throws ShapeException if the columns are not those of such images
  default Tensor fold(int[] size, int[] taps, int[] dilation, int[] padding, int[] strides) {
    Tensor x = value();
    int height = size[0] + 2 * padding[0];
    int width = size[1] + 2 * padding[1];
    PatchAxis rows = new PatchAxis(taps[0], dilation[0], strides[0], height);
    PatchAxis columns = new PatchAxis(taps[1], dilation[1], strides[1], width);
    int area = taps[0] * taps[1];
    boolean fits =
        x.rank() == 3
            && x.dim(1) % area == 0
            && rows.count() > 0
            && columns.count() > 0
            && x.dim(2) == (long) rows.count() * columns.count();
    if (!fits) {
      throw new ShapeException(
          "fold: needs [n, channels·%d, %d·%d]; got %s"
              .formatted(area, rows.count(), columns.count(), x.type()));
    }
    Tensor apart =
        x.reshape(x.dim(0), x.dim(1) / area, taps[0], taps[1], rows.count(), columns.count())
            .transpose(0, 1, 4, 2, 5, 3);
    Tensor lines = Apply.two(new Indexing.ScatterAdd(4, width), columns.positions(x), apart);
    Tensor image = Apply.two(new Indexing.ScatterAdd(2, height), rows.positions(x), lines);
    return image.get(
        Index.ALL,
        Index.ALL,
        Index.range(padding[0], padding[0] + size[0]),
        Index.range(padding[1], padding[1] + size[1]));
  }

  /// {@return the patches of images or volumes, `[…, channels]` with as many axes before as there
  /// are taps, perhaps after one for the batch: `[…, taps·channels]` with the numbers of patches as
  /// their lengths (Keras' `extract_patches`)}
  ///
  /// @param taps the elements of a patch along each axis
  /// @param strides how far the patches are apart
  /// @param dilation how far the elements of a patch are apart
  /// @param same whether zeros at both ends make room for a patch at each stride
  /// @throws ShapeException if the tensor has other axes or no patch fits
  default Tensor patches(int[] taps, int[] strides, int[] dilation, boolean same) {
    Tensor x = value();
    int n = taps.length;
    if (x.rank() != n + 1 && x.rank() != n + 2) {
      throw new ShapeException(
          "patches: needs %d axes, or %d with a batch; got %s".formatted(n + 1, n + 2, x.type()));
    }
    int first = x.rank() - 1 - n;
    Tensor padded = same ? x.pad(margins(x, first, taps, strides, dilation)) : x;
    long[] dims = Arrays.copyOf(x.shape().dims(), x.rank());
    Tensor cut = padded;
    long size = x.dim(-1);
    for (int i = n - 1; i >= 0; i--) {
      PatchAxis axis = PatchAxis.of("patches", padded, first + i, taps[i], dilation[i], strides[i]);
      cut = cut.gather(axis.positions(x), first + i);
      dims[first + i] = axis.count();
      size *= taps[i];
    }
    dims[x.rank() - 1] = size;
    // The counts come first, the taps behind them.
    List<Integer> order = new ArrayList<>();
    IntStream.range(0, first).forEach(order::add);
    IntStream.range(0, n).forEach(i -> order.add(first + 2 * i));
    IntStream.range(0, n).forEach(i -> order.add(first + 2 * i + 1));
    order.add(first + 2 * n);
    return cut.transpose(order.stream().mapToInt(Integer::intValue).toArray()).reshape(dims);
  }

  private static long[][] margins(Tensor x, int first, int[] taps, int[] strides, int[] dilation) {
    long[][] widths = new long[x.rank()][2];
    for (int i = 0; i < taps.length; i++) {
      long length = x.dim(first + i);
      long count = (length + strides[i] - 1) / strides[i];
      long span = (taps[i] - 1L) * dilation[i] + 1;
      long total = Math.max(0, (count - 1) * strides[i] + span - length);
      widths[first + i] = new long[] {total / 2, total - total / 2};
    }
    return widths;
  }

  /// {@return the images or volumes that patches side by side were cut from (Keras'
  /// `reconstruct_patches`): `[…, taps·channels]` gives `[…, channels]` with these lengths}
  ///
  /// @param taps the elements of a patch along each axis, which is also how far they are apart
  /// @param size the lengths of the axes; where they are shorter than the patches together, the
  ///   margins that made room for these fall away at both ends
  /// @throws ShapeException if the patches do not fill such images
  default Tensor reconstructPatches(int[] taps, int[] size) {
    Tensor x = value();
    int n = taps.length;
    int first = x.rank() - 1 - n;
    long area = Arrays.stream(taps).asLongStream().reduce(1, (a, b) -> a * b);
    boolean fits = size.length == n && (first == 0 || first == 1) && x.dim(-1) % area == 0;
    for (int i = 0; fits && i < n; i++) {
      long all = x.dim(first + i) * taps[i];
      fits = size[i] <= all && size[i] > all - taps[i];
    }
    if (!fits) {
      throw new ShapeException(
          "reconstructPatches: patches of %s do not make %s; got %s"
              .formatted(Arrays.toString(taps), Arrays.toString(size), x.type()));
    }
    List<Long> apart = new ArrayList<>();
    List<Long> joined = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    Index[] inside = new Index[x.rank()];
    Arrays.fill(inside, Index.ALL);
    for (int axis = 0; axis < x.rank() - 1; axis++) {
      apart.add(x.dim(axis));
      joined.add(x.dim(axis) * (axis < first ? 1 : taps[axis - first]));
      order.add(axis);
      if (axis >= first) {
        order.add(x.rank() - 1 + axis - first);
        long start = (joined.getLast() - size[axis - first]) / 2;
        inside[axis] = Index.range(start, start + size[axis - first]);
      }
    }
    Arrays.stream(taps).forEach(tap -> apart.add((long) tap));
    apart.add(x.dim(-1) / area);
    joined.add(x.dim(-1) / area);
    order.add(apart.size() - 1);
    return x.reshape(Shape.of(apart.stream().mapToLong(Long::longValue).toArray()))
        .transpose(order.stream().mapToInt(Integer::intValue).toArray())
        .reshape(Shape.of(joined.stream().mapToLong(Long::longValue).toArray()))
        .get(inside);
  }
}
