package io.gradus.preprocessing;

import static io.gradus.preprocessing.ImagesTest.assertClose;
import static io.gradus.preprocessing.ImagesTest.images;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.nn.layer.Call;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Random changes that move pixels, each against images changed by hand.
class WarpsTest {
  /// One row of four pixels of one channel.
  private static final Tensor ROW = Tensor.of(new float[] {1, 2, 3, 4}, Shape.of(1, 1, 4, 1));

  @Test
  void rotatesByAQuarterAndAHalf() {
    Tensor x = images().get("0:1, 0:4");
    Tensor quarter = new RandomRotation(0.25, 0.25).augment(x, 1);
    assertThat(quarter.toFloatArray())
        .containsExactly(x.rotate90(1, 1, 2).toFloatArray(), within(1e-2f));
    Tensor half = new RandomRotation(0.5, 0.5).interpolation(Resampling.NEAREST).augment(x, 1);
    assertThat(half.toFloatArray()).isEqualTo(x.flip(1, 2).toFloatArray());
  }

  private static RandomTranslation right(double share) {
    return new RandomTranslation(0, 0).widthFactor(share, share);
  }

  @Test
  void translatesAndFills() {
    assertClose(right(0.5).augment(ROW, 1), 2, 1, 1, 2);
    assertClose(right(0.5).fillMode(FillMode.WRAP).augment(ROW, 1), 3, 4, 1, 2);
    assertClose(right(0.5).fillMode(FillMode.NEAREST).augment(ROW, 1), 1, 1, 1, 2);
    assertClose(right(0.5).fillValue(9).augment(ROW, 1), 9, 9, 1, 2);
    assertClose(right(-0.125).fillValue(0).augment(ROW, 1), 1.5, 2.5, 3.5, 2);
    assertClose(
        right(-0.2).fillValue(0).interpolation(Resampling.NEAREST).augment(ROW, 1), 2, 3, 4, 0);
    Tensor down =
        new RandomTranslation(0, 0)
            .heightFactor(0.5, 0.5)
            .fillValue(0)
            .augment(ROW.reshape(1, 4, 1, 1), 1);
    assertClose(down, 0, 0, 1, 2);
  }

  @Test
  void zooms() {
    assertClose(new RandomZoom(1, 1).fillValue(0).augment(ROW, 1), 0, 1.5, 3.5, 0);
    assertClose(new RandomZoom(-0.5, -0.5).augment(ROW, 1), 1.75, 2.25, 2.75, 3.25);
    assertClose(
        new RandomZoom(0, 0).widthFactor(-0.5, -0.5).augment(ROW, 1), 1.75, 2.25, 2.75, 3.25);
  }

