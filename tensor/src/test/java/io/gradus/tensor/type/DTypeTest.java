package io.gradus.tensor.type;

import static io.gradus.tensor.type.DType.BOOL;
import static io.gradus.tensor.type.DType.FLOAT32;
import static io.gradus.tensor.type.DType.FLOAT64;
import static io.gradus.tensor.type.DType.INT32;
import static io.gradus.tensor.type.DType.INT64;
import static io.gradus.tensor.type.DType.UINT8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DTypeTest {
  private static final DType[] ALL = {BOOL, UINT8, INT32, INT64, FLOAT32, FLOAT64};

  // Keras' table, on true 64-bit types; docs/promotion.md shows it.
  private static final DType[][] PROMOTION = {
    {BOOL, UINT8, INT32, INT64, FLOAT32, FLOAT64},
    {UINT8, UINT8, INT32, INT64, FLOAT32, FLOAT64},
    {INT32, INT32, INT32, INT64, FLOAT32, FLOAT64},
    {INT64, INT64, INT64, INT64, FLOAT32, FLOAT64},
    {FLOAT32, FLOAT32, FLOAT32, FLOAT32, FLOAT32, FLOAT64},
    {FLOAT64, FLOAT64, FLOAT64, FLOAT64, FLOAT64, FLOAT64},
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
        .containsExactly(INT32, UINT8, INT32, INT64, FLOAT32, FLOAT64);
    assertThat(ALL)
        .extracting(DType::promoteWeakFloat)
        .containsExactly(FLOAT32, FLOAT32, FLOAT32, FLOAT32, FLOAT32, FLOAT64);
  }

  @Test
  void smallIntegersAreSummedInInt32() {
    assertThat(ALL)
        .extracting(DType::ofSum)
        .containsExactly(INT32, INT32, INT32, INT64, FLOAT32, FLOAT64);
  }

  @Test
  void namesAreNumPys() {
    for (DType dtype : ALL) {
      assertThat(DType.of(dtype.toString())).isEqualTo(dtype);
    }
    assertThat(ALL)
        .extracting(DType::toString)
        .containsExactly("bool", "uint8", "int32", "int64", "float32", "float64");
    assertThatThrownBy(() -> DType.of("float"))
        .isInstanceOf(DTypeException.class)
        .hasMessage(
            "dtype: unknown name \"float\"; known: [bool, uint8, int32, int64, float32, float64]");
  }
}
