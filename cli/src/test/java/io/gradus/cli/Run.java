package io.gradus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradus.datasets.Mnist;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.function.Supplier;

/// A run of the command within the test's process.
///
/// @param status the exit code
/// @param out what was printed
/// @param err what was complained of
record Run(int status, String out, String err) {
  static Run of(String... arguments) {
    return of(Mnist::load, arguments);
  }

  static Run of(Supplier<Mnist> mnist, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status =
        Gradus.commandLine(
                new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), mnist)
            .execute(arguments);
    return new Run(status, text(out), text(err));
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }
}
