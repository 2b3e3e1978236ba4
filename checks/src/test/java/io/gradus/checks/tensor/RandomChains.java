package io.gradus.checks.tensor;

import io.gradus.tensor.Elementwise;
import io.gradus.tensor.Graph;
import io.gradus.tensor.Program;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Element-wise functions put together at random, on operands of all kinds that a chain has: whole,
/// one number, one row, one column, views.
final class RandomChains {
  /// More than any case has.
  static final int ALL = 100_000;

  /// As many as an interpreter does too.
  static final int LITTLE = 150;

  private static final int CASES = 84;
  private static final int MOST_OPERATIONS = 30;
  private static final float[] SPECIAL = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    -0f,
    0f,
    Float.MIN_VALUE,
    -3e-42f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.MIN_NORMAL,
    1,
    -1
  };

  /// Rows and columns around the lane counts, and large enough to be shared among threads.
  private static final int[][] SHAPES = {
    {1, 1},
    {1, 3},
    {1, 15},
    {1, 16},
    {1, 17},
    {1, 33},
    {5, 16},
    {7, 17},
    {3, 31},
    {4, 100},
    {33, 32},
    {1, 1025},
    {70, 500},
    {1, 40_000},
    {2, 20_000},
    {3000, 16},
    {128, 10},
    {9000, 2},
    {40, 63},
    {300, 64},
    {0, 20}
  };

  private static final List<UnaryOperator<Tensor>> UNARY =
      List.of(
          Tensor::neg,
          Tensor::relu,
          Tensor::square,
          Tensor::sqrt,
          x -> x.square().sqrt(),
          Tensor::exp,
          Tensor::log,
          x -> Tensor.apply(new Half(), x).getFirst());
  private static final List<BinaryOperator<Tensor>> BINARY =
      List.of(Tensor::add, Tensor::sub, Tensor::mul, Tensor::div);

  private static final List<BinaryOperator<Tensor>> RELATIONS =
      List.of(
          Tensor::equal,
          Tensor::notEqual,
          Tensor::less,
          Tensor::lessEqual,
          Tensor::greater,
          Tensor::greaterEqual);

  /// An operation that no backend knows.
  record Half() implements Elementwise.Unary {
    @Override
    public float apply(float x) {
      return x / 2;
    }

    @Override
    public double apply(double x) {
      return x / 2;
    }

    @Override
    public Tensor gradient(int input, io.gradus.tensor.Backward at) {
      return at.gradient().div(2);
    }
  }

  /// A function and its arguments.
  record Case(String name, Graph.Function function, List<Tensor> inputs) {
    int[] eager() {
      return bits(function.apply(inputs));
    }

    int[] program() {
      List<Tensor> inputs = inputs();
      Graph graph = Graph.trace(function, inputs.stream().map(Tensor::type).toList());
      Program program = new Program(graph, Device.current());
      program.run(inputs);
      return bits(program.run(inputs));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private RandomChains() {}

  /// {@return the bits of all results; every NaN the same}
  private static int[] bits(List<Tensor> results) {
    return results.stream()
        .flatMapToInt(result -> {
          float[] values = result.reshape(-1).toFloatArray();
          return IntStream.range(0, values.length).map(i -> Float.floatToIntBits(values[i]));
        })
        .toArray();
  }

  /// {@return the cases with at most so many elements, on the current device; the same every time}
  static List<Case> all(int most) {
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < CASES; i++) {
      int[] shape = SHAPES[i % SHAPES.length];
      if (shape[0] * shape[1] <= most) {
        cases.add(make(i, shape[0], shape[1]));
      }
    }
    return cases;
  }

  /// {@return the bits of all these cases run as programs, as one number}
  static long hash(Cpu device, int most) {
    return ScopedValue.where(Device.SCOPE, device)
        .call(() -> {
          long hash = 1;
          for (Case c : all(most)) {
            for (int bits : c.program()) {
              hash = hash * 0x9E3779B97F4A7C15L + bits;
            }
          }
          return hash;
        });
  }

  private static Case make(int number, int rows, int columns) {
    SplittableRandom random = new SplittableRandom(number);
    List<Tensor> inputs =
        List.of(
            numbers(random, rows, columns),
            numbers(random, rows + 1, columns).get("1:"),
            numbers(random, columns, rows).transpose(),
            numbers(random, columns),
            numbers(random, rows, 1),
            numbers(random));
    // The function is called again for each trace, and must be the same each time.
    long seed = random.nextLong();
    Graph.Function function = in -> apply(in, new SplittableRandom(seed));
    return new Case("case %d [%d, %d]".formatted(number, rows, columns), function, inputs);
  }

  private static List<Tensor> apply(List<Tensor> inputs, SplittableRandom random) {
    // Whole values at the front, the ones that later operations take most.
    List<Tensor> whole = new ArrayList<>(inputs.subList(0, 3));
    List<Tensor> results = new ArrayList<>();
    int operations = random.nextInt(2, MOST_OPERATIONS);
    boolean polynomials = random.nextBoolean();
    boolean own = random.nextInt(4) == 0;
    for (int i = 0; i < operations; i++) {
      Tensor x = whole.get(random.nextInt(Math.max(0, whole.size() - 5), whole.size()));
      Tensor result;
      if (random.nextInt(3) == 0) {
        int most = own ? UNARY.size() : polynomials ? UNARY.size() - 1 : UNARY.size() - 3;
        result = UNARY.get(random.nextInt(most)).apply(x);
      } else {
        Tensor y =
            random.nextInt(3) == 0
                ? inputs.get(random.nextInt(3, inputs.size()))
                : whole.get(random.nextInt(whole.size()));
        if (random.nextInt(4) == 0) {
          y = Tensor.of(random.nextInt(8) / 4f);
        }
        if (random.nextInt(3) == 0) {
          Tensor truth = RELATIONS.get(random.nextInt(RELATIONS.size())).apply(x, y);
          result = truth.where(whole.get(random.nextInt(whole.size())), random.nextInt(3));
          if (random.nextInt(4) == 0) {
            // Truths that something else reads.
            results.add(truth.cast(DType.FLOAT32));
          }
        } else {
          BinaryOperator<Tensor> f = BINARY.get(random.nextInt(BINARY.size()));
          result = random.nextBoolean() ? f.apply(x, y) : f.apply(y, x);
        }
      }
      if (random.nextInt(6) == 0) {
        result = result.reshape(-1).reshape(result.shape());
      }
      whole.add(result);
      if (i == operations - 1 || random.nextInt(8) == 0) {
        results.add(result);
      }
    }
    return results;
  }

  private static Tensor numbers(SplittableRandom random, long... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          random.nextInt(20) == 0
              ? SPECIAL[random.nextInt(SPECIAL.length)]
              : (float) random.nextDouble(-2, 3);
    }
    return Tensor.of(values, shape);
  }
}
