package io.gradus.selection;

import io.gradus.data.Dataset;
import io.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts samples into `k` parts, each of which is held back once (`sklearn.model_selection.KFold`):
/// one after the other in the order of the data, unless shuffled. Of `n` samples, the first `n % k`
/// parts have one more than the others.
public final class KFold implements CrossValidator {
  private final int k;
  private final @Nullable Long seed;

  /// Cuts into parts without shuffling.
  ///
  /// @throws IllegalArgumentException if `k` is below 2
  public KFold(int k) {
    this(k, null);
  }

  private KFold(int k, @Nullable Long seed) {
    check("k-fold", k);
    this.k = k;
    this.seed = seed;
  }

  static void check(String name, int k) {
    if (k < 2) {
      throw new IllegalArgumentException(name + ": k must be at least 2; got " + k);
    }
  }

  /// {@return these folds of the samples in an order that the seed determines}
  public KFold shuffle(long seed) {
    return new KFold(k, seed);
  }

  /// @throws IllegalArgumentException if there are fewer samples than parts
  @Override
  public List<Fold> split(Dataset data) {
    return split(Math.toIntExact(data.size()));
  }

  /// {@return the folds of so many samples}
  ///
  /// @throws IllegalArgumentException if there are fewer samples than parts
  public List<Fold> split(int samples) {
    if (samples < k) {
      throw new IllegalArgumentException(
          "k-fold: k must not be above the number of samples; got k = %d for %d samples"
              .formatted(k, samples));
    }
    int[] order = seed == null ? null : Tensor.permutation(samples, seed).toIntArray();
    List<Fold> folds = new ArrayList<>();
    int next = 0;
    for (int part = 0; part < k; part++) {
      int size = samples / k + (part < samples % k ? 1 : 0);
      boolean[] held = new boolean[samples];
      for (int i = 0; i < size; i++, next++) {
        held[order == null ? next : order[next]] = true;
      }
      folds.add(Fold.holding(held));
    }
    return folds;
  }
}
