package io.gradus.vector;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// The options of the JVM by which training gains, as files for `java @FILE …`. They ship with
/// these kernels, which they name; docs/performance.md has the numbers.
///
/// ```sh
/// java -cp 'lib/*' io.gradus.vector.JvmOptions FOLDER
/// java -p lib -m io.gradus.vector/io.gradus.vector.JvmOptions FOLDER
/// ```
public final class JvmOptions {
  private static final String OPTIONS = "gradus.options";
  private static final String DIRECTIVES = "gradus-directives.json";

  private JvmOptions() {}

  /// Writes the files into a folder and prints the option that uses them.
  ///
  /// @param arguments the folder; without it, the folder of now
  public static void main(String[] arguments) {
    if (arguments.length > 1 || (arguments.length == 1 && arguments[0].startsWith("-"))) {
      System.err.println("usage: jvm-options [FOLDER]: writes " + OPTIONS + " there");
      System.exit(2);
    }
    try {
      System.out.println("@" + write(Path.of(arguments.length == 0 ? "" : arguments[0])));
    } catch (IOException e) {
      System.err.println("jvm-options: " + e);
      System.exit(1);
    }
  }

  /// Writes `gradus.options` and the file it names, `gradus-directives.json`, into a folder, which
  /// is made if it is not there; earlier ones are replaced.
  ///
  /// @param folder where the files will stay: the first names the second by its full path
  /// @return the full path of `gradus.options`
  /// @throws IOException if a file cannot be written
  public static Path write(Path folder) throws IOException {
    Path home = Files.createDirectories(folder.toAbsolutePath().normalize());
    Path directives = home.resolve(DIRECTIVES);
    Files.writeString(directives, shipped("directives.json"));
    // In quotes and with slashes: a file of arguments splits at spaces and reads \ as an escape.
    String option =
        "\"-XX:CompilerDirectivesFile=" + directives.toString().replace('\\', '/') + '"';
    String options = shipped("options");
    String relative = "-XX:CompilerDirectivesFile=jvm/directives.json";
    return Files.writeString(home.resolve(OPTIONS), options.replace(relative, option));
  }

  private static String shipped(String name) {
    try (InputStream in = JvmOptions.class.getResourceAsStream("jvm/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
