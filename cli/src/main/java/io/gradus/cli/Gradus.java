package io.gradus.cli;

import io.gradus.datasets.Mnist;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/// The command `gradus` and what all its commands share.
@Command(
    name = "gradus",
    description = "Deep learning in Java.",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "In a checkout also: gradus bench, gradus conformance, gradus example, gradus jshell,",
      "gradus jvm-options.",
      "Exit codes: 0 done, 1 failed, 2 called wrongly.",
      "For completion in bash: source <(gradus generate-completion)"
    })
public final class Gradus {
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version and exit.")
  @SuppressWarnings("unused") // picocli asks the annotation
  private boolean version;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Show where in the program an error arose.")
  private boolean stacktrace;

  private Gradus() {}

  /// Runs the command and exits.
  public static void main(String[] arguments) {
    if (!Glyphs.fit(System.out.charset())) {
      System.setOut(new PlainOutput(System.out));
    }
    int status = commandLine(System.out, System.err).execute(arguments);
    System.out.flush();
    System.exit(status);
  }

  /// {@return the command, printing to these streams}
  static CommandLine commandLine(PrintStream out, PrintStream err) {
    return commandLine(out, err, Mnist::load);
  }

  static CommandLine commandLine(PrintStream out, PrintStream err, Supplier<Mnist> mnist) {
    Gradus gradus = new Gradus();
    CommandLine train = command(new Train()).addSubcommand(command(new TrainMnist(out, mnist)));
    CommandLine all =
        command(gradus)
            .addSubcommand(train)
            .addSubcommand(command(new Evaluate(out, mnist)))
            .addSubcommand(command(new Predict(out)))
            .addSubcommand(command(new Inspect(out)))
            .addSubcommand(command(new Explain(out, mnist)))
            .addSubcommand(command(new Doctor(out)))
            .addSubcommand(new GenerateCompletion())
            .addSubcommand(new HelpCommand());
    Errors errors = new Errors(err);
    return all.setOut(new PrintWriter(out, true, out.charset()))
        .setErr(new PrintWriter(err, true, err.charset()))
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler((e, _) -> errors.usage(e))
        .setExecutionStrategy(parsed -> {
          try {
            return new RunLast().execute(parsed);
          } catch (OutOfMemoryError e) {
            return errors.outOfMemory(e, parsed, gradus.stacktrace);
          }
        })
        .setExecutionExceptionHandler(
            (e, command, _) -> errors.failure(e, command, gradus.stacktrace));
  }

  /// {@return the command with what every one has}
  private static CommandLine command(Object command) {
    CommandLine line = new CommandLine(command);
    line.getCommandSpec().addMixin("help", CommandSpec.forAnnotatedObject(new HelpOption()));
    return line;
  }
}
