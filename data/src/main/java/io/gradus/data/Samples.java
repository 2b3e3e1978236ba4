package io.gradus.data;

import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The samples of a dataset, of which batches are taken.
sealed interface Samples permits StoredSamples, NumberedSamples, JoinedSamples, PairedSamples {
  /// {@return the number of samples}
  long size();

  /// {@return some samples as they are stored, to see what they consist of}
  Batch form();

  /// {@return some of the samples}
  Samples slice(Index range);

  /// {@return the batch of the samples from `from` up to but not including `to`}
  Batch take(long from, long to);

  /// {@return the batch of the samples with these numbers, an `int32` vector}
  Batch pick(Tensor numbers);

  /// Gives a batch back, whose memory a later one may take.
  ///
  /// @param picked whether it was [#pick]ed
  void giveBack(Batch batch, boolean picked);

  /// {@return whether batches are something else than what is stored}
  boolean isConverted();

  /// {@return the same samples with a conversion of their batches recorded, or null if their
  /// batches are no results of one program}
  @Nullable Samples converted(UnaryOperator<Batch> conversion);

  /// {@return the numbers of all samples in order}
  default Tensor numbers() {
    return Tensor.arange(Math.toIntExact(size()));
  }
}
