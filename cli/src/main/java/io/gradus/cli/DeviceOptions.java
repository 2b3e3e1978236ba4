package io.gradus.cli;

import io.gradus.tensor.kernel.Backends;
import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.kernel.Device;
import java.io.IOException;
import picocli.CommandLine.ExitCode;
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

  /// What a command does with the device.
  interface Action {
    /// Does it.
    void run(Cpu device) throws IOException;
  }

  /// Does it on the device that was asked for. Returns the exit code of success.
  int run(Action action) throws IOException {
    Cpu device = Cpu.with(backend, threads);
    return ScopedValue.where(Device.SCOPE, device)
        .call(() -> {
          action.run(device);
          return ExitCode.OK;
        });
  }
}
