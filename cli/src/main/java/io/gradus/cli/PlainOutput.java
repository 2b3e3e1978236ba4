package io.gradus.cli;

import java.io.PrintStream;

/// A stream for a terminal that knows little more than ASCII.
final class PlainOutput extends PrintStream {
  /// Prints to `out`.
  PlainOutput(PrintStream out) {
    super(out, true, out.charset());
  }

  @Override
  public void print(String text) {
    super.print(Glyphs.plain(text));
  }

  @Override
  public void println(String text) {
    super.println(Glyphs.plain(text));
  }

  @Override
  public PrintStream append(CharSequence text) {
    print(String.valueOf(text));
    return this;
  }
}
