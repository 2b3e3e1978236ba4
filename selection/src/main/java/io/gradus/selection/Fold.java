package io.gradus.selection;

import io.gradus.data.Dataset;
import java.util.Arrays;

/// One way to share samples out: which are trained on, and which are held back to validate with.
/// Both are positions of samples, in their order.
///
/// @param train what is trained on
/// @param validation what is held back
public record Fold(int[] train, int[] validation) {
  /// {@return the samples of `data` that are trained on, copied}
  public Dataset train(Dataset data) {
    return data.pick(train);
  }

  /// {@return the samples of `data` that are held back, copied}
  public Dataset validation(Dataset data) {
    return data.pick(validation);
  }

  /// {@return the fold that holds these samples back}
  ///
  /// @param held whether each sample is held back
  static Fold holding(boolean[] held) {
    int[] train = new int[held.length];
    int[] validation = new int[held.length];
    int trained = 0;
    int kept = 0;
    for (int i = 0; i < held.length; i++) {
      if (held[i]) {
        validation[kept++] = i;
      } else {
        train[trained++] = i;
      }
    }
    return new Fold(Arrays.copyOf(train, trained), Arrays.copyOf(validation, kept));
  }
}
