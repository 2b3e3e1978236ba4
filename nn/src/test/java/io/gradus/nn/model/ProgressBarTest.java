package io.gradus.nn.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Keras' lines of progress, and when there are any.
class ProgressBarTest {
  private static final long MILLIS = 1_000_000;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private long now;

  private ProgressBar bar(long steps, boolean wanted) {
    return new ProgressBar(steps, out, () -> wanted, () -> now);
  }

  private void run(ProgressBar bar, int steps, long millisEach) {
    for (int i = 0; i < steps; i++) {
      now += millisEach * MILLIS;
      bar.step(Map::of);
    }
    bar.end(() -> Map.of("loss", 0.25));
  }

  private String told() {
    return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  @Test
  void isShownAfterASecond() {
    run(bar(4, true), 4, 600);
    assertThat(told())
        .isEqualTo(
            "\r2/4 ━━━━━━━━━━────────── 1s 600ms/step"
                + "\r3/4 ━━━━━━━━━━━━━━━───── 0s 600ms/step"
                + "\r4/4 ━━━━━━━━━━━━━━━━━━━━ 2s 600ms/step"
                + "\r4/4 ━━━━━━━━━━━━━━━━━━━━ 2s 600ms/step - loss: 0.2500\n");
  }

  @Test
  void whatIsQuickTellsNothing() {
    run(bar(10, true), 10, 99);
    assertThat(told()).isEmpty();
  }

  @Test
  void whereItIsNotWantedItTellsNothing() {
    run(bar(4, false), 4, 600);
    assertThat(told()).isEmpty();
  }

  @Test
  void anUnknownNumberOfStepsIsKnownAtTheEnd() {
    run(bar(ProgressBar.UNKNOWN, true), 2, 1500);
    assertThat(told())
        .isEqualTo(
            "\r      1/Unknown 1s 2s/step\r      2/Unknown 3s 2s/step"
                + "\r2/2 ━━━━━━━━━━━━━━━━━━━━ 3s 2s/step - loss: 0.2500\n");
  }

  @Test
  void isRedrawnTenTimesASecond() {
    ProgressBar bar = bar(1000, true);
    for (int i = 0; i < 1000; i++) {
      now += 2 * MILLIS;
      bar.step(Map::of);
    }
    assertThat(told().chars().filter(c -> c == '\r').count()).isEqualTo(10);
  }

  @Test
  void goesOverItems() {
    List<Integer> seen = new ArrayList<>();
    ProgressBar.over(List.of(1, 2, 3), 3).forEach(seen::add);
    assertThat(seen).containsExactly(1, 2, 3);
    assertThat(told()).isEmpty();
  }

  @Test
  void theThreadSaysHowMuchIsTold() {
    assertThat(Verbosity.current()).isEqualTo(Verbosity.BAR);
    assertThat(Verbosity.SILENT.<Verbosity, RuntimeException>call(Verbosity::current))
        .isEqualTo(Verbosity.SILENT);
    Verbosity.LINE.run(() -> {
      assertThat(Fit.epochs(1).verbosity()).isEqualTo(Verbosity.LINE);
      assertThat(Fit.epochs(1).quiet().verbosity()).isEqualTo(Verbosity.SILENT);
    });
    assertThat(Fit.epochs(1).verbosity()).isEqualTo(Verbosity.BAR);
  }

  @Test
  void linesAreThoseOfKeras() {
    Map<String, Double> logs = Map.of("loss", 0.0005);
    assertThat(Progress.line(17, ProgressBar.UNKNOWN, 3_400_000_000L, logs))
        .isEqualTo("     17/Unknown 3s 200ms/step - loss: 5.0000e-04");
    assertThat(Progress.line(5, 10, 500_000_000L, Map.of()))
        .isEqualTo(" 5/10 ━━━━━━━━━━────────── 0s 100ms/step");
  }
}
