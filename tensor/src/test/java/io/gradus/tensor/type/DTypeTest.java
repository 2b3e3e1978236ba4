package io.gradus.tensor.type;

import static io.gradus.tensor.type.DType.BFLOAT16;
import static io.gradus.tensor.type.DType.BOOL;
import static io.gradus.tensor.type.DType.FLOAT16;
import static io.gradus.tensor.type.DType.FLOAT32;
import static io.gradus.tensor.type.DType.FLOAT64;
import static io.gradus.tensor.type.DType.INT16;
import static io.gradus.tensor.type.DType.INT32;
import static io.gradus.tensor.type.DType.INT64;
import static io.gradus.tensor.type.DType.INT8;
import static io.gradus.tensor.type.DType.UINT16;
import static io.gradus.tensor.type.DType.UINT32;
import static io.gradus.tensor.type.DType.UINT64;
import static io.gradus.tensor.type.DType.UINT8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DTypeTest {
  private static final DType[] ALL = {
    BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, FLOAT16, BFLOAT16, FLOAT32,
    FLOAT64
  };

  // Keras' table, on true 64-bit types; docs/promotion.md shows it.
  private static final DType[][] PROMOTION = {
    {
      BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, FLOAT16, BFLOAT16, FLOAT32,
      FLOAT64
    },
    {
      UINT8, UINT8, UINT16, UINT32, UINT64, INT16, INT16, INT32, INT64, FLOAT16, BFLOAT16, FLOAT32,
      FLOAT64
    },
    {
      UINT16, UINT16, UINT16, UINT32, UINT64, INT32, INT32, INT32, INT64, FLOAT16, BFLOAT16,
      FLOAT32, FLOAT64
    },
    {
      UINT32, UINT32, UINT32, UINT32, UINT64, INT32, INT32, INT32, INT64, FLOAT16, BFLOAT16,
      FLOAT32, FLOAT64
    },
    {
      UINT64, UINT64, UINT64, UINT64, UINT64, FLOAT32, FLOAT32, FLOAT32, FLOAT32, FLOAT16, BFLOAT16,
      FLOAT32, FLOAT64
    },
    {
      INT8, INT16, INT32, INT32, FLOAT32, INT8, INT16, INT32, INT64, FLOAT16, BFLOAT16, FLOAT32,
      FLOAT64
    },
    {
      INT16, INT16, INT32, INT32, FLOAT32, INT16, INT16, INT32, INT64, FLOAT16, BFLOAT16, FLOAT32,
      FLOAT64
    },
    {
      INT32, INT32, INT32, INT32, FLOAT32, INT32, INT32, INT32, INT64, FLOAT16, BFLOAT16, FLOAT32,
      FLOAT64
    },
    {
      INT64, INT64, INT64, INT64, FLOAT32, INT64, INT64, INT64, INT64, FLOAT16, BFLOAT16, FLOAT32,
      FLOAT64
    },
    {
      FLOAT16, FLOAT16, FLOAT16, FLOAT16, FLOAT16, FLOAT16, FLOAT16, FLOAT16, FLOAT16, FLOAT16,
      FLOAT32, FLOAT32, FLOAT64
    },
    {
      BFLOAT16, BFLOAT16, BFLOAT16, BFLOAT16, BFLOAT16, BFLOAT16, BFLOAT16, BFLOAT16, BFLOAT16,
      FLOAT32, BFLOAT16, FLOAT32, FLOAT64
    },
    {
      FLOAT32, FLOAT32, FLOAT32, FLOAT32, FLOAT32, FLOAT32, FLOAT32, FLOAT32, FLOAT32, FLOAT32,
      FLOAT32, FLOAT32, FLOAT64
    },
    {
      FLOAT64, FLOAT64, FLOAT64, FLOAT64, FLOAT64, FLOAT64, FLOAT64, FLOAT64, FLOAT64, FLOAT64,
      FLOAT64, FLOAT64, FLOAT64
    },
  };

  @Test
  void promotesByTheTable() {
    for (int i = 0; i < ALL.length; i++) {
      for (int j = 0; j < ALL.length; j++) {
        assertThat(ALL[i].promote(ALL[j]))
            .as(ALL[i] + " with " + ALL[j])
            .isEqualTo(PROMOTION[i][j]);
      }
    }
  }

  @Test
  void javaNumbersAreWeak() {
    assertThat(ALL)
        .extracting(DType::promoteWeakInteger)
        .containsExactly(
            INT32, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, FLOAT16, BFLOAT16,
            FLOAT32, FLOAT64);
    assertThat(ALL)
        .extracting(DType::promoteWeakFloat)
        .containsExactly(
            FLOAT32, FLOAT32, FLOAT32, FLOAT32, FLOAT32, FLOAT32, FLOAT32, FLOAT32, FLOAT32,
            FLOAT16, BFLOAT16, FLOAT32, FLOAT64);
  }

  @Test
  void smallIntegersAreSummedInInt32() {
    assertThat(ALL)
        .extracting(DType::ofSum)
        .containsExactly(
            INT32, INT32, INT32, UINT32, UINT64, INT32, INT32, INT32, INT64, FLOAT16, BFLOAT16,
            FLOAT32, FLOAT64);
  }

  @Test
  void kernelsComputeInFourTypes() {
    assertThat(ALL)
        .extracting(DType::computed)
        .containsExactly(
            INT32, INT32, INT32, INT64, INT64, INT32, INT32, INT32, INT64, FLOAT32, FLOAT32,
            FLOAT32, FLOAT64);
    assertThat(ALL).filteredOn(DType::isComputed).containsExactly(INT32, INT64, FLOAT32, FLOAT64);
  }

  @Test
  void anIntegerTypeHoldsItsRange() {
    assertThat(BOOL.holds(1)).isTrue();
    assertThat(BOOL.holds(2)).isFalse();
    for (DType dtype : ALL) {
      if (dtype.isInteger()) {
        int bits = 8 * dtype.bytes();
        long largest = dtype.isUnsigned() ? -1L >>> (64 - bits) : (1L << (bits - 1)) - 1;
        long smallest = dtype.isUnsigned() ? 0 : -largest - 1;
        boolean open = largest == Long.MAX_VALUE || largest == -1;
        assertThat(dtype.holds(open ? Long.MAX_VALUE : largest)).as("largest " + dtype).isTrue();
        assertThat(dtype.holds(smallest)).as("smallest " + dtype).isTrue();
        assertThat(dtype.holds(largest + 1))
            .as("beyond " + dtype)
            .isEqualTo(dtype == INT64 || dtype == UINT64);
        assertThat(dtype.holds(smallest - 1)).as("below " + dtype).isEqualTo(dtype == INT64);
      }
    }
  }

  @Test
  void kindsPartitionTheTypes() {
    assertThat(ALL)
        .filteredOn(DType::isFloating)
        .containsExactly(FLOAT16, BFLOAT16, FLOAT32, FLOAT64);
    assertThat(ALL).filteredOn(DType::isUnsigned).containsExactly(UINT8, UINT16, UINT32, UINT64);
    assertThat(ALL)
        .filteredOn(DType::isInteger)
        .containsExactly(UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64);
    assertThat(ALL).extracting(DType::bytes).containsExactly(1, 1, 2, 4, 8, 1, 2, 4, 8, 2, 2, 4, 8);
  }

  @Test
  void namesAreNumPys() {
    for (DType dtype : ALL) {
      assertThat(DType.of(dtype.toString())).isEqualTo(dtype);
    }
    assertThat(ALL)
        .extracting(DType::toString)
        .containsExactly(
            "bool",
            "uint8",
            "uint16",
            "uint32",
            "uint64",
            "int8",
            "int16",
            "int32",
            "int64",
            "float16",
            "bfloat16",
            "float32",
            "float64");
    assertThatThrownBy(() -> DType.of("float"))
        .isInstanceOf(DTypeException.class)
        .hasMessage(
            "dtype: unknown name \"float\"; known: [bool, uint8, uint16, uint32, uint64, int8,"
                + " int16, int32, int64, float16, bfloat16, float32, float64]");
  }
}
