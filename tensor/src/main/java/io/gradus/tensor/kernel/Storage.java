package io.gradus.tensor.kernel;

import io.gradus.tensor.type.DType;

/// A run of elements somewhere in memory. On the CPU it is a Java array ([ArrayStorage]).
public interface Storage {
  /// {@return the type of the elements}
  DType dtype();

  /// {@return the number of elements}
  long length();

  /// {@return the device the elements live on}
  Device device();

  /// Copies `count` elements from position `from` here to position `to` of an array on the heap.
  void copyTo(long from, ArrayStorage target, long to, long count);
}
