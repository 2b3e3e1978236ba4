package io.gradus.cli;

import io.gradus.tensor.kernel.Backends;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What `doctor` says about a machine.
///
/// @param machine the machine
/// @param candidates the backends, best first
/// @param best the name of the one that is used
/// @param description what that one says of itself
record Diagnosis(
    Machine machine, List<Backends.Candidate> candidates, String best, String description) {
  private static final long SMALL_HEAP = 1L << 30;

  /// {@return everything, a line each}
  String text() {
    StringBuilder text = new StringBuilder();
    line(text, "gradus", Version.text());
    line(text, "java", machine.version() + ", " + machine.vendor());
    line(text, "", machine.vm());
    line(text, "", machine.home());
    line(text, "processors", machine.processors() + " (" + machine.architecture() + ")");
    line(text, "heap", String.format(Locale.ROOT, "at most %.1f GiB", machine.maxHeap() / 0x1p30));
    for (Backends.Candidate candidate : candidates) {
      line(text, "backend", candidate.name() + ": " + state(candidate));
    }
    text.append(System.lineSeparator());
    List<String> advice = advice();
    if (advice.isEmpty()) {
      text.append("Nothing found that would make it faster.").append(System.lineSeparator());
    } else {
      text.append("What would make it better:").append(System.lineSeparator());
      advice.forEach(item -> text.append("- ").append(item).append(System.lineSeparator()));
    }
    return text.toString();
  }

  private String state(Backends.Candidate candidate) {
    return candidate
        .obstacle()
        .map(obstacle -> "not usable: " + obstacle)
        .or(() -> candidate.drawback().map(drawback -> "not used: " + drawback))
        .orElse(candidate.name().equals(best) ? "used; " + description : "usable");
  }

  /// {@return what could be done, most important first}
  List<String> advice() {
    List<String> advice = new ArrayList<>();
    if (machine.hasPinningBug()) {
      advice.add(
          "java %s has a bug in G1 that can crash with pinned arrays: install 25.0.3 or later"
              .formatted(machine.version()));
    }
    if (machine.isSlowMode()) {
      advice.add("java compiles nothing or only quickly: leave off -Xint and TieredStopAtLevel");
    }
    for (Backends.Candidate candidate : candidates) {
      candidate
          .obstacle()
          .or(candidate::drawback)
          .ifPresent(obstacle -> advice.add("backend " + candidate.name() + ": " + obstacle));
    }
    if (machine.processors() == 1) {
      advice.add("java may use one processor: give it more if there are more");
    }
    if (machine.maxHeap() < SMALL_HEAP) {
      advice.add(
          "the heap is small, the collector will run often: raise it, for example with -Xmx2g");
    }
    return advice;
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("%-12s%s".formatted(name, value)).append(System.lineSeparator());
  }
}
