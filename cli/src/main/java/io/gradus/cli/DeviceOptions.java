package io.gradus.cli;

import io.gradus.tensor.kernel.Backends;
import io.gradus.tensor.kernel.Cpu;
import picocli.CommandLine.Option;

/// Who computes: for commands that do.
final class DeviceOptions {
  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = Values.Count.class,
      description = "Threads to compute with (default: one for each processor).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      converter = Values.BackendName.class,
      completionCandidates = Values.BackendName.class,
      description =
          "${COMPLETION-CANDIDATES}; auto is the best usable one (default: ${DEFAULT-VALUE}).")
  private String backend = Backends.AUTO;

  /// {@return the device that was asked for}
  Cpu device() {
    return Cpu.with(backend, threads);
  }
}
