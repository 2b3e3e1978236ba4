package io.gradus.tensor;

import io.gradus.tensor.kernel.Strided;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/// Some of a run's values, as they are at the moment: made once, so that a run makes no lists.
final class Slots extends AbstractList<Strided> implements RandomAccess {
  private final Strided[] values;
  private final int[] numbers;

  /// The values of these numbers.
  Slots(Strided[] values, List<Integer> numbers) {
    this.values = values;
    this.numbers = numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public Strided get(int index) {
    return values[numbers[index]];
  }

  @Override
  public int size() {
    return numbers.length;
  }
}
