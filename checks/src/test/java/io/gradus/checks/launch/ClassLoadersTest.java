package io.gradus.checks.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.checks.structure.Jars;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Two applications in one process, each with a Gradus of its own, as servers have them.
class ClassLoadersTest {
  /// What an application does.
  public static final class Application implements Runnable {
    /// An application without settings.
    public Application() {}

    @Override
    public void run() {
      var model =
          new io.gradus.nn.model.Sequential(
              new io.gradus.nn.layer.Dense(64, "relu"), new io.gradus.nn.layer.Dense(2, "softmax"));
      model.compile("rmsprop", "sparse_categorical_crossentropy");
      var x =
          io.gradus.tensor.Tensor.randomUniform(io.gradus.tensor.type.Shape.of(512, 256), 0, 1, 1);
      var y = x.get(":, 0").greater(0.5).cast(io.gradus.tensor.type.DType.INT32);
      model.fit(x, y, io.gradus.nn.model.Fit.epochs(2).quiet());
      model.predict(x);
    }
  }

  private static URLClassLoader loader() throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path jar : Jars.files()) {
      urls.add(jar.toUri().toURL());
    }
    urls.add(Java.location(Application.class).toUri().toURL());
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static void train(URLClassLoader loader) throws ReflectiveOperationException {
    Class<?> type = loader.loadClass(Application.class.getName());
    assertThat(type).isNotSameAs(Application.class);
    ((Runnable) type.getConstructor().newInstance()).run();
  }

  private static WeakReference<ClassLoader> trainAndClose()
      throws IOException, ReflectiveOperationException {
    try (URLClassLoader loader = loader()) {
      train(loader);
      return new WeakReference<>(loader);
    }
  }

  @Test
  void oneIsUnloadedWhileTheOtherGoesOn() throws Exception {
    try (URLClassLoader stays = loader()) {
      train(stays);
      WeakReference<ClassLoader> gone = trainAndClose();
      // Idle workers end after two seconds.
      long end = System.nanoTime() + 60_000_000_000L;
      while (gone.get() != null && System.nanoTime() < end) {
        train(stays);
        System.gc();
        Thread.sleep(200);
      }
      assertThat(gone.get()).isNull();
      train(stays);
    }
  }
}
