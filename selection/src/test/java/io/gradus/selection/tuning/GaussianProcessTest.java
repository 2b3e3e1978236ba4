package io.gradus.selection.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.tensor.Tensor;
import org.junit.jupiter.api.Test;

class GaussianProcessTest {
  private static final Tensor PLACES = Tensor.of(new double[][] {{0, 0}, {0.5, 1}, {1, 0.2}});
  private static final double[] VALUES = {1, 4, 7};

  @Test
  void whereItWasMeasuredTheValueIsKnown() {
    var process = GaussianProcess.fit(PLACES, VALUES, 1e-8);
    var expected = process.predict(PLACES);
    for (int i = 0; i < VALUES.length; i++) {
      assertThat(expected.mean()[i]).isCloseTo(VALUES[i], within(1e-5));
      assertThat(expected.deviation()[i]).isCloseTo(0, within(1e-3));
    }
  }

  // Far away nothing is known but the values' mean, 4, and deviation, √6.
  @Test
  void farAwayAreMeanAndDeviationOfTheValues() {
    var process = GaussianProcess.fit(PLACES, VALUES, 1e-8);
    var expected = process.predict(Tensor.of(new double[][] {{500, 500}}));
    assertThat(expected.mean()[0]).isCloseTo(4, within(1e-9));
    assertThat(expected.deviation()[0]).isCloseTo(Math.sqrt(6), within(1e-9));
  }

  // One place measured with noise 1, the others far off: half of what is above the mean is noise.
  @Test
  void noiseIsTakenOffWhatWasMeasured() {
    Tensor apart = Tensor.of(new double[][] {{0}, {1000}});
    var expected = GaussianProcess.fit(apart, new double[] {-1, 1}, 1).predict(apart);
    assertThat(expected.mean()).containsExactly(new double[] {-0.5, 0.5}, within(1e-9));
    assertThat(expected.deviation())
        .containsExactly(new double[] {Math.sqrt(0.5), Math.sqrt(0.5)}, within(1e-9));
  }

  @Test
  void equalValuesHaveNoDirection() {
    var expected = GaussianProcess.fit(PLACES, new double[] {2, 2, 2}, 1e-4).predict(PLACES);
    assertThat(expected.mean()).containsExactly(new double[] {2, 2, 2}, within(1e-9));
  }
}
