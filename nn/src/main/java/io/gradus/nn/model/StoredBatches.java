package io.gradus.nn.model;

import io.gradus.data.Batch;
import io.gradus.data.Batches;
import io.gradus.data.Dataset;
import io.gradus.tensor.kernel.Philox;
import java.util.Iterator;
import java.util.function.Consumer;

/// The batches of a [Dataset], in another order for each pass or in that of the samples.
///
/// @param model whose seed the orders follow from, and whose programs take back the memory
record StoredBatches(Model model, Dataset data, int batchSize, boolean shuffled)
    implements BatchSource {
  StoredBatches {
    // A batch size that is none is told here.
    data.batches(batchSize);
  }

  @Override
  public long length() {
    return Math.ceilDiv(data.size(), batchSize);
  }

  @Override
  public boolean repeats() {
    return true;
  }

  @Override
  public void look(String operation, Consumer<Batch> check) {
    Batches inOrder = data.batches(batchSize);
    Batch first = inOrder.first();
    check.accept(first);
    if (!shuffled) {
      model.programs().giveBack(inOrder, first);
    }
  }

  @Override
  public boolean hasNext() {
    return data.size() > 0;
  }

  @Override
  public Pass pass(int epoch, long begun, long skipped) {
    Batches all = shuffled ? data.batches(batchSize, key(epoch, begun)) : data.batches(batchSize);
    return new Walk(model, all, all.after(skipped));
  }

  private long key(int epoch, long begun) {
    return Philox.key(model.seed(), "shuffle/" + epoch + "/" + begun);
  }

  @Override
  public IllegalArgumentException at(String place, IllegalArgumentException e) {
    return e;
  }

  @Override
  public void close() {}

  private record Walk(Model model, Batches all, Iterator<Batch> rest) implements Pass {
    @Override
    public boolean hasNext() {
      return rest.hasNext();
    }

    @Override
    public Batch next() {
      return rest.next();
    }

    @Override
    public void giveBack(Batch batch) {
      model.programs().giveBack(all, batch);
    }

    @Override
    public void close() {}
  }
}
