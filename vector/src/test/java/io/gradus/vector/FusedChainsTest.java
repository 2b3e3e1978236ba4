package io.gradus.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.Comparison;
import io.gradus.tensor.Elementwise;
import io.gradus.tensor.kernel.ArrayStorage;
import io.gradus.tensor.kernel.Chain;
import io.gradus.tensor.kernel.ChainSpan;
import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.kernel.Link;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.UnaryFunction;
import io.gradus.tensor.kernel.Workers;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FusedChainsTest {
  private static final VectorKernels KERNELS = new VectorKernels(new Workers(2));
  private static final Cpu DEVICE = new Cpu("cpu", KERNELS);

  private static final Link ADD = new Link.Binary(new Elementwise.Add(), 0, 1);
  private static final Link EXP = new Link.Unary(new Elementwise.Exp(), 2);

  /// A function without a vector form.
  private record Third() implements UnaryFunction {
    @Override
    public double apply(double x) {
      return x / 3;
    }
  }

  private static Chain chain(Chain.Spread second, Link... links) {
    return new Chain(List.of(Chain.Spread.EACH, second), List.of(links), List.of(1 + links.length));
  }

  private static ChainSpan loop(Chain chain) {
    return ((VectorSpan) KERNELS.span(chain)).vectors();
  }

  @Test
  void equalChainsShareOneClass() {
    ChainSpan loop = loop(chain(Chain.Spread.ROW, ADD, EXP));
    assertThat(loop.getClass().isHidden()).isTrue();
    assertThat(loop(chain(Chain.Spread.ROW, ADD, EXP))).isSameAs(loop);
    assertThat(loop(chain(Chain.Spread.ONE, ADD, EXP))).isNotSameAs(loop);
  }

  @Test
  void withAFunctionOfOnesOwnRunBlockByBlock() {
    Chain chain = chain(Chain.Spread.ONE, ADD, new Link.Unary(new Third(), 2));
    assertThat(KERNELS.span(chain)).isNotInstanceOf(VectorSpan.class);
    assertThat(run(chain, 1, 2, 3, new float[] {1, 4}, new float[] {2})).containsExactly(1, 2);
  }

  @Test
  void withTwoPolynomialsRunBlockByBlock() {
    Chain chain = chain(Chain.Spread.EACH, ADD, EXP, new Link.Unary(new Elementwise.Log(), 3));
    assertThat(KERNELS.span(chain)).isNotInstanceOf(VectorSpan.class);
  }

  @Test
  void withChoicesAreOneLoop() {
    Link greater = new Link.Compare(new Comparison.Greater(), 0, 1);
    Chain chain = chain(Chain.Spread.ONE, greater, new Link.Select(2, 1, 0));
    assertThat(KERNELS.span(chain)).isInstanceOf(VectorSpan.class);
    float[] x = {1, 2, 3, 5};
    assertThat(run(chain, 1, 4, 3, x, new float[] {2.5f})).containsExactly(1, 2, 2.5f, 2.5f);
  }

  @Test
  void writeNothingBesideTheirResults() {
    for (Chain.Spread spread : Chain.Spread.values()) {
      Chain chain = chain(spread, ADD, new Link.Unary(new Elementwise.Relu(), 2));
      for (int length : new int[] {2, 3, 10, 16, 17, 31, 32, 33, 100, 20_000}) {
        for (int rows : length <= 100 ? new int[] {1, 2, 5, 400} : new int[] {1, 2, 5}) {
          float[] x = new float[rows * length];
          float[] y = new float[rows * length];
          for (int i = 0; i < x.length; i++) {
            x[i] = i % 97 - 40;
            y[i] = i % 89 - 50;
          }
          float[] expected = new float[x.length];
          for (int i = 0; i < x.length; i++) {
            expected[i] = Math.max(0, x[i] + y[spread.at(i, i / length, i % length)]);
          }
          assertThat(run(chain, rows, length, 5, x, y))
              .as("%s of %d rows of %d", spread, rows, length)
              .isEqualTo(expected);
        }
      }
    }
  }

  /// Runs a chain of one result with everything `shift` elements into its array.
  private static float[] run(Chain chain, int rows, int length, int shift, float[] x, float[] y) {
    int n = rows * length;
    float[] out = new float[shift + n + 40];
    Arrays.fill(out, Float.NaN);
    KERNELS
        .fuse(chain, rows, length)
        .run(List.of(view(out, shift, n)), List.of(shifted(x, shift), shifted(y, shift)));
    for (int i = 0; i < out.length; i++) {
      assertThat(Float.isNaN(out[i])).as("at %d", i - shift).isEqualTo(i < shift || i >= shift + n);
    }
    return Arrays.copyOfRange(out, shift, shift + n);
  }

  private static Strided shifted(float[] values, int shift) {
    float[] array = new float[shift + values.length];
    System.arraycopy(values, 0, array, shift, values.length);
    return view(array, shift, values.length);
  }

  private static Strided view(float[] array, int shift, int n) {
    Strided all =
        Strided.dense(new ArrayStorage(DType.FLOAT32, DEVICE, array), Shape.of(array.length));
    return all.restride(Shape.of(n), new long[] {1}, shift);
  }

  @Test
  void numbersOfLaterValuesAreRejected() {
    assertThatThrownBy(() -> chain(Chain.Spread.ONE, EXP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chain: link 0 reads a later value: [" + EXP + "]");
    assertThatThrownBy(() -> new Chain(List.of(Chain.Spread.ONE), List.of(), List.of(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chain: no link gives value 0");
    Link greater = new Link.Compare(new Comparison.Greater(), 0, 1);
    assertThatThrownBy(() -> chain(Chain.Spread.ONE, greater, EXP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "chain: choices alone read truths, as their condition; link 1: %s"
                .formatted(List.of(greater, EXP)));
    assertThatThrownBy(() -> chain(Chain.Spread.ONE, greater))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chain: no link gives value 2");
  }
}
