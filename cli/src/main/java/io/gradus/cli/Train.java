package io.gradus.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `gradus train`: a command for each thing that can be trained.
@Command(name = "train", description = "Train a network.", synopsisSubcommandLabel = "DATA")
final class Train implements Runnable {
  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      CommandLine command = spec.commandLine();
      throw new ParameterException(
          command,
          "train: what to train on is missing; known: "
              + String.join(", ", command.getSubcommands().keySet()));
    }
  }
}
