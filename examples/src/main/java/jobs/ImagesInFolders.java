import module io.gradus;
import module java.desktop;

import java.util.List;

/// Images in a folder for each class, a convolution network, and turned and shifted copies of what
/// it is trained on.
void main() throws IOException {
  Path root = Files.createTempDirectory("shapes");
  draw(root);
  List<String> classes = List.of("bar", "disc");
  List<Tensor> images = new ArrayList<>();
  List<Integer> labels = new ArrayList<>();
  for (String name : classes) {
    for (File file : root.resolve(name).toFile().listFiles()) {
      var image = ImageIO.read(file);
      float[] pixels = image.getRaster().getPixels(0, 0, 24, 24, (float[]) null);
      images.add(Tensor.of(pixels).reshape(24, 24, 1));
      labels.add(classes.indexOf(name));
    }
  }
  int[] y = labels.stream().mapToInt(Integer::intValue).toArray();
  Dataset all = Dataset.of(Tensor.stack(0, images.toArray(Tensor[]::new)), Tensor.of(y)).shuffle(1);

  var model =
      new Sequential(
          new InputLayer(24, 24, 1),
          new Rescaling(1 / 255.0),
          new RandomRotation(0.1),
          new RandomTranslation(0.1, 0.1),
          new Conv2D(8, 3).activation(Activation.RELU),
          new MaxPooling2D(2),
          new Conv2D(16, 3).activation(Activation.RELU),
          new GlobalAveragePooling2D(),
          new Dense(2, "softmax"));
  model.seed(1);
  model.compile(new Adam(0.01), "sparse_categorical_crossentropy", "accuracy");
  model.fit(all, Fit.epochs(15).validationSplit(0.25).verbosity(Verbosity.LINE));
}

void draw(Path root) throws IOException {
  var random = new Random(1);
  for (String name : List.of("bar", "disc")) {
    Files.createDirectory(root.resolve(name));
    for (int i = 0; i < 60; i++) {
      var image = new BufferedImage(24, 24, BufferedImage.TYPE_BYTE_GRAY);
      int x = 3 + random.nextInt(8);
      int size = 8 + random.nextInt(5);
      image
          .createGraphics()
          .fill(
              name.equals("disc")
                  ? new Ellipse2D.Float(x, x, size, size)
                  : new Rectangle2D.Float(x, 3, 3, 18));
      ImageIO.write(image, "png", root.resolve(name).resolve(i + ".png").toFile());
    }
  }
}
