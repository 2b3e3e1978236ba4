package io.gradus.formats;

import io.gradus.nn.model.ProgressBar;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/// Tells a progress bar of each MiB that goes into a stream.
final class ToldStream extends FilterOutputStream {
  private static final int STEP_BITS = 20;

  private final ProgressBar bar;
  private long count;

  ToldStream(OutputStream to, ProgressBar bar) {
    super(to);
    this.bar = bar;
  }

  /// {@return the bar for so many bytes}
  static ProgressBar bar(long bytes) {
    return new ProgressBar(bytes >> STEP_BITS);
  }

  @Override
  public void write(int value) throws IOException {
    out.write(value);
    tell(1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
    tell(length);
  }

  private void tell(int written) {
    long before = count >> STEP_BITS;
    count += written;
    for (long step = before; step < count >> STEP_BITS; step++) {
      bar.step(Map::of);
    }
  }
}
