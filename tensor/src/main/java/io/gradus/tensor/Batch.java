package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import java.util.Arrays;
import java.util.List;

/// Runs a function of small arrays for each item of a batch, in `double`; items are shared among
/// the workers. The loop of operations on matrices and signals, which have no kernel of their own.
final class Batch {
  // Elements that are worth a block of their own.
  private static final long BLOCK = 4096;

  private Batch() {}

  /// A function of the arrays that belong to one item, an array for each input; it gives one for
  /// each output.
  @FunctionalInterface
  interface Body {
    double[][] apply(int item, double[][] inputs);
  }

  /// {@return the number of items: the product of all lengths but those of the last axes}
  static int count(Strided x, int axes) {
    return Math.toIntExact(x.shape().slice(0, x.rank() - axes).size());
  }

  /// Runs the body for each item of the first input, whose last `axes` axes are an item.
  static void run(
      Kernels kernels, List<Strided> outputs, List<Strided> inputs, int axes, Body body) {
    int count = count(inputs.getFirst(), axes);
    if (count == 0) {
      return;
    }
    List<Strided> dense = inputs.stream().map(x -> dense(kernels, x)).toList();
    long size = Math.max(1, inputs.getFirst().size() / count);
    int each = Math.clamp(BLOCK / size, 1, count);
    kernels
        .workers()
        .run(
            Math.ceilDiv(count, each),
            (block, _) -> {
              int end = Math.min(count, (block + 1) * each);
              for (int item = block * each; item < end; item++) {
                double[][] arrays = new double[dense.size()][];
                for (int i = 0; i < arrays.length; i++) {
                  arrays[i] = read(dense.get(i), item, count);
                }
                double[][] results = body.apply(item, arrays);
                for (int i = 0; i < results.length; i++) {
                  write(outputs.get(i), item, results[i]);
                }
              }
            });
  }

  private static Strided dense(Kernels kernels, Strided x) {
    if (x.isDense()) {
      return x;
    }
    Strided copy = Strided.allocate(x.storage().device(), x.type());
    kernels.copy(copy, x);
    return copy;
  }

  private static double[] read(Strided x, int item, int count) {
    int size = Math.toIntExact(x.size() / count);
    int start = Math.toIntExact(x.offset() + (long) item * size);
    if (x.dtype() == DType.FLOAT64) {
      return Arrays.copyOfRange(x.doubles(), start, start + size);
    }
    double[] values = new double[size];
    float[] elements = x.floats();
    for (int i = 0; i < size; i++) {
      values[i] = elements[start + i];
    }
    return values;
  }

  private static void write(Strided out, int item, double[] values) {
    int start = Math.toIntExact(out.offset() + (long) item * values.length);
    switch (out.dtype()) {
      case FLOAT64 -> System.arraycopy(values, 0, out.doubles(), start, values.length);
      case INT32 -> {
        int[] elements = out.ints();
        for (int i = 0; i < values.length; i++) {
          elements[start + i] = (int) values[i];
        }
      }
      default -> {
        float[] elements = out.floats();
        for (int i = 0; i < values.length; i++) {
          elements[start + i] = (float) values[i];
        }
      }
    }
  }
}
