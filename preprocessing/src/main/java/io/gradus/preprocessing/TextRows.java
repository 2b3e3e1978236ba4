package io.gradus.preprocessing;

import io.gradus.tensor.type.Shape;
import java.util.List;

/// Rows of texts or numbers as what a tensor can hold.
final class TextRows {
  private TextRows() {}

  /// {@return the elements row by row}
  ///
  /// @throws IllegalArgumentException if the rows differ in length
  static <T> List<T> flat(String layer, List<? extends List<T>> rows) {
    for (int i = 1; i < rows.size(); i++) {
      if (rows.get(i).size() != rows.getFirst().size()) {
        throw new IllegalArgumentException(
            "%s: rows must be of one length; got %d in row 0, %d in row %d"
                .formatted(layer, rows.getFirst().size(), rows.get(i).size(), i));
      }
    }
    return rows.stream().<T>flatMap(List::stream).toList();
  }

  /// {@return the shape of rows of one length}
  static Shape shape(List<? extends List<?>> rows) {
    return Shape.of(rows.size(), rows.isEmpty() ? 0 : rows.getFirst().size());
  }
}
