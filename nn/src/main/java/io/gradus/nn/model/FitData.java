package io.gradus.nn.model;

import io.gradus.data.Dataset;
import io.gradus.tensor.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What one call of `fit` trains on and validates with.
///
/// @param training what it trains on
/// @param validation what it validates with, or null
/// @param state what the data depends on
record FitData(BatchSource training, @Nullable BatchSource validation, DataState state) {
  /// {@return a dataset to train on, or the part of it that is not held back for validation}
  ///
  /// @throws IllegalArgumentException if there are no samples, or those of another model
  static FitData of(Model model, Dataset all, Fit fit) {
    if (all.size() == 0) {
      throw new IllegalArgumentException("fit: the data has no samples");
    }
    Dataset kept = model.arranged(all);
    Dataset held = null;
    if (fit.validation() == null && fit.validationStream() == null && fit.validationSplit() > 0) {
      long split = (long) Math.floor(all.size() * (1 - fit.validationSplit()));
      if (split == 0 || split == all.size()) {
        throw new IllegalArgumentException(
            "fit: validationSplit %s of %d samples leaves nothing to %s"
                .formatted(
                    fit.validationSplit(), all.size(), split == 0 ? "train on" : "validate with"));
      }
      held = kept.slice(split, all.size());
      kept = kept.slice(0, split);
    }
    BatchSource validation = held == null ? given(model, fit) : stored(model, held, fit);
    Dataset data =
        fit.classWeights().isEmpty() ? kept : kept.map(new ClassWeights(fit.classWeights())::apply);
    List<Variable> changed = new ArrayList<>(data.state());
    addState(fit, changed);
    return new FitData(
        new StoredBatches(model, data, fit.batchSize(), fit.shuffle()),
        validation,
        state(changed, kept.size(), fit));
  }

  /// {@return batches from outside to train on}
  ///
  /// @throws IllegalArgumentException if a part of them is to be held back for validation
  static FitData of(Model model, BatchStream batches, Fit fit) {
    if (fit.validation() == null && fit.validationStream() == null && fit.validationSplit() > 0) {
      throw new IllegalArgumentException(
          "fit: validationSplit needs a Dataset, whose length is known; give the batches to"
              + " validate with to Fit.validation");
    }
    List<Variable> changed = new ArrayList<>();
    addState(fit, changed);
    return new FitData(
        new StreamedBatches(
            batches.arranged(model),
            fit.classWeights().isEmpty()
                ? UnaryOperator.identity()
                : new ClassWeights(fit.classWeights())::apply),
        given(model, fit),
        state(changed, BatchSource.UNKNOWN, fit));
  }

  private static DataState state(List<Variable> changed, long samples, Fit fit) {
    return new DataState(changed, samples, fit.batchSize(), fit.shuffle(), fit.stepsPerEpoch());
  }

  private static void addState(Fit fit, List<Variable> changed) {
    Dataset validation = fit.validation();
    if (validation != null) {
      changed.addAll(validation.state());
    }
  }

  private static @Nullable BatchSource given(Model model, Fit fit) {
    BatchStream stream = fit.validationStream();
    if (stream != null) {
      int validations =
          fit.epochs() / fit.validationFrequency() - fit.initialEpoch() / fit.validationFrequency();
      if (!stream.repeats() && fit.validationSteps() == 0 && validations > 1) {
        throw new IllegalArgumentException(
            "fit: an Iterator gives its batches once; to validate several times give"
                + " validationSteps, or an Iterable");
      }
      return new StreamedBatches(stream.arranged(model));
    }
    Dataset held = fit.validation();
    return held == null ? null : stored(model, model.arranged(held), fit);
  }

  private static BatchSource stored(Model model, Dataset held, Fit fit) {
    if (held.size() == 0) {
      throw new IllegalArgumentException("fit: the validation data has no samples");
    }
    return new StoredBatches(model, held, fit.validationBatchSize(), false);
  }
}
