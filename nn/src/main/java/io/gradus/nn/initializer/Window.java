package io.gradus.nn.initializer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Names;
import io.gradus.tensor.type.ShapeException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How much the samples of a stretch of a signal weigh: a [StandardWindow], or weights of one's
/// own.
public sealed interface Window permits StandardWindow, Window.Weights {
  /// A name, or a list of weights.
  Codec<Window> CODEC = new Codec<>(Window::read, Window::write);

  /// Weights of one's own.
  ///
  /// @param all the weights, in order
  record Weights(List<Double> all) implements Window {
    /// Copies the list.
    public Weights {
      all = List.copyOf(all);
    }

    @Override
    public double[] values(int length, boolean periodic) {
      if (all.size() != length) {
        throw new ShapeException(
            "window: needs a weight for each sample of a stretch; got %d weights, %d samples"
                .formatted(all.size(), length));
      }
      return all.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  /// {@return the window's values}
  ///
  /// @param length how many
  /// @param periodic whether the window goes on with its first value, or is symmetric; weights of
  ///   one's own are what they are
  /// @throws ShapeException if the window has weights of its own, and not so many
  double[] values(int length, boolean periodic);

  /// {@return the window that SciPy calls so}
  ///
  /// @throws IllegalArgumentException if there is none, listing the nearest
  static Window of(String name) {
    return Arrays.stream(StandardWindow.values())
        .filter(window -> window.isCalled(name))
        .findFirst()
        .orElseThrow(() ->
            Names.unknown(
                "window",
                name,
                Arrays.stream(StandardWindow.values()).map(StandardWindow::toString).toList()));
  }

  /// {@return the window of these weights}
  static Window of(double... weights) {
    return new Weights(Arrays.stream(weights).boxed().toList());
  }

  private static Window read(@Nullable Object value) {
    if (value instanceof List<?>) {
      return new Weights(Codec.listOf(Codec.NUMBER).read().apply(value));
    }
    // As Keras writes arrays.
    if (value instanceof Map<?, ?> array
        && array.get("config") instanceof Map<?, ?> config
        && config.get("value") instanceof List<?> weights) {
      return read(weights);
    }
    return of(Codec.TEXT.read().apply(value));
  }

  private static Object write(Window window) {
    return switch (window) {
      case StandardWindow standard -> standard.toString();
      case Weights weights -> weights.all();
    };
  }
}
