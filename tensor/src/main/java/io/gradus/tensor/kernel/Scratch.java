package io.gradus.tensor.kernel;

import java.util.ArrayList;
import java.util.List;

/// Buffers that belong to one worker for the time of a block, kept and grown from job to job. A
/// buffer's contents are what the last user left. Slots keep buffers in use at the same time apart.
public final class Scratch {
  private final List<float[]> floats = new ArrayList<>();

  /// Scratch without buffers yet.
  public Scratch() {}

  /// {@return a buffer of at least `length` floats}
  public float[] floats(int slot, int length) {
    while (floats.size() <= slot) {
      floats.add(new float[0]);
    }
    float[] buffer = floats.get(slot);
    if (buffer.length < length) {
      buffer = new float[length];
      floats.set(slot, buffer);
    }
    return buffer;
  }
}
