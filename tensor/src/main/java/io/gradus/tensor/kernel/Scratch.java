package io.gradus.tensor.kernel;

import org.jspecify.annotations.Nullable;

/// Reusable working memory, owned by one thread at a time: the worker running a block, or the
/// borrower until [#close]. Arrays keep what was last written in them; they only grow, so a steady
/// state allocates nothing.
public final class Scratch implements AutoCloseable {
  /// Number of independent arrays of each type.
  public static final int SLOTS = 8;

  private final Workers home;
  private final float[] @Nullable [] floats = new float[SLOTS][];
  private final double[] @Nullable [] doubles = new double[SLOTS][];
  private int @Nullable [] ints;
  private long @Nullable [] longs;
  private byte @Nullable [] bytes;
  private @Nullable Spots spots;

  Scratch(Workers home) {
    this.home = home;
  }

  /// An array of at least `length` floats, the same one for the same `slot` unless it had to grow.
  /// Its contents are whatever was left there.
  public float[] floats(int slot, int length) {
    float @Nullable [] held = floats[slot];
    return held != null && held.length >= length ? held : (floats[slot] = new float[length]);
  }

  /// An array of at least `length` doubles, the same one for the same `slot` unless it had to grow.
  /// Its contents are whatever was left there.
  public double[] doubles(int slot, int length) {
    double @Nullable [] held = doubles[slot];
    return held != null && held.length >= length ? held : (doubles[slot] = new double[length]);
  }

  /// An array of at least `length` ints, the same one unless it had to grow. Its contents are
  /// whatever was left there.
  public int[] ints(int length) {
    int @Nullable [] held = ints;
    return held != null && held.length >= length ? held : (ints = new int[length]);
  }

  /// An array of at least `length` longs, the same one unless it had to grow. Its contents are
  /// whatever was left there.
  public long[] longs(int length) {
    long @Nullable [] held = longs;
    return held != null && held.length >= length ? held : (longs = new long[length]);
  }

  /// An array of at least `length` bytes, the same one unless it had to grow. Its contents are
  /// whatever was left there.
  public byte[] bytes(int length) {
    byte @Nullable [] held = bytes;
    return held != null && held.length >= length ? held : (bytes = new byte[length]);
  }

  /// {@return the same spots, and perhaps more behind them, to be changed, and cleared in the end;
  /// there is one such copy at a time}
  Spots copy(Spots of) {
    Spots held = spots;
    int n = of.arrays().length;
    if (held == null || held.arrays().length < n) {
      held = new Spots(new float[n][], new int[n]);
      spots = held;
    }
    return held.set(of);
  }

  /// Gives a scratch from [Workers#borrow()] back.
  @Override
  public void close() {
    home.giveBack(this);
  }
}
