package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.layer.Add;
import io.gradus.nn.layer.Arguments;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.LayerNormalization;
import io.gradus.nn.layer.MultiHeadAttention;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Functional;
import io.gradus.nn.model.Input;
import io.gradus.nn.optimizer.Adam;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A small language model of letters: a transformer block with normalization before each part, made
/// of layers.
class TransformerTest {
  private static final String TEXT = "the cat sat on the mat and the rat sat on the cat. ";
  private static final List<Integer> LETTERS = TEXT.chars().distinct().sorted().boxed().toList();
  private static final int LENGTH = 8;
  private static final int WIDTH = 16;

  private static Functional model() {
    Arguments causal = Arguments.NONE.with("use_causal_mask", true);
    Tensor letters = Input.of(LENGTH, LETTERS.size());
    Tensor x = new Dense(WIDTH).call(letters);
    Tensor before = new LayerNormalization().call(x);
    x = new Add().call(x, new MultiHeadAttention(2, WIDTH / 2).call(before, before, causal));
    Tensor wide = new Dense(4 * WIDTH, Activation.RELU).call(new LayerNormalization().call(x));
    x = new Add().call(x, new Dense(WIDTH).call(wide));
    Tensor next = new Dense(LETTERS.size()).call(new LayerNormalization().call(x));
    return new Functional(letters, next);
  }

  /// The letters from each place of the text on, `[places, LENGTH]`.
  private static Tensor windows(int from) {
    Tensor[] windows =
        IntStream.range(from, from + TEXT.length())
            .mapToObj(start ->
                Tensor.of(
                    IntStream.range(start, start + LENGTH)
                        .map(i -> LETTERS.indexOf((int) TEXT.charAt(i % TEXT.length())))
                        .toArray()))
            .toArray(Tensor[]::new);
    return Tensor.stack(0, windows);
  }

  @Test
  void learnsWhichLetterComesNext() {
    Tensor x = windows(0).oneHot(LETTERS.size(), -1, DType.FLOAT32);
    Functional model = model();
    model.seed(1); // the threshold holds for these weights and this order
    model.compile(new Adam(0.01), new SparseCategoricalCrossentropy().fromLogits(true));
    List<Double> losses =
        model.fit(x, windows(1), Fit.epochs(30).batchSize(17).quiet()).get("loss");
    assertThat(losses.getFirst()).isGreaterThan(1.5);
    assertThat(losses.getLast()).isLessThan(0.6);
  }

  @Test
  void doesNotLookAtWhatComesLater() {
    Functional model = model();
    Tensor x = windows(0).oneHot(LETTERS.size(), -1, DType.FLOAT32);
    Tensor other = windows(20).oneHot(LETTERS.size(), -1, DType.FLOAT32);
    Tensor mixed = Tensor.concat(1, x.get(":, :5"), other.get(":, 5:"));
    Tensor expected = model.call(x).get(":, :5");
    assertThat(model.call(mixed).get(":, :5").toFloatArray())
        .containsExactly(expected.toFloatArray());
  }
}
