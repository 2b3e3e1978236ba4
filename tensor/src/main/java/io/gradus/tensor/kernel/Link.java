package io.gradus.tensor.kernel;

import java.util.List;

/// An element-wise operation of a [Chain]. Its operands are numbers of values of the chain.
public sealed interface Link {
  /// {@return the numbers of the values it reads}
  List<Integer> reads();

  /// An operation of one operand.
  ///
  /// @param f the function
  /// @param x the number of the operand
  record Unary(UnaryFunction f, int x) implements Link {
    @Override
    public List<Integer> reads() {
      return List.of(x);
    }
  }

  /// An operation of two operands.
  ///
  /// @param f the function
  /// @param x the number of the first operand
  /// @param y the number of the second operand
  record Binary(BinaryFunction f, int x, int y) implements Link {
    @Override
    public List<Integer> reads() {
      return List.of(x, y);
    }
  }

  /// A comparison of two operands. What it gives are truths, which only choices read.
  ///
  /// @param relation the relation
  /// @param x the number of the first operand
  /// @param y the number of the second operand
  record Compare(Relation relation, int x, int y) implements Link {
    @Override
    public List<Integer> reads() {
      return List.of(x, y);
    }
  }

  /// A choice: of the first operand where the condition is true, else of the second.
  ///
  /// @param condition the number of a comparison's truths
  /// @param x the number of the first operand
  /// @param y the number of the second operand
  record Select(int condition, int x, int y) implements Link {
    @Override
    public List<Integer> reads() {
      return List.of(condition, x, y);
    }
  }
}
