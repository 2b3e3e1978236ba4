package io.gradus.checks.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A page of the documentation.
///
/// @param name the path below the repository's root
/// @param lines the text
record Page(String name, List<String> lines) {
  private static final Path ROOT = Path.of(System.getProperty("gradus.root"));
  private static final Pattern HEADING = Pattern.compile("#+ (.*)");
  private static final Pattern NO_ANCHOR = Pattern.compile("[^\\p{L}\\p{N} _-]");
  private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");

  /// A block of code.
  ///
  /// @param page where it stands
  /// @param line the number of its first line
  /// @param code its text
  record Block(Page page, int line, String code) {}

  static Page of(String name) throws IOException {
    return new Page(name, Files.readAllLines(ROOT.resolve(name)));
  }

  /// {@return the pages at the root and those below `docs`}
  static List<Page> all() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> root = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      Stream.concat(root, docs)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .forEach(files::add);
    }
    List<Page> pages = new ArrayList<>();
    for (Path file : files) {
      pages.add(of(ROOT.relativize(file).toString().replace('\\', '/')));
    }
    return pages;
  }

  /// {@return the blocks of Java, in order}
  List<Block> java() {
    return blocks("java");
  }

  /// {@return the blocks that are marked with this language, in order}
  List<Block> blocks(String language) {
    List<Block> blocks = new ArrayList<>();
    int start = -1;
    boolean wanted = false;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("```")) {
        if (start < 0) {
          start = i + 1;
          wanted = lines.get(i).equals("```" + language);
        } else {
          if (wanted) {
            blocks.add(
                new Block(this, start + 1, String.join("\n", lines.subList(start, i)) + "\n"));
          }
          start = -1;
        }
      }
    }
    return blocks;
  }

  /// {@return what the links outside of code point to}
  List<String> links() {
    List<String> links = new ArrayList<>();
    for (String line : prose()) {
      Matcher matcher = LINK.matcher(line);
      while (matcher.find()) {
        links.add(matcher.group(1));
      }
    }
    return links;
  }

  /// {@return the names that links to headings of this page have}
  List<String> anchors() {
    return prose().stream()
        .map(HEADING::matcher)
        .filter(Matcher::matches)
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(text -> NO_ANCHOR.matcher(text).replaceAll("").replace(' ', '-'))
        .toList();
  }

  private List<String> prose() {
    List<String> prose = new ArrayList<>();
    boolean code = false;
    for (String line : lines) {
      boolean fence = line.startsWith("```");
      code ^= fence;
      if (!code && !fence) {
        prose.add(line);
      }
    }
    return prose;
  }

  /// {@return whether the file or folder that a link names is there, and its heading}
  boolean resolves(String link) throws IOException {
    int hash = link.indexOf('#');
    String path = hash < 0 ? link : link.substring(0, hash);
    Path file = path.isEmpty() ? ROOT.resolve(name) : ROOT.resolve(name).resolveSibling(path);
    if (!Files.exists(file)) {
      return false;
    }
    return hash < 0
        || of(ROOT.relativize(file.normalize()).toString().replace('\\', '/'))
            .anchors()
            .contains(link.substring(hash + 1));
  }

  @Override
  public String toString() {
    return name;
  }
}
