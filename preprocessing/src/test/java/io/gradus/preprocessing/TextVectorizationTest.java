package io.gradus.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// Texts as numbers; examples of Keras' documentation among them.
class TextVectorizationTest {
  @Test
  void learnsAndFills() {
    TextVectorization layer = new TextVectorization().maxTokens(5000).outputSequenceLength(4);
    layer.adapt(List.of("foo bar", "bar baz", "baz bada boom"));
    assertThat(layer.vocabulary())
        .containsExactly("", "[UNK]", "baz", "bar", "foo", "boom", "bada");
    assertThat(layer.apply("foo qux bar", "qux baz").toNested())
        .isEqualTo(new long[][] {{4, 1, 3, 0}, {1, 2, 0, 0}});
    assertThat(layer.apply("foo foo foo foo bar").toNested())
        .isEqualTo(new long[][] {{4, 4, 4, 4}});
  }

  @Test
  void isAsLongAsTheLongestText() {
    TextVectorization layer = new TextVectorization(List.of("earth", "wind", "and", "fire"));
    assertThat(layer.vocabulary()).containsExactly("", "[UNK]", "earth", "wind", "and", "fire");
    Tensor y = layer.apply("Earth, Wind!", "", "fire");
    assertThat(y.toNested()).isEqualTo(new long[][] {{2, 3}, {0, 0}, {5, 0}});
    assertThat(layer.apply(List.of()).shape()).isEqualTo(Shape.of(0, 0));
  }

  @Test
  void standardizesAsTensorFlowDoes() {
    assertThat(Standardization.LOWER_AND_STRIP_PUNCTUATION.apply("It's ÉTÉ, [a]_b\\c!"))
        .isEqualTo("its ÉtÉ abc");
    assertThat(Standardization.LOWER.apply("A-B")).isEqualTo("a-b");
    assertThat(Standardization.STRIP_PUNCTUATION.apply("A-B")).isEqualTo("AB");
    assertThat(Standardization.NONE.apply("A-B")).isEqualTo("A-B");
  }

  @Test
  void splits() {
    assertThat(Splitting.WHITESPACE.apply("  a\t b\n\nc ")).containsExactly("a", "b", "c");
    assertThat(Splitting.WHITESPACE.apply("")).isEmpty();
    assertThat(Splitting.CHARACTER.apply("aé😀")).containsExactly("a", "é", "😀");
    assertThat(Splitting.NONE.apply("a b")).containsExactly("a b");
    TextVectorization own =
        new TextVectorization(List.of("x", "y"))
            .standardize(Standardization.of(text -> text.toLowerCase(Locale.ROOT)))
            .split(Splitting.of(text -> List.of(text.split(";"))));
    assertThat(own.apply("X;y").toNested()).isEqualTo(new long[][] {{2, 3}});
  }

  @Test
  void makesNgrams() {
    TextVectorization layer = new TextVectorization();
    assertThat(layer.ngrams(2).tokens("a b c")).containsExactly("a", "b", "c", "a b", "b c");
    assertThat(layer.ngrams(List.of(3, 2)).tokens("a b c")).containsExactly("a b c", "a b", "b c");
    assertThat(layer.ngrams(List.of(2)).tokens("a")).isEmpty();
  }

  @Test
  void encodes() {
    TextVectorization count = new TextVectorization(List.of("a", "b")).outputMode(OutputMode.COUNT);
    assertThat(count.apply("a a z", "", "b").toNested())
        .isEqualTo(new float[][] {{1, 2, 0}, {0, 0, 0}, {0, 0, 1}});
    assertThat(count.maxTokens(5).padToMaxTokens().apply("a z").toNested())
        .isEqualTo(new float[][] {{1, 1, 0, 0, 0}});
    TextVectorization rare = new TextVectorization().tfIdf(List.of("a", "b"), List.of(1.0, 3.0));
    assertThat(rare.apply("a a b z").toNested()).isEqualTo(new float[][] {{2, 2, 3}});
  }

  @Test
  void refuses() {
    TextVectorization layer = new TextVectorization(List.of("a"));
    assertThatThrownBy(() -> layer.outputSequenceLength(0))
        .hasMessage("text vectorization: outputSequenceLength must be at least 1, got 0");
    assertThatThrownBy(() -> layer.outputMode(OutputMode.COUNT).outputSequenceLength(3))
        .hasMessage("text vectorization: outputSequenceLength needs output mode int, got count");
    assertThatThrownBy(() -> layer.ngrams(0))
        .hasMessage("text vectorization: ngrams must have lengths of at least 1, got []");
    assertThatThrownBy(() -> layer.call(Tensor.of(1)))
        .hasMessage(
            "text vectorization: takes texts, which no tensor holds; give the model what apply"
                + " returns; got x=int32[] (in layer \"text_vectorization\")");
    assertThatThrownBy(() -> new TextVectorization().apply("a"))
        .hasMessage(
            "text vectorization: has no vocabulary; give it one, or call adapt before the layer is"
                + " called");
  }
}
