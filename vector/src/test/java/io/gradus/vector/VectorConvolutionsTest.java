package io.gradus.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.ScalarKernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Sweep;
import io.gradus.tensor.kernel.Workers;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Small whole numbers, so that the sums are exact in any order and equal to the bit.
class VectorConvolutionsTest {
  private static final Workers TWO = new Workers(2);
  private static final Kernels SCALAR = new ScalarKernels(TWO);
  private static final Kernels VECTOR = new VectorKernels(TWO);
  private static final Device CPU = new Cpu("cpu", SCALAR);

  static Stream<Arguments> convolutions() {
    Sweep plain = sweep(List.of(1, 1), List.of(1, 1), List.of(0, 0), List.of(0, 0), 1);
    Sweep same = sweep(List.of(1, 1), List.of(1, 1), List.of(1, 1), List.of(1, 1), 1);
    return Stream.of(
        // Samples side by side: whole tiles, filters of more and less than a panel.
        Arguments.of(plain, Shape.of(16, 7, 9, 8), Shape.of(3, 3, 8, 40)),
        Arguments.of(same, Shape.of(8, 5, 6, 3), Shape.of(3, 3, 3, 32)),
        // Several boxes for each sample, the last smaller.
        Arguments.of(same, Shape.of(8, 23, 19, 2), Shape.of(3, 3, 2, 5)),
        // Tiles of different samples and boxes, and one that is not full.
        Arguments.of(same, Shape.of(11, 23, 19, 2), Shape.of(3, 3, 2, 5)),
        Arguments.of(plain, Shape.of(3, 6, 5, 1), Shape.of(2, 3, 1, 33)),
        Arguments.of(same, Shape.of(1, 40, 7, 4), Shape.of(3, 3, 4, 64)),
        // Strides, gaps, groups, borders of different lengths.
        Arguments.of(
            sweep(List.of(2, 3), List.of(1, 1), List.of(1, 0), List.of(2, 1), 1),
            Shape.of(9, 12, 14, 5),
            Shape.of(3, 4, 5, 7)),
        Arguments.of(
            sweep(List.of(1, 1), List.of(2, 3), List.of(2, 3), List.of(2, 3), 1),
            Shape.of(8, 9, 11, 8),
            Shape.of(3, 3, 8, 8)),
        Arguments.of(
            sweep(List.of(1, 1), List.of(1, 1), List.of(1, 1), List.of(1, 1), 2),
            Shape.of(10, 6, 6, 18),
            Shape.of(3, 3, 9, 34)),
        // Windows that lie wholly beyond the ends.
        Arguments.of(
            sweep(List.of(1, 1), List.of(1, 1), List.of(7, 6), List.of(6, 5), 1),
            Shape.of(9, 3, 4, 2),
            Shape.of(3, 3, 2, 5)),
        // One axis longer than a box, and three axes.
        Arguments.of(
            sweep(List.of(1), List.of(1), List.of(4), List.of(0), 1),
            Shape.of(2, 700, 3),
            Shape.of(5, 3, 9)),
        Arguments.of(
            sweep(List.of(1, 2, 1), List.of(1, 1, 1), List.of(1, 0, 1), List.of(1, 1, 0), 1),
            Shape.of(8, 5, 6, 7, 3),
            Shape.of(2, 3, 3, 3, 4)));
  }

  private static Sweep sweep(
      List<Integer> strides,
      List<Integer> dilation,
      List<Integer> before,
      List<Integer> after,
      int groups) {
    return new Sweep(strides, dilation, before, after, groups);
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void areThoseOfThePlainKernels(Sweep sweep, Shape cells, Shape taps) {
    Strided x = numbers(cells, 1);
    Strided kernel = numbers(taps, 2);
    long[] windows = new long[cells.rank()];
    windows[0] = cells.dim(0);
    for (int axis = 0; axis < sweep.axes(); axis++) {
      windows[axis + 1] = sweep.windows(axis, cells.dim(axis + 1), taps.dim(axis));
    }
    windows[cells.rank() - 1] = taps.dim(-1);
    Strided g = numbers(Shape.of(windows), 3);

    assertSame(g.shape(), (kernels, out) -> kernels.convolve(sweep, out, x, kernel));
    assertSame(cells, (kernels, out) -> kernels.convolveTransposed(sweep, out, g, kernel));
    assertSame(taps, (kernels, out) -> kernels.convolveKernel(sweep, out, x, g));
  }

  private interface Convolution {
    void run(Kernels kernels, Strided out);
  }

  private static void assertSame(Shape shape, Convolution convolution) {
    Strided expected = numbers(shape, 4);
    convolution.run(SCALAR, expected);
    Strided actual = numbers(shape, 5);
    convolution.run(VECTOR, actual);
    assertThat(actual.floats()).isEqualTo(expected.floats());
  }

  private static Strided numbers(Shape shape, long seed) {
    Strided view = Strided.allocate(CPU, new TensorType(DType.FLOAT32, shape));
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < view.floats().length; i++) {
      view.floats()[i] = random.nextInt(-3, 4);
    }
    return view;
  }
}
