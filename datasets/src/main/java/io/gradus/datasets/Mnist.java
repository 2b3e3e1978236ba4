package io.gradus.datasets;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/// Handwritten digits: 60,000 images to train on and 10,000 to test with, 28×28 pixels each (Y.
/// LeCun, C. Cortes, C. Burges, *The MNIST database of handwritten digits*).
///
/// ```java
/// Mnist mnist = Mnist.load();
/// Dataset train = mnist.train().flat().dataset(); // batches of float32[n, 784] in [0, 1]
/// ```
///
/// @param train the images to train on
/// @param test the images to test with
public record Mnist(LabeledImages train, LabeledImages test) {
  private static final int SIDE = 28;

  /// {@return the digits that come inside this module's jar}
  public static Mnist load() {
    try {
      return load(Mnist::open);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// {@return the data of a folder that holds the four files of MNIST or of a set in its format,
  /// such as Fashion-MNIST: `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`,
  /// `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`, each as it is or with `.gz`}
  ///
  /// @throws IOException if a file is missing, is no whole IDX file, or holds something else
  public static Mnist load(Path folder) throws IOException {
    return load(name -> Idx.read(find(folder, name)));
  }

  private interface Source {
    Tensor read(String name) throws IOException;
  }

  private static Mnist load(Source source) throws IOException {
    return new Mnist(part(source, "train"), part(source, "t10k"));
  }

  private static Tensor open(String name) throws IOException {
    try (InputStream in = Mnist.class.getResourceAsStream("mnist/" + name + ".gz")) {
      if (in == null) {
        throw new NoSuchFileException("mnist: " + name + ".gz is missing from the jar of datasets");
      }
      return Idx.read(in, name + ".gz");
    }
  }

  private static Path find(Path folder, String name) throws IOException {
    for (String file : new String[] {name, name + ".gz"}) {
      Path path = folder.resolve(file);
      if (Files.isRegularFile(path)) {
        return path;
      }
    }
    throw new NoSuchFileException(
        "mnist: %s: there is no file %s, with or without .gz".formatted(folder, name));
  }

  private static LabeledImages part(Source source, String part) throws IOException {
    String imagesName = part + "-images-idx3-ubyte";
    String labelsName = part + "-labels-idx1-ubyte";
    Tensor images = source.read(imagesName);
    boolean fits = images.dtype() == DType.UINT8 && images.rank() == 3;
    if (!fits || images.dim(1) != SIDE || images.dim(2) != SIDE) {
      throw new IOException(
          "mnist: %s: must hold uint8[n, 28, 28], got %s".formatted(imagesName, images.type()));
    }
    Tensor labels = source.read(labelsName);
    if (labels.dtype() != DType.UINT8 || labels.rank() != 1) {
      throw new IOException(
          "mnist: %s: must hold uint8[n], got %s".formatted(labelsName, labels.type()));
    }
    if (images.dim(0) != labels.dim(0)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "mnist: %,d images in %s, but %,d labels in %s",
              images.dim(0),
              imagesName,
              labels.dim(0),
              labelsName));
    }
    return new LabeledImages(images, labels);
  }
}
