package io.gradus.nn.callback;

import java.util.regex.Pattern;

/// Which way a watched value gets better.
public enum MonitorMode {
  /// By the name: more is better for accuracies, AUC, precision, recall, sensitivity, specificity,
  /// F scores, IoU, correlations and R²; less for everything else. A metric that was given a name
  /// of one's own needs one of the others.
  AUTO,
  /// Less is better.
  MIN,
  /// More is better.
  MAX;

  private static final Pattern MORE =
      Pattern.compile(
          "(val_)?(.*acc(uracy)?|.*auc|.*precision.*|.*recall.*|.*(sensitivity|specificity)_at_.*"
              + "|(.*_)?f(beta|1)_score|fmeasure|.*io_?u|.*correlation|r2_score"
              + "|(.*_)?true_(positives|negatives)|(.*_)?cosine_similarity)(_\\d+)?");

  /// {@return whether more is better of the value of this name}
  public boolean isMore(String name) {
    return switch (this) {
      case AUTO -> MORE.matcher(name).matches();
      case MIN -> false;
      case MAX -> true;
    };
  }
}
