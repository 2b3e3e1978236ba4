package io.gradus.data;

import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The samples of two datasets side by side, each converted in its own way.
record PairedSamples(Part first, Part second) implements Samples {
  @Override
  public long size() {
    return first.samples().size();
  }

  @Override
  public Batch form() {
    return Join.across(first.samples().form(), second.samples().form());
  }

  @Override
  public Samples slice(Index range) {
    return new PairedSamples(sliced(first, range), sliced(second, range));
  }

  private static Part sliced(Part part, Index range) {
    return new Part(part.samples().slice(range), part.mapping());
  }

  @Override
  public Batch take(long from, long to) {
    return Join.across(first.take(from, to), second.take(from, to));
  }

  @Override
  public Batch pick(Tensor numbers) {
    return Join.across(first.pick(numbers), second.pick(numbers));
  }

  @Override
  public boolean isConverted() {
    return first.isConverted() || second.isConverted();
  }

  @Override
  public @Nullable Samples converted(UnaryOperator<Batch> conversion) {
    return null;
  }

  // What two programs gave lies in a batch of neither.
  @Override
  public void giveBack(Batch batch, boolean picked) {}
}
