package io.gradus.nn.callback;

import java.util.regex.Pattern;

/// Which way a watched value gets better.
public enum MonitorMode {
  /// By the name: more is better for accuracies, AUC, precision, recall, F scores, IoU and R²; less
  /// for everything else.
  AUTO,
  /// Less is better.
  MIN,
  /// More is better.
  MAX;

  private static final Pattern MORE =
      Pattern.compile(
          "(val_)?(.*acc(uracy)?|.*auc|.*precision.*|.*recall.*|f(beta|1|measure).*|.*iou|r2_score"
              + "|true_(positives|negatives)|cosine_similarity)(_\\d+)?");

  boolean isMore(String name) {
    return switch (this) {
      case AUTO -> MORE.matcher(name).matches();
      case MIN -> false;
      case MAX -> true;
    };
  }
}
