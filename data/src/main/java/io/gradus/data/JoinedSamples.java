package io.gradus.data;

import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The samples of one dataset and then those of another, each converted in its own way.
record JoinedSamples(Part first, Part second) implements Samples {
  @Override
  public long size() {
    return first.samples().size() + second.samples().size();
  }

  @Override
  public Batch form() {
    return first.samples().form();
  }

  @Override
  public Samples slice(Index range) {
    return new NumberedSamples(this, numbers().get(range));
  }

  @Override
  public Batch take(long from, long to) {
    long border = first.samples().size();
    if (to <= border) {
      return first.take(from, to);
    }
    Batch rest = second.take(Math.max(0, from - border), to - border);
    return from >= border ? rest : Join.along(first.take(from, border), rest);
  }

  @Override
  public Batch pick(Tensor numbers) {
    int border = Math.toIntExact(first.samples().size());
    int[] all = numbers.toIntArray();
    int[] low = Arrays.stream(all).filter(number -> number < border).toArray();
    int[] high =
        Arrays.stream(all).filter(number -> number >= border).map(each -> each - border).toArray();
    if (high.length == 0) {
      return first.pick(numbers);
    }
    if (low.length == 0) {
      return second.pick(Tensor.of(high));
    }
    Batch joined = Join.along(first.pick(Tensor.of(low)), second.pick(Tensor.of(high)));
    Tensor places = Tensor.of(places(all, border, low.length));
    return joined.map(part -> part.gather(places, 0));
  }

  // Where each sample is when those of the first come before those of the second.
  private static int[] places(int[] numbers, int border, int low) {
    int[] places = new int[numbers.length];
    int first = 0;
    int second = low;
    for (int i = 0; i < numbers.length; i++) {
      places[i] = numbers[i] < border ? first++ : second++;
    }
    return places;
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
