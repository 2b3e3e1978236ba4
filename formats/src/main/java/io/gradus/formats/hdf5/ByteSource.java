package io.gradus.formats.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;

/// The bytes of an HDF5 file, read at any place.
public interface ByteSource {
  /// {@return the number of bytes}
  long length();

  /// Fills an array-backed buffer between its position and its limit, which stay. Returns the
  /// buffer.
  ///
  /// @param what what the bytes are, for messages
  /// @throws IOException if the bytes are not there
  ByteBuffer fill(long offset, ByteBuffer block, String what) throws IOException;

  /// {@return the error for a problem at an offset, which names the file}
  IOException wrong(long offset, String problem);
}
