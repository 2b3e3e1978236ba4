package io.gradus.tensor.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class TensorTypeTest {
  @Test
  void describesTheBooksVideos() {
    TensorType videos = TensorType.of(DType.FLOAT32, 4, 240, 144, 256, 3);
    assertThat(videos.describe())
        .isEqualTo(
            "rank-5 tensor of shape (4, 240, 144, 256, 3), float32: 106,168,320 values, 405 MB");
  }

  @Test
  void describesEveryRank() {
    assertThat(TensorType.of(DType.FLOAT64).describe())
        .isEqualTo("scalar, float64: 1 value, 8 bytes");
    assertThat(TensorType.of(DType.BOOL, 1).describe())
        .isEqualTo("vector of length 1, bool: 1 value, 1 byte");
    assertThat(TensorType.of(DType.BFLOAT16, 0, 3).describe())
        .isEqualTo("matrix of shape (0, 3), bfloat16: 0 values, 0 bytes");
    assertThat(TensorType.of(DType.UINT8, 60_000, 28, 28).describe())
        .isEqualTo("rank-3 tensor of shape (60000, 28, 28), uint8: 47,040,000 values, 44.9 MB");
    assertThat(TensorType.of(DType.INT16, 1, 1, 1, 1, 1, 1, 1, 1).describe())
        .isEqualTo("rank-8 tensor of shape (1, 1, 1, 1, 1, 1, 1, 1), int16: 1 value, 2 bytes");
  }

  @Test
  void describesUnknownLengths() {
    assertThat(TensorType.of(DType.FLOAT32, Shape.UNKNOWN, 784).describe())
        .isEqualTo("matrix of shape (?, 784), float32: number of values not known yet");
    assertThat(TensorType.of(DType.FLOAT32, Shape.UNKNOWN).describe())
        .isEqualTo("vector of length ?, float32: number of values not known yet");
  }

  @Test
  void namesMemoryInTheUnitThatFits() {
    assertThat(memory(1023)).isEqualTo("1023 bytes");
    assertThat(memory(1024)).isEqualTo("1 KB");
    assertThat(memory(1536)).isEqualTo("1.5 KB");
    assertThat(memory(102_348)).isEqualTo("99.9 KB");
    assertThat(memory(102_349)).isEqualTo("100 KB");
    assertThat(memory(1023 * 1024)).isEqualTo("1023 KB");
    assertThat(memory(1024 * 1024 - 1)).isEqualTo("1 MB");
    assertThat(memory(1L << 40)).isEqualTo("1 TB");
    assertThat(memory(Long.MAX_VALUE)).isEqualTo("8 EB");
  }

  @Test
  void describesTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(TensorType.of(DType.FLOAT32, 1500).describe())
          .isEqualTo("vector of length 1500, float32: 1,500 values, 5.9 KB");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void refusesToCountBeyondALong() {
    TensorType huge = TensorType.of(DType.INT8, 1L << 40, 1L << 40);
    assertThatThrownBy(huge::describe)
        .isInstanceOf(ShapeException.class)
        .hasMessage("shape: [1099511627776, 1099511627776] has more elements than a long counts");
  }

  private static String memory(long bytes) {
    String text = TensorType.of(DType.INT8, bytes).describe();
    return text.substring(text.lastIndexOf(", ") + 2);
  }
}
