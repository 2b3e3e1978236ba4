package io.gradus.selection;

import io.gradus.data.Dataset;
import java.util.List;

/// A rule by which data is shared out several times, to train and validate with each time
/// (scikit-learn's cross-validation iterators).
///
/// ```java
/// for (Fold fold : new KFold(5).split(data)) {
///   History history =
///       model().fit(fold.train(data), Fit.epochs(10).validation(fold.validation(data)));
/// }
/// ```
public interface CrossValidator {
  /// {@return the folds of the data}
  ///
  /// @throws IllegalArgumentException if the data cannot be shared out so
  List<Fold> split(Dataset data);
}
