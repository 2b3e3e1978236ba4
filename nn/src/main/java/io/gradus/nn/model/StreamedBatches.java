package io.gradus.nn.model;

import io.gradus.data.Batch;
import io.gradus.tensor.type.OperandException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Batches from outside in the passes of one call of `fit`, `evaluate` or `predict`.
final class StreamedBatches implements BatchSource {
  private final BatchStream stream;
  private final UnaryOperator<Batch> conversion;
  private @Nullable StreamPass looked;

  StreamedBatches(BatchStream stream) {
    this(stream, UnaryOperator.identity());
  }

  /// @param conversion what is done to each batch
  StreamedBatches(BatchStream stream, UnaryOperator<Batch> conversion) {
    this.stream = stream;
    this.conversion = conversion;
  }

  @Override
  public long length() {
    return UNKNOWN;
  }

  @Override
  public boolean repeats() {
    return stream.repeats();
  }

  @Override
  public void look(String operation, Consumer<Batch> check) {
    StreamPass pass = opened();
    if (!pass.hasNext()) {
      throw new IllegalArgumentException(operation + ": the data has no batches");
    }
    try {
      check.accept(conversion.apply(pass.look()));
    } catch (IllegalArgumentException e) {
      throw at(operation + ": batch 1", e);
    }
  }

  private StreamPass opened() {
    StreamPass pass = looked == null ? stream.passes().get() : looked;
    looked = pass;
    return pass;
  }

  @Override
  public boolean hasNext() {
    return opened().hasNext();
  }

  @Override
  public Pass pass(int epoch, long begun, long skipped) {
    StreamPass open = opened();
    looked = null;
    if (stream.repeats()) {
      skip(open, skipped);
    }
    return new Converted(open, conversion);
  }

  private static void skip(StreamPass pass, long batches) {
    try {
      for (long i = 0; i < batches && pass.hasNext(); i++) {
        pass.next();
      }
    } catch (RuntimeException | Error e) {
      try (pass) {
        throw e;
      }
    }
  }

  @Override
  public IllegalArgumentException at(String place, IllegalArgumentException e) {
    String operation = place.substring(0, place.lastIndexOf(": ") + 2);
    String said = String.valueOf(e.getMessage());
    if (said.startsWith(place)) {
      return e;
    }
    if (e instanceof OperandException named && !said.startsWith(operation)) {
      return named.after(place + ": ");
    }
    String rest = said.startsWith(operation) ? said.substring(operation.length()) : said;
    return new IllegalArgumentException(place + ": " + rest, e);
  }

  @Override
  public void close() {
    if (looked != null) {
      looked.close();
      looked = null;
    }
  }

  private record Converted(StreamPass pass, UnaryOperator<Batch> conversion) implements Pass {
    @Override
    public boolean hasNext() {
      return pass.hasNext();
    }

    @Override
    public Batch next() {
      return conversion.apply(pass.next());
    }

    @Override
    public void giveBack(Batch batch) {
      pass.giveBack(batch);
    }

    @Override
    public void close() {
      pass.close();
    }
  }
}
