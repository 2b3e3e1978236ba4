package io.gradus.formats;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the parts of a saved model are in, by their names: an archive or a folder.
sealed interface Container permits ZipArchive, ModelFolder {
  /// {@return the file or folder that this is}
  Path file();

  /// {@return whether there is a part of this name}
  boolean has(String name) throws IOException;

  /// {@return the names of all parts}
  List<String> names() throws IOException;

  /// {@return the bytes of a part, to be read at any place}
  ///
  /// @throws ModelFormatException if there is none of this name, or it is damaged
  Bytes get(String name) throws IOException;

  /// {@return the same for what is only listed, where nothing is compared}
  ///
  /// @throws ModelFormatException if there is none of this name
  Bytes unchecked(String name) throws IOException;

  /// {@return the bytes of a part that is a text}
  ///
  /// @throws ModelFormatException if there is none of this name, or it is damaged
  Bytes text(String name) throws IOException;

  /// {@return the bytes of a part that is a text, or null if there is none of this name}
  ///
  /// @throws ModelFormatException if it is damaged
  @Nullable Bytes findText(String name) throws IOException;

  /// {@return the error for a problem of a part}
  ModelFormatException wrong(String name, String problem);
}
