package io.gradus.checks.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Starts tools of the running JDK as processes of their own.
public final class Java {
  /// The jars of this build, as `./gradus` runs them.
  public static final Path LIB = Path.of(System.getProperty("gradus.dist"), "lib");

  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final long SECONDS = 120;

  /// What a process left behind.
  public record Result(int status, String out, String err) {}

  private Java() {}

  /// Runs `java` with these arguments.
  public static Result run(Object... arguments) {
    return tool(JAVA, arguments);
  }

  /// Runs `java` with these arguments and kills it as soon as there is this file.
  public static void runUntil(Path file, Object... arguments) {
    try {
      ProcessBuilder builder = builder(JAVA, arguments);
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try {
        for (int i = 0; i < SECONDS * 100 && process.isAlive() && !Files.exists(file); i++) {
          Thread.sleep(10);
        }
        if (!process.isAlive() || !Files.exists(file)) {
          throw new AssertionError("did not write " + file + ": " + builder.command());
        }
      } finally {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// {@return a process that runs `java` with these arguments}
  public static Process start(Object... arguments) throws IOException {
    return builder(JAVA, arguments)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// Runs `java` with these arguments and kills it after so many milliseconds. Returns whether it
  /// had not ended before; if it had, then without an error.
  public static boolean killedAfter(long millis, Object... arguments) {
    try {
      ProcessBuilder builder = builder(JAVA, arguments);
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
      boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      if (ended && process.exitValue() != 0) {
        throw new AssertionError("failed: " + builder.command());
      }
      return !ended;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Runs a program with these arguments and waits for its end.
  public static Result tool(Path program, Object... arguments) {
    return within(SECONDS, builder(program, arguments));
  }

  /// Runs a program with these arguments, which takes up to so many seconds.
  public static Result toolWithin(long seconds, Path program, Object... arguments) {
    return within(seconds, builder(program, arguments));
  }

  /// Runs a program with these arguments and a file as its standard input.
  public static Result fed(Path input, Path program, Object... arguments) {
    return within(SECONDS, builder(program, arguments).redirectInput(input.toFile()));
  }

  /// Runs `java` with these arguments, which takes up to so many seconds.
  public static Result runWithin(long seconds, Object... arguments) {
    return within(seconds, builder(JAVA, arguments));
  }

  private static Result within(long seconds, ProcessBuilder builder) {
    try {
      Path out = Files.createTempFile("gradus-", ".out");
      Path err = Files.createTempFile("gradus-", ".err");
      try {
        Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError("no end after " + seconds + " s: " + builder.command());
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static ProcessBuilder builder(Path program, Object... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH")
        .forEach(builder.environment()::remove);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  /// {@return the folder or jar that a class was loaded from}
  public static Path location(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }
}