  @Test
  void shears() {
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, Shape.of(1, 2, 3, 1));
    Tensor one = Tensor.of(new float[][] {{0.5f, 0.5f, 0.5f}});
    Tensor other = Tensor.of(new float[][] {{0.5f, 0.5f, 0.6f}});
    RandomShear aside = new RandomShear(0, 0).xFactor(1, 1).fillValue(9);
    assertClose(aside.changed(x, one, Call.infer()), 1, 2, 3, 5, 6, 9);
    assertClose(aside.changed(x, other, Call.infer()), 1, 2, 3, 9, 4, 5);
    RandomShear down = new RandomShear(0, 0).yFactor(0.5, 0.5).fillMode(FillMode.NEAREST);
    assertClose(down.changed(x, one, Call.infer()), 1, 3.5, 6, 4, 5, 6);
    assertClose(down.changed(x, other, Call.infer()), 1, 2, 3, 4, 3.5, 3);
    // The middle of [-1, 1] shears nothing, a quarter of it by one half.
    assertClose(new RandomShear(1, 1).changed(x, one, Call.infer()), x.toDoubleArray());
    Tensor quarter = Tensor.of(new float[][] {{0.75f, 0.5f, 0.5f}});
    assertClose(new RandomShear(1, 1).changed(x, quarter, Call.infer()), 1, 2, 3, 4.5, 5.5, 6);
  }

  // Numbers of an own calculation that solves Keras' eight equations.
  @Test
  void showsInPerspective() {
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, Shape.of(1, 3, 4, 1));
    RandomPerspective layer = new RandomPerspective().fillValue(9);
    assertClose(
        layer.changed(x, corners(0.2, 0.9, 0.6, 0.1), Call.infer()),
        new double[] {
          1, 2.09948, 3.78146, 9, 5.51613, 6.81395, 8.50958, 10.819, 7.82927, 9.00487, 10.04664,
          10.2823
        });
    // The fourth corner inside the triangle of the others.
    assertClose(
        layer.changed(x, corners(1, 1, 0, 0), Call.infer()),
        new double[] {1, 9, 9, 9, 9, 9, 8.2, 5.66667, 9, 8.71429, 6.45455, 5.4});
    RandomPerspective nearest = layer.interpolation(Resampling.NEAREST);
    assertClose(
        nearest.changed(x, corners(0.2, 0.9, 0.6, 0.1), Call.infer()),
        new double[] {1, 2, 4, 9, 5, 6, 7, 12, 9, 10, 10, 11});
    // Half of the scale: 1 ± 0.25.
    assertClose(
        layer.scale(0.5).changed(x, corners(1, 1, 0, 0), Call.infer()),
        layer.changed(x, corners(0.75, 0.75, 0.25, 0.25), Call.infer()).toDoubleArray());
    assertClose(layer.scale(0).augment(x, 1), x.toDoubleArray());
    assertClose(layer.factor(0, 0).augment(x, 1), x.toDoubleArray());
  }

  /// The numbers of one image that is changed: where in their ranges the corners come.
  private static Tensor corners(double s, double t, double u, double v) {
    return Tensor.of(new double[][] {{1, 0, s, t, u, v}}).cast(DType.FLOAT32);
  }

  @Test
  void aPerspectiveMayBeALineOrAPoint() {
    RandomPerspective layer = new RandomPerspective().fillValue(9);
    // Three corners on a line, on which everything is infinitely far away.
    Tensor x = Tensor.arange(1, 10, 1).cast(DType.FLOAT32).reshape(1, 3, 3, 1);
    assertClose(layer.changed(x, corners(0.5, 0.5, 0, 0), Call.infer()), 1, 1, 9, 1, 9, 1, 9, 1, 1);
    assertClose(layer.changed(Tensor.ones(1, 1, 1, 1), corners(1, 0, 1, 0), Call.infer()), 1);
  }

  @Test
  void distorts() {
    int height = 22;
    int width = 25;
    Tensor x = Tensor.arange(width).cast(DType.FLOAT32).reshape(1, 1, width, 1);
    Tensor y = Tensor.arange(height).cast(DType.FLOAT32).reshape(1, height, 1, 1);
    // What stands at a place says which it is.
    Tensor places = Tensor.concat(-1, x.add(y.mul(0)), y.add(x.mul(0))).repeat(2, 0);
    RandomElasticTransform layer =
        new RandomElasticTransform().factor(1, 1).scale(0.5, 2).fillMode(FillMode.NEAREST);
    Call call = Call.train(1, new Variable("step", Tensor.of(0L))).inside(layer.name());
    double uniform =
        call.inside("scale").random().uniform(TensorType.of(DType.FLOAT32)).toDoubleArray()[0];
    double scale = 0.5 + 1.5 * uniform;
    double sigma = 0.05 * height * scale;
    TensorType type = TensorType.of(DType.FLOAT32, 2, height, width, 2);
    double[] noise = call.inside("noise").random().normal(type).mul(sigma).toDoubleArray();
    double[] vectors = blurred(noise, height, width, sigma, (int) (3 * sigma));
    double[] expected = new double[vectors.length];
    for (int i = 0; i < expected.length; i++) {
      int last = i % 2 == 0 ? width - 1 : height - 1;
      int own = i % 2 == 0 ? i / 2 % width : i / 2 / width % height;
      expected[i] = Math.clamp(own + 0.1 * width * scale * vectors[i], 0.0, last);
    }
    assertThat(layer.augment(places, 1).toDoubleArray()).containsExactly(expected, within(1e-3));
  }

  /// {@return images of two channels, blurred with a square of weights}
  private static double[] blurred(double[] x, int height, int width, double sigma, int reach) {
    double[] y = new double[x.length];
    double sum = 0;
    for (int down = -reach; down <= reach; down++) {
      for (int right = -reach; right <= reach; right++) {
        double weight = Math.exp(-(down * down + right * right) / (2 * sigma * sigma));
        sum += weight;
        for (int i = 0; i < y.length; i++) {
          int row = i / 2 / width % height + down;
          int column = i / 2 % width + right;
          if (row >= 0 && row < height && column >= 0 && column < width) {
            y[i] += weight * x[i + 2 * (down * width + right)];
          }
        }
      }
    }
    double total = sum;
    return Arrays.stream(y).map(value -> value / total).toArray();
  }

  @Test
  void distortsOrClipsOrNothing() {
    Tensor x = images().mul(2);
    RandomElasticTransform layer = new RandomElasticTransform();
    assertThat(layer.factor(0, 0).augment(x, 1)).isSameAs(x);
    assertThat(layer.scale(0, 0).augment(x, 1)).isSameAs(x);
    Tensor drawn = Tensor.of(new float[][] {{0, 0.5f}});
    Call call = Call.train(1, new Variable("step", Tensor.of(0L)));
    Tensor one = x.get("0:1");
    assertClose(layer.changed(one, drawn, call), one.minimum(255.0).toDoubleArray());
    assertClose(
        layer.valueRange(0, 600).scale(0, 1e-9).factor(1, 1).augment(x, 1), x.toDoubleArray());
  }
}
