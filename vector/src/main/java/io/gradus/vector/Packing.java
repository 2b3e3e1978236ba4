package io.gradus.vector;

import static io.gradus.vector.Lanes.COUNT;
import static io.gradus.vector.Lanes.FLOATS;
import static java.lang.Math.min;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/// Copies lines of a strided matrix (rows of A, columns of B) into a panel: `panel[p][line]`, `p`
/// along the depth, missing lines as zeros. The layout the register tile reads front to back.
final class Packing {
  /// Floats of working memory that [#pack] needs.
  static final int BUFFER = 16 * 16;

  // Depths that are packed of one panel before the next is begun.
  private static final int SLICE_DEPTH = 16;

  // Only with 16 lanes: two-table shuffles are one instruction there (4.7 elements/ns against 2.2
  // for the scalar loop).
  private static final boolean SHUFFLES = COUNT == 16;
  private static final VectorSpecies<Float> WIDE = FloatVector.SPECIES_512;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
  private static final IntVector LOW = interleaved(0);
  private static final IntVector HIGH = interleaved(8);
  private static final IntVector FIRST_HALVES = halves(0);
  private static final IntVector SECOND_HALVES = halves(8);

  private Packing() {}

  /// Packs `lines` lines of `depth` elements into a panel `width` lines wide.
  static void pack(
      float[] from,
      int at,
      int lineStride,
      int depthStride,
      int lines,
      int depth,
      float[] to,
      int toAt,
      int width,
      float[] buffer) {
    if (lines == width && lineStride == 1) {
      copy(from, at, depthStride, depth, to, toAt, width);
    } else if (SHUFFLES && lines == width && depthStride == 1) {
      transpose(from, at, lineStride, depth, to, toAt, width, buffer);
    } else {
      gather(from, at, lineStride, depthStride, lines, 0, depth, to, toAt, width);
    }
  }

  /// Packs depths `first … last` of lines lying side by side into all their panels, each `deep`.
  static void slice(
      float[] from,
      int at,
      int depthStride,
      int lines,
      int first,
      int last,
      int deep,
      float[] to,
      int toAt,
      int width) {
    int whole = lines - lines % width;
    for (int p = first; p < last; p += SLICE_DEPTH) {
      int source = at + p * depthStride;
      panels(
          from,
          source,
          depthStride,
          whole,
          min(SLICE_DEPTH, last - p),
          to,
          toAt + p * width,
          width,
          deep);
    }
    if (whole < lines) {
      int panel = toAt + whole * deep;
      gather(from, at + whole, 1, depthStride, lines - whole, first, last, to, panel, width);
    }
  }

  private static void panels(
      float[] from,
      int at,
      int depthStride,
      int lines,
      int depth,
      float[] to,
      int toAt,
      int width,
      int deep) {
    if (width == 8) {
      eightWide(from, at, depthStride, lines, depth, to, toAt, deep);
    } else if (width == 2 * COUNT) {
      twoVectorsWide(from, at, depthStride, lines, depth, to, toAt, deep);
    } else {
      for (int l = 0; l < lines; l += width) {
        copy(from, at + l, depthStride, depth, to, toAt + l * deep, width);
      }
    }
  }

  // Panel by panel: rows of panels whose distance is a multiple of 4 KB all fall into one set of
  // the first-level cache, which then drops each line between its two halves.

  // One vector loop for each method: C2 inlines `intoArray` by its profile, and a loop reached for
  // the first time after the method was compiled has none; it then boxes for good.

  /// Two panels and two depths at a time. Vectors of eight would do it one by one, but all code
  /// that stores vectors shares one profile, and with two widths in it C2 may box those of the
  /// register tile for good (ten times slower, in one process of four).
  private static void eightWide(
      float[] from, int at, int depthStride, int lines, int depth, float[] to, int toAt, int deep) {
    int paired = lines & -16;
    int even = depth & -2;
    for (int l = 0; l < paired; l += 16) {
      int target = toAt + l * deep;
      for (int p = 0; p < even; p += 2) {
        int source = at + l + p * depthStride;
        IntVector v0 = FloatVector.fromArray(WIDE, from, source).reinterpretAsInts();
        IntVector v1 = FloatVector.fromArray(WIDE, from, source + depthStride).reinterpretAsInts();
        FIRST_HALVES.selectFrom(v0, v1).reinterpretAsFloats().intoArray(to, target + p * 8);
        SECOND_HALVES
            .selectFrom(v0, v1)
            .reinterpretAsFloats()
            .intoArray(to, target + 8 * deep + p * 8);
      }
      if (even < depth) {
        int source = at + l + even * depthStride;
        System.arraycopy(from, source, to, target + even * 8, 8);
        System.arraycopy(from, source + 8, to, target + 8 * deep + even * 8, 8);
      }
    }
    if (paired < lines) {
      copy(from, at + paired, depthStride, depth, to, toAt + paired * deep, 8);
    }
  }

  private static void twoVectorsWide(
      float[] from, int at, int depthStride, int lines, int depth, float[] to, int toAt, int deep) {
    for (int l = 0; l < lines; l += 2 * COUNT) {
      for (int p = 0; p < depth; p++) {
        int source = at + l + p * depthStride;
        int target = toAt + l * deep + p * (2 * COUNT);
        FloatVector.fromArray(FLOATS, from, source).intoArray(to, target);
        FloatVector.fromArray(FLOATS, from, source + COUNT).intoArray(to, target + COUNT);
      }
    }
  }

