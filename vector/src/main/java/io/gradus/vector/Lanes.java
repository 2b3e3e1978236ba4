package io.gradus.vector;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// The width of the vectors all kernels of this module use, chosen once when the class is loaded.
///
/// It is the machine's preferred width, held between 128 and 512 bits, unless the system property
/// `gradus.vector.bits` asks for 128, 256 or 512. No result depends on it: the property serves
/// tests, which compare the bits of one width with another's.
final class Lanes {
  static final int BITS = bits();
  static final VectorSpecies<Float> FLOATS = species(BITS);
  static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);
  static final VectorSpecies<Double> DOUBLES = FLOATS.withLanes(double.class);

  /// As many bytes; at 128 bits there are no such vectors, and this is a wider one.
  static final VectorSpecies<Byte> BYTES =
      BITS == 512 ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;

  /// Float (and int) lanes in one vector: 4, 8 or 16.
  static final int COUNT = FLOATS.length();

  /// Rotations of the lanes, by 0 where that is their number.
  static final VectorShuffle<Float> BY_8 = rotation(8);

  static final VectorShuffle<Float> BY_4 = rotation(4);
  static final VectorShuffle<Float> BY_2 = rotation(2);
  static final VectorShuffle<Float> BY_1 = rotation(1);

  private Lanes() {}

  /// {@return the bits of a number in all lanes: a constant of a loop that stores floats. The
  /// compiler reads arrays of floats again after each such store, and a constant vector of floats
  /// is one, mostly across two cache lines; one of integers stays in a register (`exp` takes a
  /// quarter less time)}
  static IntVector bits(float constant) {
    return FloatVector.broadcast(FLOATS, constant).reinterpretAsInts();
  }

  /// {@return the numbers with these bits}
  static FloatVector floats(IntVector bits) {
    return bits.reinterpretAsFloats();
  }

  private static int bits() {
    String asked = System.getProperty("gradus.vector.bits");
    if (asked == null) {
      int preferred = FloatVector.SPECIES_PREFERRED.vectorBitSize();
      return preferred >= 512 ? 512 : preferred >= 256 ? 256 : 128;
    }
    return switch (asked) {
      case "128" -> 128;
      case "256" -> 256;
      case "512" -> 512;
      default ->
          throw new IllegalArgumentException(
              "gradus.vector.bits: 128, 256 or 512 expected, got \"" + asked + '"');
    };
  }

  private static VectorShuffle<Float> rotation(int by) {
    return VectorShuffle.iota(FLOATS, by % COUNT, 1, true);
  }

  private static VectorSpecies<Float> species(int bits) {
    return switch (bits) {
      case 512 -> FloatVector.SPECIES_512;
      case 256 -> FloatVector.SPECIES_256;
      default -> FloatVector.SPECIES_128;
    };
  }
}
