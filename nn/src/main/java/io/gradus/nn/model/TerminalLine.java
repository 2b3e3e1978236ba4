package io.gradus.nn.model;

import java.io.Console;
import java.io.PrintStream;

/// A line of a terminal that is written again and again.
final class TerminalLine {
  private final PrintStream out;
  private int length;

  TerminalLine(PrintStream out) {
    this.out = out;
  }

  /// {@return whether this is standard output and a terminal, on which lines can be rewritten}
  // JDK 25 is back to giving null where there is no terminal.
  @SuppressWarnings("SystemConsoleNull")
  static boolean isTerminal(PrintStream out) {
    Console console = System.console();
    return out.equals(System.out) && console != null && console.isTerminal();
  }

  /// Writes the line over the one before.
  void draw(String line) {
    out.print("\r" + line + " ".repeat(Math.max(0, length - line.length())));
    out.flush();
    length = line.length();
  }

  /// Leaves the line as it is; the next one is written below it.
  void end() {
    out.println();
    length = 0;
  }
}
