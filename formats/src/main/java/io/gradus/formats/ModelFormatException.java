package io.gradus.formats;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file does not hold what its format demands. The message names the file, the entry where the
/// file is an archive, and the offset; what it quotes of the file is cut, and nothing in it, nor in
/// the file's name, drives a terminal.
public final class ModelFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long offset;
  private final String problem;

  /// The problem at a place in a file.
  ///
  /// @param file the file
  /// @param entry the entry of the archive, or null if the problem is in no entry
  /// @param offset the number of bytes before the problem, in the entry where there is one
  /// @param problem what is wrong
  public ModelFormatException(Path file, @Nullable String entry, long offset, String problem) {
    super(
        entry == null
            ? "%s, byte %d: %s".formatted(Shown.escaped(file.toString()), offset, Shown.of(problem))
            : "%s, entry \"%s\", byte %d: %s"
                .formatted(
                    Shown.escaped(file.toString()), Shown.of(entry), offset, Shown.of(problem)));
    this.offset = offset;
    this.problem = Shown.of(problem);
  }

  /// {@return the number of bytes before the problem, in the entry where there is one}
  public long offset() {
    return offset;
  }

  /// {@return what is wrong, without the place}
  public String problem() {
    return problem;
  }

  /// {@return what is wrong, without the place where that is told}
  static String problem(IOException e) {
    return e instanceof ModelFormatException wrong ? wrong.problem : String.valueOf(e.getMessage());
  }
}
