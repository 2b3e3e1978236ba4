package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NumberedNamesTest {
  @Test
  void numbersCountAndGroupsStayWhole() {
    List<String> names =
        List.of(
            "a",
            "a/vars/0",
            "a/vars/1",
            "a/vars/9",
            "a/vars/10",
            "a2",
            "a2/b",
            "a10",
            "a10/b",
            "a:",
            "aa",
            "b",
            "b0",
            "b1",
            "b01/c");
    List<String> sorted = names.reversed().stream().sorted(NumberedNames.ORDER).toList();
    assertThat(sorted).isEqualTo(names);
    assertThat(NumberedNames.ORDER.compare("a/1", "a/1")).isZero();
    assertThat(NumberedNames.ORDER.compare("a/01", "a/1")).isNegative();
    assertThat(NumberedNames.ORDER.compare("a/1", "a/01")).isPositive();
    assertThat(NumberedNames.ORDER.compare("a", "a/1")).isNegative();
  }

  @Test
  void longTextsAreCutAndLettersThatDriveAreShown() {
    String exact = "x".repeat(800);
    assertThat(Shown.of(exact)).isEqualTo(exact);
    assertThat(Shown.of("y".repeat(600) + "12" + "z".repeat(200)))
        .isEqualTo("y".repeat(600) + "… (2 more) …" + "z".repeat(200));
    String drives = "\u0000\u001b\u007f\u009f\u061c\u200e\u200f\u2028\u202e\u2066\u2069";
    assertThat(Shown.escaped(drives))
        .isEqualTo("\\u0000\\u001b\\u007f\\u009f\\u061c\\u200e\\u200f\\u2028\\u202e\\u2066\\u2069");
    String harmless = " ~\u00a0\u061b\u061d\u200d\u2010\u2027\u202f\u2065\u206a";
    assertThat(Shown.escaped(harmless)).isEqualTo(harmless);
  }
}
