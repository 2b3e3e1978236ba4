package io.gradus.data;

import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Samples by their numbers among others, in any order and any number of times.
///
/// @param all the others
/// @param numbers an `int32` vector
record NumberedSamples(Samples all, Tensor numbers) implements Samples {
  @Override
  public long size() {
    return numbers.size();
  }

  @Override
  public Batch form() {
    return all.form();
  }

  @Override
  public Samples slice(Index range) {
    return new NumberedSamples(all, numbers.get(range));
  }

  @Override
  public Batch take(long from, long to) {
    return all.pick(numbers.get(Index.range(from, to)));
  }

  @Override
  public Batch pick(Tensor some) {
    return all.pick(numbers.gather(some, 0));
  }

  @Override
  public boolean isConverted() {
    return all.isConverted();
  }

  @Override
  public @Nullable Samples converted(UnaryOperator<Batch> conversion) {
    Samples converted = all.converted(conversion);
    return converted == null ? null : new NumberedSamples(converted, numbers);
  }

  @Override
  public void giveBack(Batch batch, boolean picked) {
    all.giveBack(batch, true);
  }
}
