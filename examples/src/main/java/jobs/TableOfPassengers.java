import module io.gradus;

/// A table with numbers and words: who has a reduced ticket? Numbers are brought to mean 0 and
/// variance 1, words become columns of 0 and 1.
void main() {
  List<String[]> rows = table().lines().skip(1).map(line -> line.split(",")).toList();
  Tensor numbers = Tensor.of(rows.stream().map(this::numbers).toArray(float[][]::new));
  List<String> words = rows.stream().map(row -> row[2]).toList();
  Tensor reduced = Tensor.of(rows.stream().mapToInt(row -> Integer.parseInt(row[3])).toArray());

  var scale = new Normalization();
  scale.adapt(numbers);
  var port = new StringLookup().outputMode(OutputMode.ONE_HOT);
  port.adapt(words);
  Tensor x = Tensor.concat(1, scale.call(numbers), port.apply(words));

  var model = new Sequential(new Dense(16, "relu"), new Dense(1, "sigmoid"));
  model.seed(1);
  model.compile("adam", "binary_crossentropy", "accuracy");
  model.fit(x, reduced, Fit.epochs(30).validationSplit(0.2).verbosity(Verbosity.LINE));
}

float[] numbers(String[] row) {
  return new float[] {Float.parseFloat(row[0]), Float.parseFloat(row[1])};
}

String table() {
  var random = new Random(1);
  var csv = new StringBuilder("age,fare,port,reduced\n");
  for (int i = 0; i < 500; i++) {
    int age = random.nextInt(80);
    String port = List.of("north", "south", "west").get(random.nextInt(3));
    int reduced = age < 18 || (age > 60 && port.equals("north")) ? 1 : 0;
    csv.append("%d,%d,%s,%d\n".formatted(age, 5 + random.nextInt(60), port, reduced));
  }
  return csv.toString();
}
