import module io.gradus;
import module java.net.http;
import module jdk.httpserver;

/// A service that answers over HTTP from many threads with one model, and how long callers wait.
void main() throws Exception {
  var model = new Sequential(new InputLayer(784), new Dense(128, "relu"), new Dense(10, "softmax"));
  model.seed(1);
  model.build();
  var server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
  server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
  server.createContext(
      "/predict",
      exchange -> {
        float[] sample = floats(exchange.getRequestBody().readAllBytes());
        byte[] answer = Arrays.toString(model.predict(sample)).getBytes();
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
      });
  server.start();

  URI address = URI.create("http://localhost:" + server.getAddress().getPort() + "/predict");
  byte[] sample = new byte[784 * 4];
  List<Long> micros = Collections.synchronizedList(new ArrayList<>());
  try (var client = HttpClient.newHttpClient();
      var callers = Executors.newFixedThreadPool(8)) {
    var request =
        HttpRequest.newBuilder(address)
            .POST(HttpRequest.BodyPublishers.ofByteArray(sample))
            .build();
    for (int i = 0; i < 4_000; i++) {
      callers.submit(() -> {
        long start = System.nanoTime();
        client.send(request, HttpResponse.BodyHandlers.ofString());
        micros.add((System.nanoTime() - start) / 1_000);
        return null;
      });
    }
  }
  server.stop(0);
  List<Long> warm = micros.subList(2_000, micros.size()).stream().sorted().toList();
  IO.println("answers: " + micros.size());
  IO.println("median %d µs, 99th percentile %d µs".formatted(warm.get(1_000), warm.get(1_980)));
}

float[] floats(byte[] bytes) {
  float[] floats = new float[bytes.length / 4];
  ByteBuffer.wrap(bytes).asFloatBuffer().get(floats);
  return floats;
}
