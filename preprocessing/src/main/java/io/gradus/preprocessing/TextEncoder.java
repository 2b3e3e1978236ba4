package io.gradus.preprocessing;

import io.gradus.tensor.Tensor;
import java.util.List;

/// A layer that turns texts into numbers. No tensor holds texts: such a layer stands before the
/// model, which is given its results.
///
/// ```java
/// TextVectorization words = new TextVectorization().maxTokens(20_000).outputSequenceLength(200);
/// words.adapt(texts);
/// Dataset train = Dataset.of(words.apply(texts), labels);
/// ```
public interface TextEncoder {
  /// {@return the numbers for these texts, the first axis counting them}
  Tensor apply(List<String> texts);

  /// {@return the numbers for these texts}
  default Tensor apply(String... texts) {
    return apply(List.of(texts));
  }
}
