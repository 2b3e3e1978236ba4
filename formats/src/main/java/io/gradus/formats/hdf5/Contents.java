package io.gradus.formats.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;

/// The elements of a dataset as they are stored.
sealed interface Contents {
  /// {@return the bytes that are stored}
  long stored();

  /// {@return the most bytes of elements that there can be}
  default long most() {
    return stored();
  }

  /// {@return whether every element is there}
  boolean isWhole();

  /// Gives the elements that are there to a sink.
  void read(ElementSink sink) throws IOException;

  /// Nothing was ever written.
  record Nothing() implements Contents {
    @Override
    public long stored() {
      return 0;
    }

    @Override
    public boolean isWhole() {
      return false;
    }

    @Override
    public void read(ElementSink sink) {
      // There is nothing to read.
    }
  }

  /// The elements are in one piece.
  ///
  /// @param storage the file
  /// @param path the dataset, for messages
  /// @param address where they are
  /// @param count how many
  /// @param elementSize the bytes of each
  record Piece(Storage storage, String path, long address, long count, int elementSize)
      implements Contents {
    private static final int BLOCK = 1 << 16;

    @Override
    public long stored() {
      return count * elementSize;
    }

    @Override
    public boolean isWhole() {
      return true;
    }

    @Override
    public void read(ElementSink sink) throws IOException {
      int most = Math.max(1, BLOCK / elementSize);
      ByteBuffer block = ByteBuffer.allocate((int) Math.min(most, count) * elementSize);
      for (long done = 0; done < count; done += most) {
        int now = (int) Math.min(most, count - done);
        block.clear().limit(now * elementSize);
        storage.fill(address + done * elementSize, block, path);
        sink.take(block, (int) done, now);
      }
    }
  }

  /// The elements are in chunks.
  ///
  /// @param reader reads them
  /// @param survey what chunks there are
  /// @param isWhole whether they are all there can be
  record Chunks(ChunkReader reader, ChunkReader.Survey survey, boolean isWhole)
      implements Contents {
    @Override
    public long stored() {
      return survey.stored();
    }

    @Override
    public long most() {
      return reader.most(survey);
    }

    @Override
    public void read(ElementSink sink) throws IOException {
      reader.read(sink);
    }
  }
}
