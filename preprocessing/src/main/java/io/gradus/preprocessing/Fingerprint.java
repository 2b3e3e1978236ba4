package io.gradus.preprocessing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The 64-bit hashes that Keras (by way of TensorFlow) sorts texts into bins with: FarmHash's
/// `Fingerprint64` (Pike, 2014), or SipHash-2-4 (Aumasson, Bernstein, *SipHash: a fast short-input
/// PRF*, 2012) where there is a salt. They never change.
final class Fingerprint {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long K0 = 0xc3a5c85c97cb3127L;
  private static final long K1 = 0xb492b66fbe98f273L;
  private static final long K2 = 0x9ae16a3b2f90404fL;

  // The key of a crossing unless another is given, and the factor of MurmurHash64A.
  private static final long CROSSING = 0xDECAFCAFFEL;
  private static final long MURMUR = 0xc6a4a7935bd1e995L;

  private Fingerprint() {}

  /// {@return the bin of a text, of this many}
  static int bin(String text, int bins, @Nullable Salt salt) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long hash = salt == null ? farm(bytes) : sip(bytes, salt.first(), salt.second());
    return (int) Long.remainderUnsigned(hash, bins);
  }

  /// {@return the bin of a crossing of features, of this many: TensorFlow's `FingerprintCat64` of
  /// their fingerprints one after the other}
  static int crossed(long[] features, int bins) {
    long hash = CROSSING;
    for (long feature : features) {
      hash = MURMUR * (hash ^ MURMUR ^ MURMUR * shifted(feature * MURMUR));
      hash = shifted(shifted(hash) * MURMUR);
    }
    return (int) Long.remainderUnsigned(hash, bins);
  }

  /// {@return FarmHash's fingerprint of a text}
  static long of(String text) {
    return farm(text.getBytes(StandardCharsets.UTF_8));
  }

  /// {@return FarmHash's fingerprint}
  static long farm(byte[] s) {
    int length = s.length;
    if (length <= 16) {
      return short16(s);
    }
    if (length <= 32) {
      return short32(s);
    }
    return length <= 64 ? short64(s) : loop(s, 81);
  }

  private static long short16(byte[] s) {
    int length = s.length;
    long mul = K2 + length * 2L;
    if (length >= 8) {
      long a = fetch(s, 0) + K2;
      long b = fetch(s, length - 8);
      long c = Long.rotateRight(b, 37) * mul + a;
      long d = (Long.rotateRight(a, 25) + b) * mul;
      return mixed(c, d, mul);
    }
    if (length >= 4) {
      return mixed(length + (half(s, 0) << 3), half(s, length - 4), mul);
    }
    if (length == 0) {
      return K2;
    }
    int y = (s[0] & 0xff) + ((s[length >> 1] & 0xff) << 8);
    int z = length + ((s[length - 1] & 0xff) << 2);
    return shifted((y * K2) ^ (z * K0)) * K2;
  }

  private static long short32(byte[] s) {
    int length = s.length;
    long mul = K2 + length * 2L;
    long a = fetch(s, 0) * K1;
    long b = fetch(s, 8);
    long c = fetch(s, length - 8) * mul;
    long d = fetch(s, length - 16) * K2;
    return mixed(
        Long.rotateRight(a + b, 43) + Long.rotateRight(c, 30) + d,
        a + Long.rotateRight(b + K2, 18) + c,
        mul);
  }

  private static long short64(byte[] s) {
    int length = s.length;
    long mul = K2 + length * 2L;
    long a = fetch(s, 0) * K2;
    long b = fetch(s, 8);
    long c = fetch(s, length - 8) * mul;
    long d = fetch(s, length - 16) * K2;
    long y = Long.rotateRight(a + b, 43) + Long.rotateRight(c, 30) + d;
    long z = mixed(y, a + Long.rotateRight(b + K2, 18) + c, mul);
    long e = fetch(s, 16) * mul;
    long f = fetch(s, 24);
    long g = (y + fetch(s, length - 32)) * mul;
    long h = (z + fetch(s, length - 24)) * mul;
    return mixed(
        Long.rotateRight(e + f, 43) + Long.rotateRight(g, 30) + h,
        e + Long.rotateRight(f + a, 18) + g,
        mul);
  }

  /// Two words of state.
  private record Pair(long first, long second) {}

  private static long loop(byte[] s, long seed) {
    long x = seed * K2 + fetch(s, 0);
    long y = seed * K1 + 113;
    long z = shifted(y * K2 + 113) * K2;
    Pair v = new Pair(0, 0);
    Pair w = new Pair(0, 0);
    int end = (s.length - 1) / 64 * 64;
    for (int at = 0; at < end; at += 64) {
      long nextZ = (Long.rotateRight(x + y + v.first + fetch(s, at + 8), 37) * K1) ^ w.second;
      y = Long.rotateRight(y + v.second + fetch(s, at + 48), 42) * K1 + v.first + fetch(s, at + 40);
      x = Long.rotateRight(z + w.first, 33) * K1;
      v = weak(s, at, v.second * K1, nextZ + w.first);
      w = weak(s, at + 32, x + w.second, y + fetch(s, at + 16));
      z = nextZ;
    }
    return tail(s, x, y, z, v, w);
  }

  private static long tail(byte[] s, long x, long y, long z, Pair v, Pair w) {
    int at = s.length - 64;
    long mul = K1 + ((z & 0xff) << 1);
    long first = w.first + ((s.length - 1) & 63);
    long second = v.first + first;
    first += second;
    long lastZ = (Long.rotateRight(x + y + second + fetch(s, at + 8), 37) * mul) ^ (w.second * 9);
    long lastY =
        Long.rotateRight(y + v.second + fetch(s, at + 48), 42) * mul
            + second * 9
            + fetch(s, at + 40);
    long lastX = Long.rotateRight(z + first, 33) * mul;
    Pair lastV = weak(s, at, v.second * mul, lastZ + first);
    Pair lastW = weak(s, at + 32, lastX + w.second, lastY + fetch(s, at + 16));
    return mixed(
        mixed(lastV.first, lastW.first, mul) + shifted(lastY) * K0 + lastZ,
        mixed(lastV.second, lastW.second, mul) + lastX,
        mul);
  }

  private static Pair weak(byte[] s, int at, long seedA, long seedB) {
    long a = seedA + fetch(s, at);
    long z = fetch(s, at + 24);
    long b = Long.rotateRight(seedB + a + z, 21);
    long sum = a + fetch(s, at + 8) + fetch(s, at + 16);
    return new Pair(sum + z, b + Long.rotateRight(sum, 44) + a);
  }

  private static long mixed(long u, long v, long mul) {
    long a = shifted((u ^ v) * mul);
    return shifted((v ^ a) * mul) * mul;
  }

  private static long shifted(long value) {
    return value ^ (value >>> 47);
  }

  private static long fetch(byte[] s, int at) {
    return (long) LONG.get(s, at);
  }

  private static long half(byte[] s, int at) {
    return Integer.toUnsignedLong((int) INT.get(s, at));
  }

  /// {@return SipHash-2-4 with the two halves of its key}
  static long sip(byte[] s, long k0, long k1) {
    long[] v = {
      k0 ^ 0x736f6d6570736575L,
      k1 ^ 0x646f72616e646f6dL,
      k0 ^ 0x6c7967656e657261L,
      k1 ^ 0x7465646279746573L
    };
    int whole = s.length / 8 * 8;
    for (int at = 0; at < whole; at += 8) {
      absorb(v, fetch(s, at));
    }
    long last = (long) s.length << 56;
    for (int at = whole; at < s.length; at++) {
      last |= (s[at] & 0xffL) << (8 * (at - whole));
    }
    absorb(v, last);
    v[2] ^= 0xff;
    for (int round = 0; round < 4; round++) {
      round(v);
    }
    return v[0] ^ v[1] ^ v[2] ^ v[3];
  }

  private static void absorb(long[] v, long word) {
    v[3] ^= word;
    round(v);
    round(v);
    v[0] ^= word;
  }

  private static void round(long[] v) {
    v[0] += v[1];
    v[1] = Long.rotateLeft(v[1], 13) ^ v[0];
    v[0] = Long.rotateLeft(v[0], 32);
    v[2] += v[3];
    v[3] = Long.rotateLeft(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = Long.rotateLeft(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = Long.rotateLeft(v[1], 17) ^ v[2];
    v[2] = Long.rotateLeft(v[2], 32);
  }
}
