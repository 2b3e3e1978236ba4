package io.gradus.formats.hdf5;

import io.gradus.formats.element.Elements;
import io.gradus.tensor.kernel.ArrayStorage;
import io.gradus.tensor.type.DType;
import java.nio.ByteBuffer;

/// Takes elements of a dataset as they are read.
interface ElementSink {
  /// Takes elements.
  ///
  /// @param block their bytes, from its position to its limit
  /// @param first the place of the first in the dataset
  void take(ByteBuffer block, int first, int count);

  /// {@return what puts numbers, or arrays of them, into the memory of a tensor}
  static ElementSink numbers(Datatype elements, ArrayStorage storage) {
    DType dtype = storage.dtype();
    int numbers = (int) (elements.size() / dtype.bytes());
    return (block, first, count) ->
        Elements.take(
            block.order(elements.order()),
            dtype,
            storage.array(),
            first * numbers,
            count * numbers);
  }

  /// {@return what puts elements of `size` bytes into an array as they are}
  static ElementSink bytes(byte[] all, int size) {
    return (block, first, count) -> block.get(all, first * size, count * size);
  }
}
