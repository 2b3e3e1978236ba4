package io.gradus.nn.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.layer.Call;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Layers that choose among augmentations: which they choose, and what they make of them.
class ChoicesTest {
  private static final List<String> ALL =
      List.of(
          "random_shear",
          "random_translation",
          "random_rotation",
          "random_brightness",
          "random_color_degeneration",
          "random_contrast",
          "random_sharpness",
          "random_posterization",
          "solarization",
          "auto_contrast",
          "equalization");

  private static Tensor images() {
    return Tensor.randomUniform(Shape.of(2, 6, 5, 3), 20, 200, 7);
  }

  private static Tensor changed(ImageLayer<?> layer, Tensor x, Call call) {
    return layer.trained(x, call.inside(layer.standardName()));
  }

  private static boolean isSame(Tensor a, Tensor b) {
    return Arrays.equals(a.toFloatArray(), b.toFloatArray());
  }

  @Test
  void randAugmentAppliesEachAugmentation() {
    RandAugment layer = new RandAugment().numOps(1);
    assertThat(layer.augmentations().stream().map(ImageLayer::standardName)).isEqualTo(ALL);
    Set<String> chosen = new TreeSet<>();
    Tensor x = images();
    for (int seed = 0; seed < 60; seed++) {
      Tensor y = layer.augment(x, seed);
      Call call = ImageAugmentation.training(seed).inside("rand_augment");
      List<String> names =
          layer.augmentations().stream()
              .filter(augmentation -> isSame(changed(augmentation, x, call), y))
              .map(ImageLayer::standardName)
              .toList();
      assertThat(names).hasSize(1);
      chosen.addAll(names);
    }
    assertThat(chosen).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void randAugmentAppliesOneAfterTheOther() {
    RandAugment layer = new RandAugment();
    Tensor x = images();
    Call call = ImageAugmentation.training(4).inside("rand_augment");
    Tensor y = layer.augment(x, 4);
    long found =
        layer.augmentations().stream()
            .flatMap(first ->
                layer.augmentations().stream()
                    .map(second -> changed(second, changed(first, x, call), call)))
            .filter(twice -> isSame(twice, y))
            .count();
    assertThat(found).isEqualTo(1);
  }

  @Test
  void wrongCalls() {
    assertThatThrownBy(() -> new RandAugment().factor(1.5))
        .hasMessage("rand augment: factor must be in [0.0, 1.0], got [0.0, 1.5]");
    assertThatThrownBy(() -> new RandAugment().numOps(0))
        .hasMessage("rand augment: numOps must be at least 1, got 0");
    assertThatThrownBy(() -> new RandAugment().channelsFirst().call(Tensor.ones(1, 2, 3, 4)))
        .hasMessage(
            "random color degeneration: needs colour images with 3 channels; got"
                + " x=float32[1, 2, 3, 4] (in layer \"rand_augment\")");
  }
}
