package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Einstein's summation, two operands at a time from the left: letters that nothing needs any more
/// are summed over as soon as they can be, the rest is one batched matrix product.
final class Einsum {
  private final EinsumText text;
  private final List<Tensor> operands;
  private final Map<Character, Long> lengths = new HashMap<>();

  private Einsum(EinsumText text, List<Tensor> operands) {
    this.text = text;
    this.operands = operands;
  }

  static Tensor of(String formula, List<Tensor> operands) {
    EinsumText text = EinsumText.parse(formula, operands);
    return new Einsum(text, operands).result();
  }

  /// A tensor whose axes are letters.
  private record Term(Tensor tensor, List<Character> letters) {
    /// {@return the length of an axis, or [Shape#UNKNOWN]}
    long dim(int axis) {
      return tensor.shape().dims()[axis];
    }

    /// Sums over the letters that are not wanted.
    Term summed(List<Character> wanted) {
      int[] gone =
          IntStream.range(0, letters.size())
              .filter(axis -> !wanted.contains(letters.get(axis)))
              .toArray();
      return gone.length == 0
          ? this
          : new Term(tensor.sum(gone), letters.stream().filter(wanted::contains).toList());
    }

    Tensor arranged(List<Character> order) {
      return tensor.transpose(order.stream().mapToInt(letters::indexOf).toArray());
    }

    /// {@return the letters that the other term has or has not, and that are wanted or not}
    List<Character> that(boolean has, Term other, boolean are, List<Character> wanted) {
      return letters.stream()
          .filter(
              letter -> other.letters().contains(letter) == has && wanted.contains(letter) == are)
          .toList();
    }
  }