  // No vectors here: after other paths had run hot first, C2 left a vector copy loop boxing for
  // good (1.2 GB in 0.4 s). Only small panels come this way.
  private static void copy(
      float[] from, int at, int depthStride, int depth, float[] to, int toAt, int width) {
    for (int p = 0; p < depth; p++) {
      System.arraycopy(from, at + p * depthStride, to, toAt + p * width, width);
    }
  }

  private static void transpose(
      float[] from,
      int at,
      int stride,
      int depth,
      float[] to,
      int toAt,
      int width,
      float[] buffer) {
    int whole = depth & -16;
    for (int p = 0; p < whole; p += 16) {
      int target = toAt + p * width;
      if (width == 8) {
        eightLines(from, at + p, stride, to, target, buffer);
      } else {
        for (int l = 0; l < width; l += 16) {
          sixteenLines(from, at + p + l * stride, stride, to, target + l, width, buffer);
        }
      }
    }
    gather(from, at, stride, 1, width, whole, depth, to, toAt, width);
  }

  /// 16 lines × 16: two rounds of four-way interleaving. Lines r, r+4, r+8, r+12 make `buffer[r]`,
  /// the four buffers the rows.
  private static void sixteenLines(
      float[] from, int at, int stride, float[] to, int toAt, int width, float[] buffer) {
    for (int r = 0; r < 4; r++) {
      interleave(from, at + r * stride, 4 * stride, buffer, 64 * r, 16);
    }
    for (int i = 0; i < 4; i++) {
      interleave(buffer, 16 * i, 64, to, toAt + 4 * i * width, width);
    }
  }

  /// 8 lines × 16: a four-way round of the even and the odd lines, then a two-way one.
  private static void eightLines(
      float[] from, int at, int stride, float[] to, int toAt, float[] buffer) {
    interleave(from, at, 2 * stride, buffer, 0, 16);
    interleave(from, at + stride, 2 * stride, buffer, 64, 16);
    for (int i = 0; i < 64; i += 16) {
      IntVector even = FloatVector.fromArray(WIDE, buffer, i).reinterpretAsInts();
      IntVector odd = FloatVector.fromArray(WIDE, buffer, 64 + i).reinterpretAsInts();
      LOW.selectFrom(even, odd).reinterpretAsFloats().intoArray(to, toAt + 2 * i);
      HIGH.selectFrom(even, odd).reinterpretAsFloats().intoArray(to, toAt + 2 * i + 16);
    }
  }

  /// The four vectors at `at + j·stride` interleaved element by element into four at `toAt +
  /// j·toStride`.
  private static void interleave(
      float[] from, int at, int stride, float[] to, int toAt, int toStride) {
    IntVector v0 = FloatVector.fromArray(WIDE, from, at).reinterpretAsInts();
    IntVector v1 = FloatVector.fromArray(WIDE, from, at + stride).reinterpretAsInts();
    IntVector v2 = FloatVector.fromArray(WIDE, from, at + 2 * stride).reinterpretAsInts();
    IntVector v3 = FloatVector.fromArray(WIDE, from, at + 3 * stride).reinterpretAsInts();
    IntVector low02 = LOW.selectFrom(v0, v2);
    IntVector low13 = LOW.selectFrom(v1, v3);
    IntVector high02 = HIGH.selectFrom(v0, v2);
    IntVector high13 = HIGH.selectFrom(v1, v3);
    LOW.selectFrom(low02, low13).reinterpretAsFloats().intoArray(to, toAt);
    HIGH.selectFrom(low02, low13).reinterpretAsFloats().intoArray(to, toAt + toStride);
    LOW.selectFrom(high02, high13).reinterpretAsFloats().intoArray(to, toAt + 2 * toStride);
    HIGH.selectFrom(high02, high13).reinterpretAsFloats().intoArray(to, toAt + 3 * toStride);
  }

  private static void gather(
      float[] from,
      int at,
      int lineStride,
      int depthStride,
      int lines,
      int start,
      int depth,
      float[] to,
      int toAt,
      int width) {
    for (int p = start; p < depth; p++) {
      int source = at + p * depthStride;
      int target = toAt + p * width;
      for (int l = 0; l < lines; l++) {
        to[target + l] = from[source + l * lineStride];
      }
      for (int l = lines; l < width; l++) {
        to[target + l] = 0;
      }
    }
  }

  /// Positions that take elements `first …` of two vectors in turn.
  private static IntVector interleaved(int first) {
    int[] positions = new int[16];
    for (int i = 0; i < 16; i++) {
      positions[i] = first + i / 2 + 16 * (i % 2);
    }
    return IntVector.fromArray(INTS, positions, 0);
  }

  /// Positions that take eight elements from `first` on of one vector and then of another.
  private static IntVector halves(int first) {
    int[] positions = new int[16];
    for (int i = 0; i < 16; i++) {
      positions[i] = first + i % 8 + 16 * (i / 8);
    }
    return IntVector.fromArray(INTS, positions, 0);
  }
}
