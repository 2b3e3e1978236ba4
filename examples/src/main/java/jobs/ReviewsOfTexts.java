import module io.gradus;

/// Texts: words become numbers, numbers vectors, and a recurrent layer reads the vectors in order.
void main() {
  List<String> texts = texts();
  int[] good = IntStream.range(0, texts.size()).map(i -> i % 2).toArray();

  var words = new TextVectorization().maxTokens(100).outputSequenceLength(6);
  words.adapt(texts);
  var model =
      new Sequential(
          new Embedding(100, 8).maskZero(true), new GRU(8), new Dense(1, Activation.SIGMOID));
  model.seed(1);
  model.compile(new Adam(0.01), "binary_crossentropy", "accuracy");
  model.fit(words.apply(texts), Tensor.of(good), Fit.epochs(15).validationSplit(0.2).quiet());

  List<String> unseen = List.of("never was the play so good", "the song was not good");
  float[] scores = model.predict(words.apply(unseen)).toFloatArray();
  IO.println("%s: %.2f".formatted(unseen.get(0), scores[0]));
  IO.println("%s: %.2f".formatted(unseen.get(1), scores[1]));
}

List<String> texts() {
  var random = new Random(1);
  List<String> things = List.of("film", "play", "song", "book");
  List<String> texts = new ArrayList<>();
  for (int i = 0; i < 400; i++) {
    boolean good = i % 2 == 1;
    String word = good == (random.nextInt(2) == 0) ? "good" : "bad";
    boolean not = good != word.equals("good");
    String thing = things.get(random.nextInt(things.size()));
    texts.add("the %s was %s %s".formatted(thing, not ? "not" : "really", word));
  }
  return texts;
}
