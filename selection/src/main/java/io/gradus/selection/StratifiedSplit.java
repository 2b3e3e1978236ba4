package io.gradus.selection;

import io.gradus.data.Dataset;
import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Shares samples out once and at random, so that both parts have each class in the share that the
/// data has, as near as whole samples allow (`sklearn.model_selection.train_test_split` with
/// `stratify`). [Dataset#split] does the same without regard to classes.
public final class StratifiedSplit {
  private static final String NAME = "stratified split";

  private StratifiedSplit() {}

  /// {@return the fold of data whose first target holds class numbers or one-hot rows}
  ///
  /// @param share which part of the samples is trained on, rounded to the nearest number of them
  /// @throws IllegalArgumentException if the targets name no classes, a class has one sample only,
  ///   or a part has fewer samples than there are classes
  public static Fold of(Dataset data, double share, long seed) {
    return of(ClassNumbers.of(NAME, data), share, seed);
  }

  /// {@return the fold of samples with these labels: class numbers or one-hot rows}
  ///
  /// @param share which part of the samples is trained on, rounded to the nearest number of them
  /// @throws IllegalArgumentException if they are neither, a class has one sample only, or a part
  ///   has fewer samples than there are classes
  public static Fold of(Operand labels, double share, long seed) {
    return of(ClassNumbers.of(NAME, labels), share, seed);
  }

  private static Fold of(int[] labels, double share, long seed) {
    Strata strata = new Strata(labels);
    int train = check(labels.length, strata, share);
    int[] trained = apportioned(strata.sizes(), train, seed);
    boolean[] held = new boolean[labels.length];
    for (int stratum = 0; stratum < strata.count(); stratum++) {
      int[] members = strata.members(stratum);
      int[] order = Tensor.permutation(members.length, seed + 1 + stratum).toIntArray();
      for (int i = trained[stratum]; i < members.length; i++) {
        held[members[order[i]]] = true;
      }
    }
    return Fold.holding(held);
  }

  private static int check(int samples, Strata strata, double share) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          NAME + ": the share must be above 0 and below 1; got " + share);
    }
    int fewest = strata.fewest();
    if (samples > 0 && strata.sizes()[fewest] < 2) {
      throw new IllegalArgumentException(
          "%s: a class needs 2 samples, one for each part; class %d has 1"
              .formatted(NAME, strata.label(fewest)));
    }
    int train = (int) Math.round(share * samples);
    if (samples == 0 || Math.min(train, samples - train) < strata.count()) {
      throw new IllegalArgumentException(
          "%s: each part needs a sample of each of the %d classes; got %d and %d samples"
              .formatted(NAME, strata.count(), train, samples - train));
    }
    return train;
  }

  /// {@return how many of each class are among so many samples: its share of them rounded down, and
  /// one more for those with the largest remainders; a seed decides between equals}
  private static int[] apportioned(int[] sizes, int drawn, long seed) {
    int total = 0;
    for (int size : sizes) {
      total += size;
    }
    int[] counts = new int[sizes.length];
    long[] remainders = new long[sizes.length];
    int missing = drawn;
    for (int i = 0; i < sizes.length; i++) {
      long product = (long) sizes[i] * drawn;
      counts[i] = (int) (product / total);
      remainders[i] = product % total;
      missing -= counts[i];
    }
    List<Integer> order = new ArrayList<>();
    for (int each : Tensor.permutation(sizes.length, seed).toIntArray()) {
      order.add(each);
    }
    order.sort(Comparator.comparingLong((Integer i) -> remainders[i]).reversed());
    for (int i = 0; i < missing; i++) {
      counts[order.get(i)]++;
    }
    return counts;
  }
}
