package io.gradus.checks.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.nn.model.ModelTable;
import io.gradus.testkit.LayerCase;
import io.gradus.testkit.LayerContract;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayerTableTest {
  // The input of a model is never called; a function has no configuration to be made from; no
  // tensor holds the texts that two layers take; models are made of layers.
  private static final Set<String> WITHOUT_ROW =
      Set.of(
          "InputLayer", "Lambda", "StringLookup", "TextVectorization", "Sequential", "Functional");

  static Stream<LayerCase> rows() {
    return LayerTable.rows();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void keepsTheContract(LayerCase row) {
    LayerContract.check(row);
  }

  @Test
  void everyLayerHasARow() {
    TreeSet<String> rows =
        rows()
            .map(row -> row.layer().schema().className())
            .collect(Collectors.toCollection(TreeSet::new));
    TreeSet<String> layers = new TreeSet<>(ModelTable.TABLE.names());
    layers.removeAll(WITHOUT_ROW);
    assertThat(rows).isEqualTo(layers);
  }
}
