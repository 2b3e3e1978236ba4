package io.gradus.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lookups of texts and numbers; examples of Keras' documentation among them.
class LookupsTest {
  private static final List<String> LETTERS = List.of("a", "b", "c", "d");

  @TempDir Path folder;

  private static long[] longs(Tensor x) {
    return x.toLongArray();
  }

  @Test
  void texts() {
    StringLookup layer = new StringLookup(LETTERS);
    assertThat(layer.applyRows(List.of(List.of("a", "c", "d"), List.of("d", "z", "b"))).toNested())
        .isEqualTo(new long[][] {{1, 3, 4}, {4, 0, 2}});
    assertThat(layer.vocabulary()).containsExactly("[UNK]", "a", "b", "c", "d");
    assertThat(layer.vocabularySize()).isEqualTo(5);
    StringLookup masked = layer.maskToken("");
    assertThat(longs(masked.apply("", "a", "z"))).containsExactly(0, 2, 1);
    assertThat(masked.vocabulary()).containsExactly("", "[UNK]", "a", "b", "c", "d");
  }

  @Test
  void adaptTakesTheMostFrequentAndOfEqualOnesTheLast() {
    StringLookup layer = new StringLookup().maxTokens(4);
    layer.adapt(List.of("b", "a", "c", "c", "d", "[UNK]"));
    assertThat(layer.vocabulary()).containsExactly("[UNK]", "c", "d", "b");
    layer.adapt(List.of("x", "é", "z"));
    assertThat(layer.vocabulary()).containsExactly("[UNK]", "é", "z", "x");
  }

  @Test
  void oovIndices() {
    StringLookup layer = new StringLookup(LETTERS).numOovIndices(2);
    // The bins of Hashing(2).
    assertThat(longs(layer.apply("a", "omar", "marlo"))).containsExactly(2, 0, 1);
    assertThatThrownBy(() -> layer.numOovIndices(0).apply("a", "z"))
        .hasMessage(
            "string lookup: all tokens must be in the vocabulary where numOovIndices is 0, got"
                + " \"z\"");
  }

  @Test
  void encoded() {
    StringLookup layer = new StringLookup(LETTERS).outputMode(OutputMode.COUNT);
    List<List<String>> rows = List.of(List.of("a", "c", "d", "d"), List.of("d", "z"));
    assertThat(layer.applyRows(rows).toNested())
        .isEqualTo(new float[][] {{0, 1, 0, 1, 2}, {1, 0, 0, 0, 1}});
    assertThat(layer.outputMode(OutputMode.MULTI_HOT).applyRows(rows).toNested())
        .isEqualTo(new float[][] {{0, 1, 0, 1, 1}, {1, 0, 0, 0, 1}});
    assertThat(layer.outputMode(OutputMode.ONE_HOT).apply("b", "z").toNested())
        .isEqualTo(new float[][] {{0, 0, 1, 0, 0}, {1, 0, 0, 0, 0}});
    assertThat(layer.maskToken("").maxTokens(7).padToMaxTokens().apply("", "d").toNested())
        .isEqualTo(new float[] {0, 0, 0, 0, 1, 0, 0});
  }

  @Test
  void weightedByRarity() {
    StringLookup layer = new StringLookup().tfIdf(LETTERS, List.of(.25, .75, .6, .4));
    Tensor rows =
        layer.applyRows(List.of(List.of("a", "c", "d", "d"), List.of("d", "z", "b", "z")));
    assertThat(rows.toDoubleArray())
        .containsExactly(new double[] {0, .25, 0, .6, .8, 1, 0, .75, 0, .4}, within(1e-6));
    StringLookup learned = new StringLookup().outputMode(OutputMode.TF_IDF);
    learned.adaptBatches(List.of(List.of("a", "a"), List.of("a", "b")));
    // log(1 + 2/(1 + 2)), log(1 + 2/(1 + 1)), and their mean for what is outside.
    double a = Math.log(5.0 / 3);
    double b = Math.log(2);
    assertThat(learned.apply("a", "a", "b", "z").toDoubleArray())
        .containsExactly(new double[] {(a + b) / 2, 2 * a, b}, within(1e-6));
  }

  @Test
  void inverted() {
    StringLookup layer = new StringLookup(LETTERS).invert();
    assertThat(layer.texts(Tensor.of(1, 3, 4, 0, 9)))
        .containsExactly("a", "c", "d", "[UNK]", "[UNK]");
    assertThatThrownBy(() -> layer.apply("a"))
        .hasMessage("string lookup: is inverted; call texts with a tensor of numbers");
    assertThatThrownBy(() -> new StringLookup(LETTERS).texts(Tensor.of(1)))
        .hasMessage("string lookup: is not inverted; call apply with texts");
  }

  @Test
  void vocabularyFiles() throws IOException {
    Path file = folder.resolve("vocabulary.txt");
    StringLookup layer = new StringLookup(LETTERS).maskToken("");
    layer.writeVocabulary(file);
    assertThat(Files.readString(file)).isEqualTo("\n[UNK]\na\nb\nc\nd");
    // The file is replaced as a whole: what was there is written over by nobody.
    Path before = Files.createLink(folder.resolve("before.txt"), file);
    new StringLookup(List.of("e")).writeVocabulary(file);
    assertThat(Files.readString(file)).isEqualTo("[UNK]\ne");
    assertThat(Files.readString(before)).isEqualTo("\n[UNK]\na\nb\nc\nd");
    layer.writeVocabulary(file);
    StringLookup read = new StringLookup().maskToken("");
    read.readVocabulary(file);
    assertThat(read.vocabulary()).isEqualTo(layer.vocabulary());
    Path missing = folder.resolve("missing.txt");
    assertThatThrownBy(() -> read.readVocabulary(missing))
        .hasMessage("string lookup: cannot read the vocabulary from " + missing);
  }

