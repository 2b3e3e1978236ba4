package io.gradus.bench;

import io.gradus.data.Batch;
import io.gradus.nn.activation.Activation;
import io.gradus.nn.layer.Add;
import io.gradus.nn.layer.Arguments;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Embedding;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.LayerNormalization;
import io.gradus.nn.layer.MultiHeadAttention;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.model.Functional;
import io.gradus.nn.model.Input;
import io.gradus.nn.model.Model;
import io.gradus.nn.optimizer.AdamW;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.List;

/// One training step of a character GPT: vocabulary 65, 64 positions, 4 layers of 4 heads and width
/// 128 with layer normalization before each part, AdamW, 12 texts.
final class TransformerWorkload implements Workload {
  private static final int VOCABULARY = 65;
  private static final int BLOCK = 64;
  private static final int LAYERS = 4;
  private static final int HEADS = 4;
  private static final int WIDTH = 128;
  private static final int BATCH = 12;

  @Override
  public String name() {
    return "transformer";
  }

  @Override
  public void run(Report report, int epochs) {
    Model model = model();
    model.seed(1);
    model.compile(new AdamW(), new SparseCategoricalCrossentropy().fromLogits(true));
    Shape shape = Shape.of(BATCH, BLOCK);
    Tensor texts = Tensor.randomIntegers(shape, 0, VOCABULARY, 1);
    Tensor positions = Tensor.arange(BLOCK).cast(DType.INT32).broadcastTo(shape);
    Tensor next = Tensor.randomIntegers(shape, 0, VOCABULARY, 2);
    Batch batch = new Batch(List.of(texts, positions), List.of(next));
    report.perCall("train_step", Timing.of(() -> model.trainOnBatch(batch)));
  }

  private static Model model() {
    Tensor texts = Input.of(InputLayer.of(DType.INT32, BLOCK));
    Tensor positions = Input.of(InputLayer.of(DType.INT32, BLOCK));
    Tensor x =
        new Add()
            .call(
                new Embedding(VOCABULARY, WIDTH).call(texts),
                new Embedding(BLOCK, WIDTH).call(positions));
    for (int i = 0; i < LAYERS; i++) {
      Tensor y = new LayerNormalization().call(x);
      Arguments causal = Arguments.NONE.with("use_causal_mask", true);
      x = new Add().call(x, new MultiHeadAttention(HEADS, WIDTH / HEADS).call(y, y, causal));
      y = new Dense(4 * WIDTH, Activation.GELU).call(new LayerNormalization().call(x));
      x = new Add().call(x, new Dense(WIDTH).call(y));
    }
    Tensor logits = new Dense(VOCABULARY).call(new LayerNormalization().call(x));
    return new Functional(List.of(texts, positions), List.of(logits));
  }
}
