package io.gradus.tensor;

import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// The last two operands of an operation that draws random numbers: key and counter, `int64`
/// scalars.
final class RandomWords {
  private RandomWords() {}

  /// Refuses operands that are no key and counter.
  static void check(String name, List<TensorType> words) {
    TensorType word = TensorType.of(DType.INT64);
    if (!words.equals(List.of(word, word))) {
      throw new DTypeException(name + ": needs key and counter as int64 scalars; got " + words);
    }
  }

  /// {@return the only element of an `int64` view}
  static long of(Strided word) {
    return word.longs()[Math.toIntExact(word.offset())];
  }
}
