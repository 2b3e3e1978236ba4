import com.google.googlejavaformat.java.Main;
import java.io.PrintWriter;

/// Formats all Java files under a folder in one JVM: `Format.java check|write FOLDER`.
void main(String[] arguments) throws Exception {
  var root = Path.of(arguments[1]).toAbsolutePath().normalize();
  var files = new ArrayList<String>();
  Files.walkFileTree(
      root,
      new SimpleFileVisitor<>() {
        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
          String name = folder.getFileName().toString();
          boolean skipped = name.equals("target") || (name.startsWith(".") && !name.equals(".mvn"));
          return skipped && !folder.equals(root)
              ? FileVisitResult.SKIP_SUBTREE
              : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
          if (file.toString().endsWith(".java")) files.add(file.toString());
          return FileVisitResult.CONTINUE;
        }
      });
  if (files.isEmpty()) return;
  boolean write = arguments[0].equals("write");
  files.addAll(0, write ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
  var out = new StringWriter();
  int status =
      new Main(new PrintWriter(out), new PrintWriter(System.err, true), System.in)
          .format(files.toArray(String[]::new));
  IO.print(out);
  if (status != 0) {
    System.err.println(
        "Java files to be formatted are listed above; `mvn -N validate -Pformat` rewrites them.");
  }
  System.exit(status);
}
