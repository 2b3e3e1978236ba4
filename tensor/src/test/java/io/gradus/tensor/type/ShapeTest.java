package io.gradus.tensor.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {
  private static Shape broadcast(Shape a, Shape b) {
    return Shape.broadcast(
        "add", new TensorType(DType.FLOAT32, a), new TensorType(DType.FLOAT32, b));
  }

  @Test
  void countsItsElements() {
    assertThat(Shape.SCALAR.size()).isEqualTo(1);
    assertThat(Shape.of(2, 3, 4).size()).isEqualTo(24);
    assertThat(Shape.of(2, 0, 4).size()).isZero();
    assertThat(Shape.of(1L << 31, 1L << 31).size()).isEqualTo(1L << 62);
    assertThatThrownBy(() -> Shape.of(1L << 32, 1L << 32).size())
        .isInstanceOf(ShapeException.class)
        .hasMessage("shape: [4294967296, 4294967296] has more elements than a long counts");
  }

  @Test
  void negativeAxesCountFromTheEnd() {
    Shape shape = Shape.of(2, 3, 4);
    assertThat(shape.dim(-1)).isEqualTo(4);
    assertThat(shape.dim(-3)).isEqualTo(2);
    assertThat(shape.axis("sum", -2)).isEqualTo(1);
    assertThatThrownBy(() -> shape.axis("sum", 3))
        .hasMessage("sum: axis 3 is out of range for shape [2, 3, 4]");
    assertThatThrownBy(() -> shape.axis("sum", -4))
        .hasMessage("sum: axis -4 is out of range for shape [2, 3, 4]");
  }

  @Test
  void keepsItsDimsToItself() {
    long[] dims = {2, 3};
    Shape shape = Shape.of(dims);
    dims[0] = 7;
    shape.dims()[1] = 8;
    assertThat(shape).isEqualTo(Shape.of(2, 3)).hasToString("[2, 3]");
    assertThat(shape.hashCode()).isEqualTo(Shape.of(2, 3).hashCode());
  }

  @Test
  void isCutAndJoined() {
    Shape shape = Shape.of(2, 3, 4);
    assertThat(shape.slice(0, 1).concat(shape.from(1))).isEqualTo(shape);
    assertThat(shape.slice(1, 1)).isEqualTo(Shape.SCALAR);
    assertThat(shape.withDim(-1, 9)).isEqualTo(Shape.of(2, 3, 9));
  }

  @Test
  void broadcastsByNumPysRule() {
    assertThat(broadcast(Shape.of(2, 3), Shape.of(3))).isEqualTo(Shape.of(2, 3));
    assertThat(broadcast(Shape.of(3, 1), Shape.of(1, 4))).isEqualTo(Shape.of(3, 4));
    assertThat(broadcast(Shape.SCALAR, Shape.of(0))).isEqualTo(Shape.of(0));
    assertThat(broadcast(Shape.of(1), Shape.of(0))).isEqualTo(Shape.of(0));
    assertThat(broadcast(Shape.of(8, 1, 6, 1), Shape.of(7, 1, 5))).isEqualTo(Shape.of(8, 7, 6, 5));
    assertThatThrownBy(() -> broadcast(Shape.of(2, 3), Shape.of(2, 1, 2)))
        .hasMessage(
            "add: shapes do not broadcast: float32[2, 3] with float32[2, 1, 2], 3 ≠ 2 at axis -1");
  }

  @Test
  void anUnknownLengthTakesTheOthersUnlessThatIsOne() {
    assertThat(broadcast(Shape.of(-1, 3), Shape.of(3))).isEqualTo(Shape.of(-1, 3));
    assertThat(broadcast(Shape.of(-1, 3), Shape.of(5, 3))).isEqualTo(Shape.of(5, 3));
    assertThat(broadcast(Shape.of(5, 3), Shape.of(-1, 3))).isEqualTo(Shape.of(5, 3));
    assertThat(broadcast(Shape.of(1, 3), Shape.of(-1, 1))).isEqualTo(Shape.of(-1, 3));
  }

  @Test
  void askingForAnUnknownLengthNamesTheAxis() {
    Shape shape = Shape.of(-1, 3);
    assertThat(shape).hasToString("[?, 3]");
    assertThat(shape.isKnown()).isFalse();
    assertThat(shape.isKnown(1)).isTrue();
    assertThatThrownBy(() -> shape.dim(0))
        .isInstanceOf(ShapeException.class)
        .hasMessage("shape: the length of axis 0 of [?, 3] is not known yet");
    assertThatThrownBy(shape::size)
        .hasMessage("shape: the length of axis 0 of [?, 3] is not known yet");
  }

  @Test
  void anExceptionIsLocatedOnce() {
    ShapeException located = (ShapeException) new ShapeException("add: no").in("layer \"a\"");
    assertThat(located)
        .hasMessage("add: no (in layer \"a\")")
        .hasCauseInstanceOf(ShapeException.class);
    assertThat(located.in("layer \"b\"")).isSameAs(located);
  }
}