  @Test
  void textsRefused() {
    assertThatThrownBy(() -> new StringLookup().apply("a"))
        .hasMessage(
            "string lookup: has no vocabulary; give it one, or call adapt before the layer is"
                + " called");
    assertThatThrownBy(() -> new StringLookup(List.of("a", "b", "a")))
        .hasMessage(
            "string lookup: tokens must not repeat in the vocabulary, got [a] several times");
    assertThatThrownBy(() -> new StringLookup(List.of("a", "")).maskToken(""))
        .hasMessage(
            "string lookup: special tokens must not be in the vocabulary, but for all of them at"
                + " its start as [, [UNK]]");
    assertThatThrownBy(() -> new StringLookup(LETTERS).numOovIndices(2_000_000))
        .hasMessage("string lookup: numOovIndices must be in [0, 1048576], got 2000000");
    assertThatThrownBy(() -> new StringLookup(LETTERS).maxTokens(3))
        .hasMessage(
            "string lookup: the vocabulary must have at most maxTokens = 3 tokens with special"
                + " ones, got 5");
    assertThatThrownBy(() -> new StringLookup(LETTERS).adapt(LETTERS))
        .hasMessage("string lookup: has the vocabulary it was made with and learns none");
    assertThatThrownBy(() -> new StringLookup(LETTERS).call(Tensor.of(1f)))
        .hasMessage(
            "string lookup: takes texts, which no tensor holds; give the model what apply returns;"
                + " got x=float32[] (in layer \"string_lookup\")");
    assertThatThrownBy(() -> new StringLookup().padToMaxTokens())
        .hasMessage("string lookup: padToMaxTokens needs maxTokens");
    assertThatThrownBy(() -> new StringLookup(LETTERS).outputMode(OutputMode.TF_IDF))
        .hasMessage(
            "string lookup: idf weights are needed in output mode tf_idf and in no other, got none"
                + " in mode tf_idf");
  }

  @Test
  void numbers() {
    IntegerLookup layer = new IntegerLookup(12, 36, 1138, 42);
    Tensor x = Tensor.of(new int[] {12, 1138, 42, 42, 7, 36}, Shape.of(2, 3));
    assertThat(layer.call(x).toNested()).isEqualTo(new long[][] {{1, 3, 4}, {4, 0, 2}});
    assertThat(layer.call(x).dtype()).isEqualTo(DType.INT64);
    assertThat(longs(layer.maskToken(0).call(Tensor.of(0, 12, 7)))).containsExactly(0, 2, 1);
    assertThat(longs(layer.numOovIndices(3).call(Tensor.of(12, 7, 8, -1))))
        .containsExactly(3, 1, 2, 2);
    assertThat(layer.outputMode(OutputMode.MULTI_HOT).call(x).toNested())
        .isEqualTo(new float[][] {{0, 1, 0, 1, 1}, {1, 0, 1, 0, 1}});
    assertThat(longs(layer.invert().call(Tensor.of(1, 4, 0, 2, 8))))
        .containsExactly(12, 42, -1, 36, -1);
  }

  @Test
  void numbersHashed() {
    IntegerLookup layer = new IntegerLookup(10, 20, 30).numOovIndices(4).hashed();
    assertThat(longs(layer.call(Tensor.of(100, 200, 300, 400)))).containsExactly(3, 1, 3, 1);
    assertThatThrownBy(() -> layer.numOovIndices(0).call(Tensor.of(10, 11)))
        .hasMessage(
            "integer lookup: all tokens must be in the vocabulary where numOovIndices is 0, got"
                + " \"11\"");
  }

  @Test
  void numbersLearned() {
    IntegerLookup layer = new IntegerLookup();
    layer.adapt(Tensor.of(new int[] {12, 1138, 42, 42, 1000, 36, 36, -1}, Shape.of(2, 4)));
    assertThat(layer.vocabulary()).containsExactly(-1L, 42L, 36L, 1138L, 1000L, 12L);
    assertThat(longs(layer.call(Tensor.of(42, 12, 5)))).containsExactly(1, 5, 0);
    layer.adapt(Tensor.of(1, 2, 3, 4, 4, 5));
    assertThat(longs(layer.call(Tensor.of(4, 42, 3)))).containsExactly(1, 0, 3);
  }

  @Test
  void numbersMayBeLearnedAgainButNotMoreOfThem() {
    IntegerLookup layer = new IntegerLookup();
    layer.adapt(Tensor.of(1, 2));
    layer.call(Tensor.of(1));
    layer.adapt(Tensor.of(5, 6));
    assertThat(longs(layer.call(Tensor.of(6, 1)))).containsExactly(1, 0);
    assertThatThrownBy(() -> layer.adapt(Tensor.of(1, 2, 3)))
        .hasMessage(
            "integer lookup: the size of the vocabulary must not change once the layer was called;"
                + " was int64[2], got int64[3]");
  }
}
