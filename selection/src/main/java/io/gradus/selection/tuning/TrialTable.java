package io.gradus.selection.tuning;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Trials as a text: a line for each.
final class TrialTable {
  private static final MathContext DIGITS = new MathContext(4);
  private static final String NONE = "-";

  private final List<List<String>> rows = new ArrayList<>();

  TrialTable(String objective, List<Trial> trials) {
    Set<String> names = new LinkedHashSet<>();
    trials.forEach(trial -> names.addAll(trial.values().keySet()));
    List<String> head = new ArrayList<>(names);
    head.addFirst("trial");
    head.addAll(List.of(objective, "epochs", "seconds", "status"));
    rows.add(head);
    for (Trial trial : trials) {
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(trial.number()));
      for (String name : names) {
        Object value = trial.values().get(name);
        row.add(value == null ? NONE : text(value));
      }
      row.add(trial.status() == TrialStatus.FAILED ? NONE : score(trial.score()));
      row.add(Integer.toString(trial.epochs()));
      row.add(String.format(Locale.ROOT, "%.1f", trial.seconds()));
      row.add(trial.status().name().toLowerCase(Locale.ROOT));
      rows.add(row);
    }
  }

  /// {@return a value, of a fraction four digits}
  static String text(Object value) {
    return value instanceof Double number && Double.isFinite(number)
        ? new BigDecimal(number).round(DIGITS).stripTrailingZeros().toString()
        : value.toString();
  }

  /// {@return a score as Keras' progress lines have it}
  static String score(double value) {
    return String.format(Locale.ROOT, Math.abs(value) <= 1e-3 ? "%.4e" : "%.4f", value);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        int column = i;
        int width = rows.stream().mapToInt(each -> each.get(column).length()).max().orElse(0);
        boolean isLast = i == row.size() - 1;
        text.append(
            isLast ? row.get(i) : " ".repeat(width - row.get(i).length()) + row.get(i) + "  ");
      }
      text.append('\n');
    }
    return text.toString();
  }
}
