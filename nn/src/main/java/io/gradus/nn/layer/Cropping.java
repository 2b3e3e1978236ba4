package io.gradus.nn.layer;

import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;

/// Cuts margins off.
final class Cropping {
  private Cropping() {}

  /// Refuses an input of which nothing would be left.
  static void check(MarginLayer.Options options, TensorType input, int first) {
    for (int i = 0; i < options.axes(); i++) {
      int cut = options.margins().before(i) + options.margins().after(i);
      if (input.shape().isKnown(first + i) && cut >= input.shape().dim(first + i)) {
        throw new ShapeException(
            "%s: must leave something of axis %d; got x=%s, cropping %s"
                .formatted(options.layer(), first + i, input, options.margins().pairs()));
      }
    }
  }

  /// {@return the tensor without the margins, as a view}
  static Tensor crop(MarginLayer.Options options, Tensor x, int first) {
    Index[] index = new Index[x.rank()];
    Arrays.fill(index, Index.ALL);
    for (int i = 0; i < options.axes(); i++) {
      long after = options.margins().after(i);
      index[first + i] =
          Index.range((long) options.margins().before(i), after == 0 ? null : -after, 1);
    }
    return x.get(index);
  }
}
