package io.gradus.checks.launch;

import io.gradus.nn.layer.Dense;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Trains in two class loaders, closes one and waits until it is gone.
final class TwoApplications {
  private TwoApplications() {}

  /// What an application does.
  public static final class Application implements Runnable {
    /// An application without settings.
    public Application() {}

    @Override
    public void run() {
      var model = new Sequential(new Dense(64, "relu"), new Dense(2, "softmax"));
      model.compile("rmsprop", "sparse_categorical_crossentropy");
      Tensor x = Tensor.randomUniform(Shape.of(512, 256), 0, 1, 1);
      Tensor y = x.get(":, 0").greater(0.5).cast(DType.INT32);
      model.fit(x, y, Fit.epochs(2).quiet());
      model.predict(x);
    }
  }

  public static void main(String[] lib) throws Exception {
    URL[] urls = urls(Path.of(lib[0]));
    try (URLClassLoader stays = loader(urls)) {
      train(stays);
      WeakReference<ClassLoader> gone = trainAndClose(urls);
      // Idle workers end after two seconds.
      long end = System.nanoTime() + 60_000_000_000L;
      while (gone.get() != null && System.nanoTime() < end) {
        train(stays);
        System.gc();
        Thread.sleep(100);
      }
      train(stays);
      System.out.println(
          gone.get() == null
              ? "the first is unloaded, the second goes on"
              : "the first is still there");
    }
  }

  private static URL[] urls(Path lib) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (File jar : lib.toFile().listFiles((_, name) -> name.endsWith(".jar"))) {
      urls.add(jar.toURI().toURL());
    }
    urls.add(Application.class.getProtectionDomain().getCodeSource().getLocation());
    return urls.toArray(URL[]::new);
  }

  private static URLClassLoader loader(URL[] urls) {
    return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
  }

  private static void train(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> type = loader.loadClass(Application.class.getName());
    ((Runnable) type.getConstructor().newInstance()).run();
  }

  private static WeakReference<ClassLoader> trainAndClose(URL[] urls) throws Exception {
    try (URLClassLoader loader = loader(urls)) {
      train(loader);
      return new WeakReference<>(loader);
    }
  }
}
