package io.gradus.selection.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HyperParametersTest {
  private enum Shape {
    ROUND,
    FLAT
  }

  @Test
  void outsideOfASearchTheDefaultsAreGiven() {
    var hp = new HyperParameters();
    assertThat(hp.integer("units", 32, 512, 32)).isEqualTo(32);
    assertThat(hp.integer("depth", IntegerRange.of(1, 5).defaultValue(3))).isEqualTo(3);
    assertThat(hp.real("rate", 1e-4, 1e-1, Scale.LOG)).isEqualTo(1e-4);
    assertThat(hp.real("momentum", RealRange.of(0, 1).defaultValue(0.9))).isEqualTo(0.9);
    assertThat(hp.choice("activation", "relu", "tanh")).isEqualTo("relu");
    assertThat(hp.choice("shape", Choice.of(List.of(Shape.values())).defaultValue(Shape.FLAT)))
        .isEqualTo(Shape.FLAT);
    assertThat(hp.bool("norm")).isFalse();
    assertThat(hp.values().keySet())
        .containsExactly("units", "depth", "rate", "momentum", "activation", "shape", "norm");
  }

  @Test
  void givenValuesAreChecked() {
    var hp = HyperParameters.of(Map.of("units", 64, "rate", 0.1, "shape", "FLAT", "norm", true));
    assertThat(hp.integer("units", 32, 512, 32)).isEqualTo(64);
    assertThat(hp.integer("units", 32, 512, 32)).isEqualTo(64);
    assertThat(hp.choice("shape", Shape.ROUND, Shape.FLAT)).isEqualTo(Shape.FLAT);
    assertThat(hp.bool("norm")).isTrue();
    assertThatThrownBy(() -> hp.real("rate", 0.2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hyper-parameter \"rate\": needs reals from 0.2 to 1; got 0.1");
    var other = HyperParameters.of(Map.of("units", 48, "shape", "SQUARE"));
    assertThatThrownBy(() -> other.integer("units", 32, 512, 32))
        .hasMessage("hyper-parameter \"units\": needs integers from 32 to 512 by 32; got 48");
    assertThatThrownBy(() -> other.choice("shape", Shape.ROUND, Shape.FLAT))
        .hasMessage("hyper-parameter \"shape\": needs one of ROUND, FLAT; got SQUARE");
  }

  @Test
  void aNameHasOneMeaning() {
    var hp = new HyperParameters();
    hp.integer("units", 1, 4);
    assertThatThrownBy(() -> hp.integer("units", 1, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "hyper-parameter \"units\": was asked for as integers from 1 to 4; now as integers from"
                + " 1 to 5");
  }

  @Test
  void wrongRangesAreRefusedByName() {
    var hp = new HyperParameters();
    assertThatThrownBy(() -> hp.integer("a", 3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "hyper-parameter \"a\": integers: needs a minimum that is not above the maximum, both"
                + " finite; got 3 to 2");
    assertThatThrownBy(() -> hp.integer("a", 1, 2, 0))
        .hasMessage("hyper-parameter \"a\": integers: the step must be above 0; got 0");
    assertThatThrownBy(() -> hp.real("b", 0, 1, Scale.LOG))
        .hasMessage(
            "hyper-parameter \"b\": reals: a logarithmic scale needs a minimum above 0; got 0");
    assertThatThrownBy(() -> RealRange.of(1, 10).scale(Scale.LOG).step(1))
        .hasMessage("reals: the step must be above 1; got 1");
    assertThatThrownBy(() -> RealRange.of(1, 10).defaultValue(0.5))
        .hasMessage("reals: the default must be from 1 to 10; got 0.5");
    assertThatThrownBy(() -> IntegerRange.of(1, 10).defaultValue(11))
        .hasMessage("integers: the default must be from 1 to 10; got 11");
    assertThatThrownBy(() -> RealRange.of(0, Double.POSITIVE_INFINITY))
        .hasMessageContaining("both finite; got 0 to Infinity");
    assertThatThrownBy(() -> hp.choice("c", "x", "x"))
        .hasMessage("hyper-parameter \"c\": choice: x is there twice");
    assertThatThrownBy(() -> hp.choice("c", List.of("x")))
        .hasMessage(
            "hyper-parameter \"c\": choice: values must be String, int, long, float, double,"
                + " boolean or constants of an enum; got a List12");
    assertThatThrownBy(() -> Choice.of(List.of())).hasMessage("choice: needs a value");
    assertThatThrownBy(() -> Choice.of(List.of("x")).defaultValue("y"))
        .hasMessage("choice: the default must be one of [x]; got y");
  }

  @Test
  void sharesCoverTheValuesEvenly() {
    IntegerRange steps = IntegerRange.of(32, 128).step(32);
    assertThat(steps.grid()).containsExactly(32, 64, 96, 128);
    assertThat(steps.at(0)).isEqualTo(32);
    assertThat(steps.at(0.2499)).isEqualTo(32);
    assertThat(steps.at(0.25)).isEqualTo(64);
    assertThat(steps.at(Math.nextDown(1.0))).isEqualTo(128);
    assertThat(steps.share(64)).isEqualTo(0.375);
    IntegerRange all = IntegerRange.of(1, 4);
    assertThat(all.grid()).containsExactly(1, 2, 3, 4);
    assertThat(all.at(0.74)).isEqualTo(3);
    assertThat(all.at(Math.nextDown(1.0))).isEqualTo(4);
    Choice<String> choice = Choice.of(List.of("a", "b"));
    assertThat(choice.at(0.5)).isEqualTo("b");
    assertThat(choice.share("a")).isEqualTo(0.25);
  }

  @Test
  void aLogarithmicScaleHasTheSameShareForEachFactor() {
    RealRange range = RealRange.of(1e-4, 1e-2).scale(Scale.LOG);
    assertThat(range.at(0.5)).isCloseTo(1e-3, within(1e-15));
    assertThat(range.share(1e-3)).isCloseTo(0.5, within(1e-12));
    assertThat(RealRange.of(0.001, 10).step(10).scale(Scale.LOG).grid())
        .usingElementComparator((a, b) -> Math.abs((Double) a - (Double) b) < 1e-12 ? 0 : 1)
        .containsExactly(0.001, 0.01, 0.1, 1.0, 10.0);
    assertThat(IntegerRange.of(1, 16).step(2).scale(Scale.LOG).grid())
        .containsExactly(1, 2, 4, 8, 16);
    RealRange reverse = RealRange.of(1, 100).scale(Scale.REVERSE_LOG);
    assertThat(reverse.at(0.5)).isCloseTo(91, within(1e-9));
    assertThat(reverse.share(91.0)).isCloseTo(0.5, within(1e-12));
    assertThat(IntegerRange.of(1, 1000).scale(Scale.LOG).at(0.5)).isEqualTo(31);
  }

  @Test
  void everyValueOfAGridIsOneAndKeepsItsPlace() {
    for (HyperParameter parameter :
        List.of(
            IntegerRange.of(3, 500),
            IntegerRange.of(1, 500).scale(Scale.LOG),
            IntegerRange.of(1, 500).scale(Scale.REVERSE_LOG),
            IntegerRange.of(-7, 20).step(3),
            RealRange.of(0, 0.3).step(0.1),
            RealRange.of(-1, 1),
            RealRange.of(1e-5, 1).scale(Scale.LOG),
            Choice.of(List.of(false, true)))) {
      for (Object value : parameter.grid()) {
        assertThat(parameter.valueOf(value)).isEqualTo(value);
        Object again = parameter.at(parameter.share(value));
        if (value instanceof Double number) {
          assertThat((Double) again).as("%s", parameter).isCloseTo(number, within(1e-12));
        } else {
          assertThat(again).as("%s", parameter).isEqualTo(value);
        }
      }
    }
    assertThat(RealRange.of(0, 0.3).step(0.1).grid()).hasSize(4);
    assertThat(RealRange.of(0, 1).grid()).hasSize(10).startsWith(0.05);
    assertThat(IntegerRange.of(3, 500).grid()).hasSize(10);
  }

  @Test
  void unorderedChoicesAreAllAsFarFromEachOther() {
    Choice<String> unordered = Choice.of(List.of("a", "b", "c"));
    assertThat(unordered.dimensions()).isEqualTo(3);
    double[] place = new double[4];
    unordered.coordinates("b", place, 1);
    assertThat(place).containsExactly(0, 0, Math.sqrt(0.5), 0);
    Choice<Integer> ordered = Choice.of(List.of(16, 32));
    assertThat(ordered.dimensions()).isEqualTo(1);
    ordered.coordinates(32, place, 0);
    assertThat(place[0]).isEqualTo(0.75);
  }
}
