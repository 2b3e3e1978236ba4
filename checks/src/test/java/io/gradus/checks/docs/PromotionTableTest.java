package io.gradus.checks.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PromotionTableTest {
  private static final List<DType> ALL = List.of(DType.values());

  @Test
  void listsEveryPair() throws IOException {
    List<List<String>> table = tables().getFirst();
    assertThat(table.getFirst()).startsWith("").endsWith(names(ALL.stream()));
    assertThat(table).hasSize(1 + ALL.size());
    for (DType x : ALL) {
      List<String> row = table.get(1 + x.ordinal());
      assertThat(row).startsWith(x.toString());
      assertThat(row.subList(1, row.size()))
          .as(x + " with each")
          .containsExactly(names(ALL.stream().map(x::promote)));
    }
  }

  @Test
  void additionFollowsTheTable() {
    for (DType x : ALL) {
      for (DType y : ALL) {
        if (x.promote(y) != DType.BOOL) {
          assertThat(one(x).add(one(y)).dtype()).isEqualTo(x.promote(y));
        }
      }
    }
  }

  @Test
  void listsJavaNumbersAndFunctions() throws IOException {
    List<List<String>> table = tables().get(1);
    assertThat(table).hasSize(1 + ALL.size());
    for (DType x : ALL) {
      assertThat(table.get(1 + x.ordinal()))
          .containsExactly(
              names(
                  Stream.of(
                      x, x.promoteWeakInteger(), x.promoteWeakFloat(), x.toFloating(), x.ofSum())));
    }
  }

  @Test
  void tensorsFollowTheSecondTable() {
    for (DType x : ALL) {
      assertThat(one(x).add(1).dtype()).isEqualTo(x.promoteWeakInteger());
      assertThat(one(x).add(1.5).dtype()).isEqualTo(x.promoteWeakFloat());
      assertThat(one(x).mean().dtype()).isEqualTo(x.toFloating());
      assertThat(one(x).sum().dtype()).isEqualTo(x.ofSum());
    }
  }

  private static Tensor one(DType dtype) {
    return Tensor.scalar(dtype, 1);
  }

  private static String[] names(Stream<DType> dtypes) {
    return dtypes.map(DType::toString).toArray(String[]::new);
  }

  /// {@return the tables of the page: their rows, the head first, without the line below it}
  private static List<List<List<String>>> tables() throws IOException {
    List<List<List<String>>> tables = new ArrayList<>();
    boolean inside = false;
    for (String line : Page.of("docs/promotion.md").lines()) {
      boolean row = line.startsWith("|");
      if (row && !inside) {
        tables.add(new ArrayList<>());
      }
      if (row && !line.startsWith("|--")) {
        String[] cells = line.replaceAll("[*`]", "").split("\\|", -1);
        tables.getLast().add(Arrays.stream(cells, 1, cells.length - 1).map(String::strip).toList());
      }
      inside = row;
    }
    return tables;
  }
}
