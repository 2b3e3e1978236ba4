import module io.gradus;

/// Mixed precision: layers compute in few bits, weights stay in float32.
void main() {
  Dataset digits = Mnist.load().train().flat().dataset().take(6_400);
  for (String policy : List.of("float32", "mixed_bfloat16", "mixed_float16")) {
    var model = new Sequential(new Dense(64, "relu"), new Dense(10, "softmax").policy("float32"));
    model.policy(policy).seed(1);
    model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
    History history = model.fit(digits, Fit.epochs(2).quiet());
    DType weights = model.layers().getFirst().weights().getFirst().dtype();
    IO.println("%s: weights %s, %.3f".formatted(policy, weights, history.last("accuracy")));
  }
}
