package io.gradus.selection.tuning;

import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Verbosity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The line that says how a trial ended, in the form of Keras' progress lines.
///
/// @param objective the name of the objective
/// @param total the number of trials, or 0 if it is not known
record TrialLine(String objective, int total) {
  /// Writes the line where `fit` writes its progress, unless that is quiet.
  ///
  /// @param best the best score so far, NaN if there is none
  void print(Fit fit, Trial trial, double best) {
    if (fit.verbosity() != Verbosity.SILENT) {
      fit.progress().println(text(trial, best));
      fit.progress().flush();
    }
  }

  String text(Trial trial, double best) {
    List<String> parts = new ArrayList<>();
    parts.add("Trial " + trial.number() + (total == 0 ? "" : "/" + total));
    parts.add(String.format(Locale.ROOT, "%.0fs", trial.seconds()));
    trial.values().forEach((name, value) -> parts.add(name + ": " + TrialTable.text(value)));
    switch (trial.status()) {
      case COMPLETED -> parts.add(objective + ": " + TrialTable.score(trial.score()));
      case PRUNED ->
          parts.add(
              "%s: %s - pruned after epoch %d"
                  .formatted(objective, TrialTable.score(trial.score()), trial.epochs()));
      case FAILED -> parts.add("failed: " + trial.failure());
    }
    if (!Double.isNaN(best)) {
      parts.add("best: " + TrialTable.score(best));
    }
    return String.join(" - ", parts);
  }
}
