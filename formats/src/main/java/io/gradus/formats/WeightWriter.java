package io.gradus.formats;

import io.gradus.formats.hdf5.Hdf5Writer;
import io.gradus.nn.config.Names;
import io.gradus.nn.layer.StoredWeight;
import io.gradus.nn.model.Model;
import io.gradus.nn.optimizer.BoundOptimizer;
import io.gradus.nn.optimizer.LossScaleOptimizer;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A model's weights laid out as Keras does in `.weights.h5` and `.keras`.
final class WeightWriter {
  private WeightWriter() {}

  /// {@return the file, with the weights as they are now}
  ///
  /// @param optimizer whose state goes along, or null
  static Hdf5Writer write(Model model, @Nullable BoundOptimizer optimizer) {
    Hdf5Writer file = new Hdf5Writer();
    write(model, optimizer, WeightStore.of(file));
    return file;
  }

  /// Puts the weights, as they are now, into a store.
  ///
  /// @param optimizer whose state goes along, or null
  static void write(Model model, @Nullable BoundOptimizer optimizer, WeightStore store) {
    for (WeightPlaces.Place place : WeightPlaces.of(model)) {
      write(store, place.vars(), place.layer().name(), place.weights());
      double[] rarity = place.idfWeights();
      if (rarity != null) {
        Tensor weights = Tensor.of(rarity).cast(DType.FLOAT32);
        store.array(place.vars(), WeightReader.IDF_WEIGHTS, weights);
      }
    }
    if (optimizer != null) {
      String name = optimizer.optimizer().schema().className().toLowerCase(Locale.ROOT);
      write(store, WeightReader.OPTIMIZER, name, stored(optimizer.variables()));
      if (optimizer.optimizer() instanceof LossScaleOptimizer scaled) {
        String inner = scaled.inner().schema().className().toLowerCase(Locale.ROOT);
        write(store, "optimizer/inner_optimizer/vars", inner, stored(optimizer.innerVariables()));
      }
      Map<String, Integer> counts = new HashMap<>();
      for (BoundOptimizer part : optimizer.parts()) {
        String inner = Names.snake(part.optimizer().schema().className());
        int count = counts.merge(inner, 1, Integer::sum);
        String group = count == 1 ? inner : inner + "_" + (count - 1);
        write(store, "optimizer/optimizers/" + group + "/vars", inner, stored(part.variables()));
      }
    }
  }

  private static void write(
      WeightStore store, String path, String name, List<StoredWeight> weights) {
    store.group(path, name);
    for (int i = 0; i < weights.size(); i++) {
      store.array(path, Integer.toString(i), weights.get(i).value().get());
    }
  }

  private static List<StoredWeight> stored(List<Variable> variables) {
    return variables.stream().map(StoredWeight::of).toList();
  }
}
