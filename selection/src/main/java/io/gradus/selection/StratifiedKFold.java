package io.gradus.selection;

import io.gradus.data.Dataset;
import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts samples into `k` parts that have each class in the share that the data has, as near as
/// whole samples allow (`sklearn.model_selection.StratifiedKFold`). Each part is held back once.
///
/// Where a class has fewer samples than there are parts, some parts are without it, which a warning
/// says.
public final class StratifiedKFold implements CrossValidator {
  private static final System.Logger LOG = System.getLogger("io.gradus");
  private static final String NAME = "stratified k-fold";

  private final int k;
  private final @Nullable Long seed;

  /// Cuts into parts without shuffling: the samples of a class in the order of the data.
  ///
  /// @throws IllegalArgumentException if `k` is below 2
  public StratifiedKFold(int k) {
    this(k, null);
  }

  private StratifiedKFold(int k, @Nullable Long seed) {
    KFold.check(NAME, k);
    this.k = k;
    this.seed = seed;
  }

  /// {@return these folds with the samples of each class shared out in an order that the seed
  /// determines}
  public StratifiedKFold shuffle(long seed) {
    return new StratifiedKFold(k, seed);
  }

  /// {@return the folds of data whose first target holds class numbers or one-hot rows}
  ///
  /// @throws IllegalArgumentException if it does not, or each class has fewer samples than there
  ///   are parts
  @Override
  public List<Fold> split(Dataset data) {
    return split(ClassNumbers.of(NAME, data));
  }

  /// {@return the folds of samples with these labels: class numbers or one-hot rows}
  ///
  /// @throws IllegalArgumentException if they are neither, or each class has fewer samples than
  ///   there are parts
  public List<Fold> split(Operand labels) {
    return split(ClassNumbers.of(NAME, labels));
  }

  private List<Fold> split(int[] labels) {
    Strata strata = new Strata(labels);
    check(labels.length, strata);
    int[][] allocation = allocation(strata);
    int[] parts = new int[labels.length];
    for (int stratum = 0; stratum < strata.count(); stratum++) {
      int[] members = strata.members(stratum);
      int[] order =
          seed == null ? null : Tensor.permutation(members.length, seed + stratum).toIntArray();
      int next = 0;
      for (int part = 0; part < k; part++) {
        for (int i = 0; i < allocation[part][stratum]; i++, next++) {
          parts[members[order == null ? next : order[next]]] = part;
        }
      }
    }
    List<Fold> folds = new ArrayList<>();
    for (int part = 0; part < k; part++) {
      boolean[] held = new boolean[parts.length];
      for (int i = 0; i < parts.length; i++) {
        held[i] = parts[i] == part;
      }
      folds.add(Fold.holding(held));
    }
    return folds;
  }

  private void check(int samples, Strata strata) {
    if (samples < k) {
      throw new IllegalArgumentException(
          "%s: k must not be above the number of samples; got k = %d for %d samples"
              .formatted(NAME, k, samples));
    }
    int most = Arrays.stream(strata.sizes()).max().orElse(0);
    if (most < k) {
      throw new IllegalArgumentException(
          "%s: k must not be above the number of samples of every class; got k = %d, at most %d"
              .formatted(NAME, k, most));
    }
    int fewest = strata.fewest();
    if (strata.sizes()[fewest] < k) {
      LOG.log(
          Level.WARNING,
          "%s: class %d has %d of the samples, fewer than k = %d"
              .formatted(NAME, strata.label(fewest), strata.sizes()[fewest], k));
    }
  }

  // As scikit-learn does it: the sorted labels are dealt out like cards.
  private int[][] allocation(Strata strata) {
    int[][] allocation = new int[k][strata.count()];
    int dealt = 0;
    for (int stratum = 0; stratum < strata.count(); stratum++) {
      for (int i = 0; i < strata.sizes()[stratum]; i++) {
        allocation[dealt++ % k][stratum]++;
      }
    }
    return allocation;
  }
}