  private Tensor result() {
    boolean quantized = operands.stream().allMatch(operand -> operand.dtype() == DType.INT8);
    DType dtype =
        quantized
            ? DType.INT32
            : operands.stream().map(Tensor::dtype).reduce(DType::promote).orElseThrow();
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      terms.add(diagonal(new Term(operands.get(i).cast(dtype), text.operands().get(i))));
    }
    measure(terms);
    terms.replaceAll(this::withoutStretched);
    Term all = terms.getFirst();
    for (int i = 1; i < terms.size(); i++) {
      List<Character> wanted = new ArrayList<>(text.result());
      terms.subList(i + 1, terms.size()).forEach(term -> wanted.addAll(term.letters()));
      all = product(all, terms.get(i), wanted);
    }
    return all.summed(text.result()).arranged(text.result());
  }

  // A letter that an operand has several times stands for the diagonal of these axes.
  private static Term diagonal(Term term) {
    Term result = term;
    for (char letter : term.letters().stream().distinct().toList()) {
      int first = result.letters().indexOf(letter);
      int last = result.letters().lastIndexOf(letter);
      while (first < last) {
        Tensor x = result.tensor();
        if (x.dim(first) != x.dim(last)) {
          throw new ShapeException(
              "einsum: axes of one operand with the letter '%s' must have one length; got %s"
                  .formatted(letter, term.tensor().type()));
        }
        List<Character> letters = new ArrayList<>(result.letters());
        letters.remove(last);
        letters.remove(first);
        letters.add(letter);
        result = new Term(x.diagonal(0, first, last), letters);
        first = letters.indexOf(letter);
        last = letters.lastIndexOf(letter);
      }
    }
    return result;
  }

  private void measure(List<Term> terms) {
    for (Term term : terms) {
      for (int axis = 0; axis < term.letters().size(); axis++) {
        char letter = term.letters().get(axis);
        long length = term.dim(axis);
        long other = lengths.merge(letter, length, Einsum::common);
        if (length != other && length != 1 && length != Shape.UNKNOWN && other != Shape.UNKNOWN) {
          throw new ShapeException(
              "einsum: lengths of %s differ: %s, %d ≠ %d"
                  .formatted(
                      EinsumText.shown(letter),
                      operands.stream()
                          .map(operand -> operand.type().toString())
                          .collect(Collectors.joining(", ")),
                      other,
                      length));
        }
      }
    }
  }

  // An unknown length is the other one's, unless that is 1.
  private static long common(long p, long q) {
    return p == 1 || (p == Shape.UNKNOWN && q != 1) ? q : p;
  }

  private long length(char letter) {
    return Objects.requireNonNull(lengths.get(letter));
  }

  // An axis of length 1 beside a longer one of the same letter is the same for all its positions.
  private Term withoutStretched(Term term) {
    int[] gone =
        IntStream.range(0, term.letters().size())
            .filter(axis -> term.dim(axis) == 1 && length(term.letters().get(axis)) != 1)
            .toArray();
    if (gone.length == 0) {
      return term;
    }
    List<Character> kept =
        IntStream.range(0, term.letters().size())
            .filter(axis -> IntStream.of(gone).noneMatch(other -> other == axis))
            .mapToObj(term.letters()::get)
            .toList();
    return new Term(term.tensor().squeeze(gone), kept);
  }

  private Term product(Term left, Term right, List<Character> wanted) {
    // What only one of them has and nothing needs is summed before.
    Term a = left.summed(joined(wanted, right.letters()));
    Term b = right.summed(joined(wanted, left.letters()));
    List<Character> batch = a.that(true, b, true, wanted);
    List<Character> over = a.that(true, b, false, wanted);
    List<Character> rows = a.that(false, b, true, wanted);
    List<Character> columns = b.that(false, a, true, wanted);
    List<Character> letters = joined(joined(batch, rows), columns);
    if (over.isEmpty() || (rows.isEmpty() && columns.isEmpty())) {
      return elementwise(a, b, letters, over);
    }
    Shape batches = shape(a, batch);
    // Rows of unknown lengths stay apart where the product can have them as they are.
    boolean apart = batch.isEmpty() && !rows.isEmpty() && !shape(a, rows).isKnown();
    Shape lines = apart ? shape(a, rows) : Shape.of(size(a, rows));
    Tensor x =
        a.arranged(joined(joined(batch, rows), over))
            .reshape(batches.concat(lines).concat(Shape.of(size(a, over))));
    Tensor y =
        b.arranged(joined(joined(batch, over), columns))
            .reshape(batches.concat(Shape.of(size(b, over), size(b, columns))));
    Shape shape = batches.concat(shape(a, rows)).concat(shape(b, columns));
    return new Term(x.matmul(y).reshape(shape), letters);
  }

  /// {@return the length of the axis that these axes become, unknown if one of them is}
  private long size(Term term, List<Character> group) {
    Shape shape = shape(term, group);
    if (shape.isKnown()) {
      return shape.size();
    }
    // Taken apart again, only the one unknown length of all can be computed.
    if (group.size() > 1 && lengths.values().stream().filter(n -> n == Shape.UNKNOWN).count() > 1) {
      throw new ShapeException(
          "einsum: axes of unknown lengths cannot be taken together; got %s"
              .formatted(term.tensor().type()));
    }
    return Shape.UNKNOWN;
  }

  private static Term elementwise(Term a, Term b, List<Character> letters, List<Character> over) {
    List<Character> all = joined(letters, over);
    Tensor product = stretched(a, all).mul(stretched(b, all));
    return new Term(product, all).summed(letters);
  }

  // With axes of length 1 for the letters that the term does not have.
  private static Tensor stretched(Term term, List<Character> all) {
    List<Character> own = all.stream().filter(term.letters()::contains).toList();
    Shape shape = shape(term, own);
    long[] dims =
        all.stream()
            .mapToLong(letter -> own.contains(letter) ? shape.dims()[own.indexOf(letter)] : 1)
            .toArray();
    return term.arranged(own).reshape(dims);
  }

  private static Shape shape(Term term, List<Character> letters) {
    return Shape.of(
        letters.stream().mapToLong(letter -> term.dim(term.letters().indexOf(letter))).toArray());
  }

  private static List<Character> joined(List<Character> first, List<Character> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
