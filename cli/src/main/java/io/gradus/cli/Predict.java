package io.gradus.cli;

import io.gradus.nn.model.Model;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `gradus predict MODEL IMAGE…`: the class that a saved model gives each image.
@Command(
    name = "predict",
    description = {
      "Tell what a saved model sees in images.",
      "They are taken as grey, light on dark as in MNIST, and must have the model's size."
    })
final class Predict implements Callable<Integer> {
  private final PrintStream out;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A .keras or .h5 file.")
  private Path model = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "PNG, GIF, BMP or JPEG files.")
  private List<Path> images = List.of();

  @Mixin private DeviceOptions device = new DeviceOptions();

  Predict(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    return device.run(_ -> predict(Model.load(model)));
  }

  private void predict(Model loaded) throws IOException {
    ModelImages form = ModelImages.of(loaded);
    for (Path image : images) {
      Tensor pixels = pixels(image);
      form.check(pixels.dim(0), pixels.dim(1), image.toString());
      Tensor classes = loaded.predictOnBatch(form.sample(pixels)).reshape(-1);
      int best = (int) classes.argMax(0).item();
      out.printf(
          Locale.ROOT,
          "%s: %d (%.1f %%)%n",
          Errors.escaped(image.toString()),
          best,
          100 * classes.get("" + best).item());
    }
    out.flush();
  }

  /// {@return the brightness of each pixel, `uint8[height, width]`}
  private static Tensor pixels(Path path) throws IOException {
    File file = path.toFile();
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    BufferedImage image = ImageIO.read(file);
    if (image == null) {
      throw new IOException(path + ": is no PNG, GIF, BMP or JPEG image");
    }
    byte[] grey = new byte[image.getWidth() * image.getHeight()];
    for (int i = 0; i < grey.length; i++) {
      int color = image.getRGB(i % image.getWidth(), i / image.getWidth());
      // The weights of ITU-R BT.601, as other readers have them.
      int sum = 299 * (color >> 16 & 0xff) + 587 * (color >> 8 & 0xff) + 114 * (color & 0xff);
      grey[i] = (byte) ((sum + 500) / 1000);
    }
    return Tensor.ofUnsigned(grey, Shape.of(image.getHeight(), image.getWidth()));
  }
}
