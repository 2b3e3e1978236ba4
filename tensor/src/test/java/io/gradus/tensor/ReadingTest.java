package io.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadingTest {
  @Test
  void lengthIsThatOfTheFirstAxis() {
    assertThat(Tensor.zeros(3, 2).length()).isEqualTo(3);
    assertThat(Tensor.zeros(0, 2).length()).isZero();
    assertThat(new Variable(Tensor.zeros(5)).length()).isEqualTo(5);
  }

  @Test
  void iterationGivesTheRows() {
    List<String> rows = new ArrayList<>();
    for (Tensor row : Tensor.arange(6).reshape(3, 2)) {
      rows.add(row.toString());
    }
    assertThat(rows).containsExactly("[0 1]", "[2 3]", "[4 5]");
    double sum = 0;
    for (Tensor element : Tensor.of(1.5, 2.5)) {
      sum += element.item();
    }
    assertThat(sum).isEqualTo(4);
    assertThat(Tensor.zeros(0, 2).iterator()).isExhausted();
    Iterator<Tensor> one = Tensor.of(7).expandDims(0).iterator();
    assertThat(one.next()).hasToString("7");
    assertThatThrownBy(one::next)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("position 1 of 1");
  }

  @Test
  void gradientsFlowThroughIteration() {
    Tensor x = Tensor.of(1f, 2f, 3f);
    try (var tape = new GradientTape()) {
      tape.watch(x);
      Tensor product = Tensor.of(1f);
      for (Tensor element : x) {
        product = product.mul(element);
      }
      assertThat(tape.gradient(product, x)).hasToString("[6. 3. 2.]");
    }
  }

  @Test
  void itemReadsOneElement() {
    Tensor x = Tensor.arange(24).reshape(2, 3, 4);
    assertThat(x.item(1, 2, 3)).isEqualTo(23);
    assertThat(x.item(-1, 0, -4)).isEqualTo(12);
    assertThat(Tensor.of(2.5f).item()).isEqualTo(2.5);
    assertThat(Tensor.ofUnsigned(new long[] {-1}, Shape.of(1)).item()).isEqualTo(0x1p64);
  }

  @Test
  void readsArraysOfTheTypesOwnKind() {
    assertThat(Tensor.of(true, false).toBooleanArray()).containsExactly(true, false);
    assertThat(Tensor.of(new byte[] {-1, 2}).toByteArray()).containsExactly(-1, 2);
    assertThat(Tensor.ofUnsigned(new byte[] {-1, 2}, Shape.of(2)).toByteArray())
        .containsExactly(-1, 2);
    assertThat(Tensor.ofUnsigned(new byte[] {-1, 2}, Shape.of(2)).toIntArray())
        .containsExactly(255, 2);
    assertThat(Tensor.of(new short[] {-1, 2}).toIntArray()).containsExactly(-1, 2);
    assertThat(Tensor.ofUnsigned(new int[] {-1, 2}, Shape.of(2)).toLongArray())
        .containsExactly(0xFFFF_FFFFL, 2);
    assertThat(Tensor.ofUnsigned(new long[] {-1, 2}, Shape.of(2)).toLongArray())
        .containsExactly(-1, 2);
    assertThat(Tensor.ofUnsigned(new long[] {-1}, Shape.of(1)).toFloatArray())
        .containsExactly(0x1p64f);
    assertThat(Tensor.of(0.1).cast(DType.FLOAT16).toFloatArray()).containsExactly(0.099975586f);
    assertThat(Tensor.of(0.1).cast(DType.BFLOAT16).toDoubleArray()).containsExactly(0.10009765625);
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void nestedArraysComeBack(DType dtype) {
    for (Shape shape : List.of(Shape.of(3), Shape.of(2, 3), Shape.of(2, 1, 3), Shape.of(2, 0))) {
      Tensor x = Tensor.arange((int) shape.size()).reshape(shape).cast(dtype);
      Object nested = x.toNested();
      Tensor back = nested instanceof Object[] rows ? Tensor.of(rows) : row(nested);
      assertThat(back.shape()).isEqualTo(shape);
      assertThat(back.cast(dtype).toDoubleArray()).isEqualTo(x.toDoubleArray());
    }
  }

  private static Tensor row(Object vector) {
    return switch (vector) {
      case boolean[] truths -> Tensor.of(truths);
      case byte[] bytes -> Tensor.of(bytes);
      case short[] shorts -> Tensor.of(shorts);
      case int[] ints -> Tensor.of(ints);
      case long[] longs -> Tensor.of(longs);
      case float[] floats -> Tensor.of(floats);
      case double[] doubles -> Tensor.of(doubles);
      default -> throw new AssertionError(vector);
    };
  }

  @Test
  void nestedArraysAreOfTheSmallestTypeThatHolds() {
    assertThat(Tensor.of(1f, 2f).reshape(1, 2).toNested()).isEqualTo(new float[][] {{1, 2}});
    assertThat(Tensor.ofUnsigned(new byte[] {-1}, Shape.of(1)).toNested())
        .isEqualTo(new short[] {255});
    assertThat(Tensor.ofUnsigned(new short[] {-1}, Shape.of(1)).toNested())
        .isEqualTo(new int[] {65_535});
    assertThat(Tensor.ofUnsigned(new int[] {-1}, Shape.of(1)).toNested())
        .isEqualTo(new long[] {0xFFFF_FFFFL});
    assertThat(Tensor.of(true).toNested()).isEqualTo(true);
    assertThat(Tensor.of(2.5).toNested()).isEqualTo(2.5);
    assertThat(Tensor.of((byte) 3).toNested()).isEqualTo((byte) 3);
    assertThat(Tensor.zeros(2, 0).toNested()).isEqualTo(new float[2][0]);
  }

  @Test
  void describesItself() {
    Tensor x = Tensor.zeros(2, 3);
    assertThat(x.bytes()).isEqualTo(24);
    assertThat(x.describe()).isEqualTo("matrix of shape (2, 3), float32: 6 values, 24 bytes");
    assertThat(new Variable(x).describe()).isEqualTo(x.describe());
    assertThat(Tensor.zeros(TensorType.of(DType.FLOAT32, 4, 240, 144, 256, 3)).describe())
        .endsWith("106,168,320 values, 405 MB");
  }
}
