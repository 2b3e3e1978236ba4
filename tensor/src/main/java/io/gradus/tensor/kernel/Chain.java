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
      int known = operands.size() + i;
      boolean fits =
          switch (links.get(i)) {
            case Link.Unary link -> link.x() < known;
            case Link.Binary link -> Math.max(link.x(), link.y()) < known;
          };
      if (!fits) {
        throw new IllegalArgumentException("chain: link " + i + " reads a later value: " + links);
      }
    }
    for (int result : results) {
      if (result < operands.size() || result >= operands.size() + links.size()) {
        throw new IllegalArgumentException("chain: no link gives value " + result);
      }
    }
  }
}
