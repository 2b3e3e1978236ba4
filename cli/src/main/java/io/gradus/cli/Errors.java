package io.gradus.cli;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says what went wrong in one line: `gradus: …`. What is not the user's doing keeps its stack
/// trace.
///
/// @param err where the line goes
record Errors(PrintStream err) {
  private static final long MIB = 1 << 20;

  // Controls, separators of lines, and what turns the direction of writing.
  private static final Pattern DRIVES = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  // Measured: train mnist runs in a heap of 128 MiB.
  private static final long ENOUGH_FOR_DIGITS = 256;

  /// {@return 2, after saying what is wrong with the arguments}
  int usage(ParameterException e) {
    say(message(e));
    return ExitCode.USAGE;
  }

  /// {@return 1, after saying what failed}
  int failure(Exception e, CommandLine command, boolean stacktrace) {
    Throwable cause = cause(e);
    if (cause instanceof IllegalArgumentException
        || cause instanceof IOException
        || cause instanceof UncheckedIOException) {
      say(text(cause));
      if (stacktrace) {
        e.printStackTrace(err);
      }
    } else {
      say("a bug in " + command.getCommandSpec().qualifiedName() + ", please report it:");
      e.printStackTrace(err);
    }
    return ExitCode.SOFTWARE;
  }

  /// {@return 1, after saying what the heap has and what would give it more}
  int outOfMemory(OutOfMemoryError e, ParseResult parsed, boolean stacktrace) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    long heap = Runtime.getRuntime().maxMemory() / MIB;
    say(
        "%s: needs more memory than the %,d MiB that the heap has; set GRADUS_JAVA_OPTS=-Xmx%dm"
            .formatted(
                last.commandSpec().qualifiedName(), heap, Math.max(ENOUGH_FOR_DIGITS, 2 * heap)));
    if (stacktrace) {
      e.printStackTrace(err);
    }
    return ExitCode.SOFTWARE;
  }

  private void say(String message) {
    err.println("gradus: " + escaped(message));
    err.flush();
  }

  /// {@return a text with `\\u001b` in place of what drives a terminal}, such as a name of a file
  static String escaped(String text) {
    return DRIVES
        .matcher(text)
        .replaceAll(letter ->
            Matcher.quoteReplacement(
                letter.group().codePoints().mapToObj("\\u%04x"::formatted).collect(joining())));
  }

  // Where there is a message beside that of the cause, it says more.
  private static Throwable cause(Exception e) {
    Throwable cause = e.getCause();
    boolean bare =
        e instanceof UncheckedIOException
            && cause != null
            && cause.toString().equals(e.getMessage());
    return bare && cause != null ? cause : e;
  }

  // Of some IOExceptions the message is just the file.
  static String text(Throwable cause) {
    String message = cause.getMessage();
    if (message == null) {
      return cause.getClass().getSimpleName();
    }
    boolean bare = cause instanceof NoSuchFileException && message.indexOf(' ') < 0;
    return bare ? message + ": there is no such file" : message;
  }

  private static String message(ParameterException e) {
    ArgSpec argument = e.getArgSpec();
    if (e.getCause() instanceof TypeConversionException wrong && argument != null) {
      String name =
          argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
      return "%s %s: %s".formatted(name, e.getValue(), wrong.getMessage());
    }
    String message = String.valueOf(e.getMessage());
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> near = unmatched.getSuggestions();
      return near.isEmpty() ? message : message + "; nearest: " + String.join(", ", near);
    }
    return message;
  }
}
