package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.nn.layer.Add;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.model.Functional;
import io.gradus.nn.model.Input;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What `summary()` prints beside the plain table.
class SummaryTest {
  private static Functional model() {
    Tensor a = Input.of(new InputLayer(4).named("a"));
    Tensor b = Input.of(new InputLayer(3).named("b"));
    Sequential inner =
        new Sequential(new InputLayer(4), new Dense(5, "relu"), new Dense(2)).named("inner");
    Tensor sum = new Add().call(inner.call(a), new Dense(2).named("other").call(b));
    Functional model = new Functional(List.of(a, b), List.of(sum)).named("two");
    model.build();
    return model;
  }

  @Test
  void showsConnectionsAndNestedModels() {
    assertThat(model().summary(true).replace(System.lineSeparator(), "\n"))
        .isEqualTo(
            """
            Model: "two"
            ┏━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━┳━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━━━┓
            ┃ Layer (type)         ┃ Output Shape ┃ Param # ┃ Connected to             ┃
            ┡━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━╇━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━━━┩
            │ a (InputLayer)       │ (None, 4)    │       0 │ -                        │
            ├──────────────────────┼──────────────┼─────────┼──────────────────────────┤
            │ b (InputLayer)       │ (None, 3)    │       0 │ -                        │
            ├──────────────────────┼──────────────┼─────────┼──────────────────────────┤
            │ inner (Sequential)   │ (None, 2)    │      37 │ a[0][0]                  │
            ├──────────────────────┼──────────────┼─────────┼──────────────────────────┤
            │    └ dense (Dense)   │ (None, 5)    │      25 │ -                        │
            ├──────────────────────┼──────────────┼─────────┼──────────────────────────┤
            │    └ dense_1 (Dense) │ (None, 2)    │      12 │ -                        │
            ├──────────────────────┼──────────────┼─────────┼──────────────────────────┤
            │ other (Dense)        │ (None, 2)    │       8 │ b[0][0]                  │
            ├──────────────────────┼──────────────┼─────────┼──────────────────────────┤
            │ add (Add)            │ (None, 2)    │       0 │ inner[0][0], other[0][0] │
            └──────────────────────┴──────────────┴─────────┴──────────────────────────┘
             Total params: 45 (180.00 B)
             Trainable params: 45 (180.00 B)
             Non-trainable params: 0 (0.00 B)
             FLOPs per sample: 72
            """);
  }

  @Test
  void countsProducts() {
    assertThat(model().flops()).isEqualTo(2 * (4 * 5 + 5 * 2 + 3 * 2));
    assertThat(new Sequential(new Dense(2)).flops()).isZero();
  }

  @Test
  void countsTheOptimizersStateOnceItIsThere() {
    Sequential model = new Sequential(new InputLayer(3), new Dense(1));
    model.build();
    model.compile("adam", "mse");
    assertThat(model.summary()).contains(" Total params: 4 (16.00 B)").doesNotContain("Optimizer");
    model.trainOnBatch(Tensor.ones(2, 3), Tensor.ones(2, 1));
    assertThat(model.summary())
        .contains(" Optimizer params: 10 (44.00 B)")
        .contains(" Total params: 14 (60.00 B)")
        .contains(" FLOPs per sample: 6");
  }
}
