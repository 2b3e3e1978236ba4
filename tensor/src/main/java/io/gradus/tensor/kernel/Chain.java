package io.gradus.tensor.kernel;

import java.util.List;

/// Element-wise operations on `float`s that run as one loop, later ones on the results of earlier
/// ones. Its values are numbered: first the operands, then the result of each link. What only later
/// links read is kept nowhere.
///
/// @param operands how each operand lies under the elements
/// @param links the operations, in order
/// @param results the numbers of the values that are written, ascending; each is a link's
public record Chain(List<Spread> operands, List<Link> links, List<Integer> results) {
  /// How an operand lies under the elements of a chain, which are rows of one length.
  public enum Spread {
    /// An element of its own for each.
    EACH,
    /// One element for all.
    ONE,
    /// One row, for every row.
    ROW,
    /// One element for each row.
    COLUMN;

    /// {@return the distance between the elements of neighbours in a row: 1 or 0}
    public int step() {
      return this == EACH || this == ROW ? 1 : 0;
    }

    /// {@return the position of an element, from the operand's first}
    ///
    /// @param element the number of the element
    /// @param row the number of its row
    /// @param column the number of the element in the row
    public int at(int element, int row, int column) {
      return switch (this) {
        case EACH -> element;
        case ONE -> 0;
        case ROW -> column;
        case COLUMN -> row;
      };
    }
  }

  /// Copies the lists and checks the numbers.
  public Chain {
    operands = List.copyOf(operands);
    links = List.copyOf(links);
    results = List.copyOf(results);
    for (int i = 0; i < links.size(); i++) {
      List<Integer> reads = links.get(i).reads();
      for (int place = 0; place < reads.size(); place++) {
        int read = reads.get(place);
        if (read >= operands.size() + i) {
          throw new IllegalArgumentException("chain: link " + i + " reads a later value: " + links);
        }
        boolean wanted = links.get(i) instanceof Link.Select && place == 0;
        if (wanted != isTruth(operands, links, read)) {
          throw new IllegalArgumentException(
              "chain: choices alone read truths, as their condition; link %d: %s"
                  .formatted(i, links));
        }
      }
    }
    for (int result : results) {
      if (result < operands.size()
          || result >= operands.size() + links.size()
          || isTruth(operands, links, result)) {
        throw new IllegalArgumentException("chain: no link gives value " + result);
      }
    }
  }

  private static boolean isTruth(List<Spread> operands, List<Link> links, int value) {
    return value >= operands.size() && links.get(value - operands.size()) instanceof Link.Compare;
  }
}
