package io.gradus.datasets;

import java.io.IOException;
import java.nio.file.Path;

/// Reads a file in a process of its own, whose heap is bounded; see [IdxTest].
final class IdxHeap {
  private IdxHeap() {}

  /// Reads `args[0]` and says what came of it.
  public static void main(String[] args) {
    try {
      System.out.println("read " + Idx.read(Path.of(args[0])).type());
    } catch (IOException e) {
      System.out.println("refused " + e.getMessage());
    }
  }
}
