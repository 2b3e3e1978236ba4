package io.gradus.cli;

import picocli.CommandLine.Option;

/// `--help`, for every command.
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("unused") // picocli asks the annotation
  private boolean asked;
}
