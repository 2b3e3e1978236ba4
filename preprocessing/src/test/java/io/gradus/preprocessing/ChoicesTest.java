package io.gradus.preprocessing;

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
      Call call = Call.train(seed).inside("rand_augment");
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
    Call call = Call.train(4).inside("rand_augment");
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
  void augMixBlendsWithWhatIsChosen() {
    AugMix layer = new AugMix().numChains(1).chainDepth(1).allOps(false);
    assertThat(layer.augmentations().stream().map(ImageLayer::standardName))
        .isEqualTo(ALL.stream().filter(name -> !ALL.subList(3, 7).contains(name)).toList());
    Set<String> chosen = new TreeSet<>();
    Tensor x = images();
    for (int seed = 0; seed < 60; seed++) {
      Call call = Call.train(seed).inside("aug_mix");
      Tensor kept = LogGamma.beta(1, Tensor.of(1f), call);
      Tensor y = layer.augment(x, seed);
      // What the share of the images themselves leaves.
      Tensor other = y.sub(x.mul(kept));
      for (ImageLayer<?> augmentation : layer.augmentations()) {
        Tensor one = changed(augmentation, x, call.inside("0")).mul(kept.neg().add(1));
        if (one.sub(other).abs().max().item() < 1e-3) {
          chosen.add(augmentation.standardName());
        }
      }
      if (x.sub(y).abs().max().item() < 1e-3) {
        chosen.add("none");
      }
    }
    assertThat(chosen)
        .hasSize(8)
        .contains("none", "random_rotation", "equalization")
        .doesNotContain("random_brightness");
  }

  @Test
  void augMixAddsUpItsChains() {
    AugMix layer = new AugMix().numChains(2).chainDepth(1).alpha(2);
    Tensor x = images();
    Call call = Call.train(3).inside("aug_mix");
    Tensor kept = LogGamma.beta(1, Tensor.of(2f), call);
    Tensor shares = LogGamma.dirichlet(2, Tensor.of(2f), call).mul(kept.neg().add(1));
    Tensor y = layer.augment(x, 3).sub(x.mul(kept));
    long found =
        layer.augmentations().stream()
            .map(one -> changed(one, x, call.inside("0")).mul(shares.get("0")))
            .flatMap(one ->
                layer.augmentations().stream()
                    .map(two -> changed(two, x, call.inside("1")).mul(shares.get("1")).add(one)))
            .filter(sum -> sum.sub(y).abs().max().item() < 1e-3)
            .count();
    assertThat(found).isEqualTo(1);
  }

  @Test
  void augMixStaysInTheRange() {
    Tensor x = images().div(255.0);
    for (int seed = 0; seed < 10; seed++) {
      Tensor y = new AugMix().factor(1).valueRange(0.3, 0.6).augment(x, seed);
      assertThat(y.min().item()).isGreaterThanOrEqualTo(0.3f);
      assertThat(y.max().item()).isLessThanOrEqualTo(0.6f);
    }
  }

  @Test
  void wrongCalls() {
    assertThatThrownBy(() -> new RandAugment().factor(1.5))
        .hasMessage("rand augment: factor must be in [0.0, 1.0], got [0.0, 1.5]");
    assertThatThrownBy(() -> new RandAugment().numOps(0))
        .hasMessage("rand augment: numOps must be at least 1, got 0");
    assertThatThrownBy(() -> new AugMix().factor(-0.5, 1))
        .hasMessage("aug mix: factor must be in [0.0, 1.0], got [-0.5, 1.0]");
    assertThatThrownBy(() -> new AugMix().numChains(0))
        .hasMessage("aug mix: numChains must be at least 1, got 0");
    assertThatThrownBy(() -> new AugMix().chainDepth(0))
        .hasMessage("aug mix: chainDepth must be at least 1, got 0");
    assertThatThrownBy(() -> new AugMix().alpha(0))
        .hasMessage("aug mix: alpha must be greater than 0, got 0");
    assertThatThrownBy(() -> new RandAugment().channelsFirst().call(Tensor.ones(1, 2, 3, 4)))
        .hasMessage(
            "random color degeneration: needs colour images with 3 channels; got"
                + " x=float32[1, 2, 3, 4] (in layer \"rand_augment\")");
    Tensor grey = Tensor.ones(1, 4, 4, 1);
    assertThat(new AugMix().allOps(false).call(grey).shape()).isEqualTo(grey.shape());
  }
}
