import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Programs without arguments, run in this process.
final class Programs {
  private static final Map<String, String> OUTPUTS = new HashMap<>();

  private Programs() {}

  /// Runs the program of that name unless it was run, and returns what it printed.
  static String output(String name) throws ReflectiveOperationException {
    String known = OUTPUTS.get(name);
    if (known == null) {
      known = run(name);
      OUTPUTS.put(name, known);
    }
    return known;
  }

  /// Runs the program of that name and returns what it printed.
  static String run(String name) throws ReflectiveOperationException {
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      var constructor = Class.forName(name).getDeclaredConstructor();
      constructor.setAccessible(true);
      Method main = Class.forName(name).getDeclaredMethod("main");
      main.setAccessible(true);
      main.invoke(constructor.newInstance());
    } finally {
      System.setOut(out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /// The numbers that the groups of the pattern take out of the text.
  static List<Double> numbers(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    List<Double> numbers = new ArrayList<>();
    while (matcher.find()) {
      for (int group = 1; group <= matcher.groupCount(); group++) {
        numbers.add(Double.valueOf(matcher.group(group)));
      }
    }
    assertThat(numbers).as("numbers of %s in:%n%s", pattern, text).isNotEmpty();
    return numbers;
  }
}
