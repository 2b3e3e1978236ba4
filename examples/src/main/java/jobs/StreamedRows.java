import module io.gradus;

/// Data that does not fit into memory: rows of a file, read anew in each epoch, 32 at a time.
void main() throws IOException {
  Path file = Files.createTempFile("rows", ".csv");
  Rng rng = Rng.of(1);
  Tensor x = rng.uniform(-1, 1, 2_000, 3);
  Tensor y = x.get(":, 0").mul(2).add(x.get(":, 1"));
  float[][] rows = (float[][]) Tensor.concat(1, x, y.expandDims(-1)).toNested();
  Files.write(file, Arrays.stream(rows).map(this::line).toList());

  var model = new Sequential(new Dense(16, "relu"), new Dense(1));
  model.seed(1);
  model.compile(new Adam(0.01), "mse");
  Supplier<Stream<Batch>> stream = () -> batches(file);
  model.fit(stream, Fit.epochs(5).verbosity(Verbosity.LINE));
  IO.println(model.evaluate(stream));
}

Stream<Batch> batches(Path file) {
  try {
    return Files.lines(file).map(this::numbers).gather(Gatherers.windowFixed(32)).map(this::batch);
  } catch (IOException e) {
    throw new UncheckedIOException(e);
  }
}

Batch batch(List<float[]> rows) {
  Tensor all = Tensor.of(rows.toArray(float[][]::new));
  return Batch.of(all.get(":, :3"), all.get(":, 3:"));
}

float[] numbers(String line) {
  String[] cells = line.split(",");
  float[] row = new float[cells.length];
  for (int i = 0; i < row.length; i++) row[i] = Float.parseFloat(cells[i]);
  return row;
}

String line(float[] row) {
  return Arrays.toString(row).replaceAll("[\\[\\] ]", "");
}
