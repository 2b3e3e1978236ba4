package io.gradus.cli;

import io.gradus.tensor.kernel.Backends;
import io.gradus.tensor.kernel.Cpu;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/// `gradus doctor`: what Gradus finds here, and what would make it faster.
@Command(
    name = "doctor",
    description = "Show what Gradus finds here and what would make it faster.")
final class Doctor implements Callable<Integer> {
  private final PrintStream out;

  Doctor(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    Machine machine = Machine.here();
    List<Backends.Candidate> candidates = Backends.candidates();
    String best =
        candidates.stream()
            .filter(Backends.Candidate::isRecommended)
            .map(Backends.Candidate::name)
            .findFirst()
            .orElse(Backends.SCALAR);
    String description = Cpu.with(best, machine.processors()).kernels().description();
    out.print(new Diagnosis(machine, candidates, best, description).text());
    out.flush();
    return ExitCode.OK;
  }
}
