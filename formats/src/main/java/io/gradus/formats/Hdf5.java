package io.gradus.formats;

import io.gradus.formats.hdf5.Attribute;
import io.gradus.formats.hdf5.Dataset;
import io.gradus.formats.hdf5.Hdf5File;
import io.gradus.formats.hdf5.Hdf5Object;
import io.gradus.nn.config.Names;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An HDF5 file of any kind, as h5py and libhdf5 write it: what is in it, and each dataset as a
/// tensor.
///
/// ```java
/// try (Hdf5 file = Hdf5.open(Path.of("digits.h5"))) {
///   for (String path : file.datasets()) {
///     System.out.println(path + ": " + (file.isText(path) ? "text" : file.type(path)));
///   }
///   Tensor images = file.read("train/images");
/// }
/// ```
///
/// The file is open until [#close]; it is not changed meanwhile. Only what is asked for is read:
/// opening a file reads the header of its root, a list reads headers, and none of them elements.
/// Not for several threads at the same time.
///
/// Read are all versions of the format up to HDF5 2.0: integers and floats in either order of
/// bytes, truth values, enumerations and bit fields as the integers they are, arrays as further
/// axes, texts; datasets in one piece or in chunks, filtered by gzip, shuffle, fletcher32 and LZF;
/// what was never written is the fill value. Soft links are followed. Refused by name are other
/// types, such as complex numbers, other filters, datasets that are made of others, and other
/// files.
///
/// Files may come from strangers: a file that is damaged or made to harm gets a
/// [ModelFormatException]. Reading a dataset takes at most 64 MB and twice its elements; one of
/// more than 32 MB, of which less than a thousandth is stored, is refused.
public final class Hdf5 implements AutoCloseable {
  private static final int MOST_NAMES = 10;

  private final FileChannel channel;
  private final Bytes bytes;
  private final Hdf5File file;

  private Hdf5(FileChannel channel, Bytes bytes) throws IOException {
    this.channel = channel;
    this.bytes = bytes;
    if (!FileSignature.isHdf5(bytes)) {
      throw FileSignature.refusal(bytes, "no HDF5 file");
    }
    this.file = Hdf5File.open(bytes);
  }

  /// {@return the file, which is open until it is closed}
  ///
  /// @throws ModelFormatException if it is no HDF5 file
  public static Hdf5 open(Path path) throws IOException {
    FileChannel channel = Bytes.open(path);
    try {
      return Bytes.guarded(path, () -> new Hdf5(channel, Bytes.of(path, channel)));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// {@return the paths of all datasets, such as `train/images`, those of a group together} A
  /// dataset that has several paths is there once.
  public List<String> datasets() throws IOException {
    return walk().datasets;
  }

  /// {@return the paths of all groups below the root, outer ones first}
  public List<String> groups() throws IOException {
    return walk().groups;
  }

  /// {@return what [#datasets] and [#groups] leave out, by path, each with the reason: links, which
  /// lead to what has a path of its own, or to other files, and what cannot be read}
  public Map<String, String> unlisted() throws IOException {
    return walk().unlisted;
  }

  /// What a file holds.
  private static final class Walk implements Hdf5File.Visitor {
    private final List<String> datasets = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();
    private final Map<String, String> unlisted = new LinkedHashMap<>();

    @Override
    public void visit(Hdf5Object object) {
      if (object.isDataset()) {
        datasets.add(object.path());
      } else if (object.isGroup()) {
        groups.add(object.path());
      } else {
        unlisted.put(object.path(), "a named type");
      }
    }

    @Override
    public void link(String path, String target) {
      unlisted.put(path, target);
    }

    @Override
    public void unreadable(String path, IOException problem) {
      unlisted.put(path, ModelFormatException.problem(problem));
    }
  }

  private Walk walk() throws IOException {
    return Bytes.guarded(
        bytes.file(),
        () -> {
          Walk walk = new Walk();
          file.walk(walk);
          return walk;
        });
  }

  /// {@return the names of the members of a group: in the order in which they were made where the
  /// file has it, else sorted}
  ///
  /// @param group its path; empty for the root
  /// @throws IllegalArgumentException if there is no such group, with what there is
  public List<String> members(String group) throws IOException {
    Hdf5Object found = find(group);
    if (!found.isGroup()) {
      throw unknown("%s is no group".formatted(group));
    }
    return List.copyOf(found.members());
  }

  /// {@return whether a path leads to a group, a dataset or a named type}
  ///
  /// @throws ModelFormatException if the path leads out of the file
  public boolean contains(String path) throws IOException {
    return file.find(path) != null;
  }

  /// {@return whether the elements of a dataset are texts, which [#texts] reads}
  ///
  /// @throws IllegalArgumentException if there is no such dataset, with what there is
  public boolean isText(String dataset) throws IOException {
    return dataset(dataset).isText();
  }

  /// {@return the type and the shape of a dataset, without reading its elements; a dataset without
  /// a space, which h5py calls empty, has the shape `[0]`}
  ///
  /// @throws IllegalArgumentException if there is no such dataset, with what there is
  /// @throws ModelFormatException if tensors have no such elements
  public TensorType type(String dataset) throws IOException {
    return dataset(dataset).type();
  }

  /// {@return the elements of a dataset; those that were never written are the fill value}
  ///
  /// @throws IllegalArgumentException if there is no such dataset, with what there is
  /// @throws ModelFormatException if tensors have no such elements, or they cannot be read
  public Tensor read(String dataset) throws IOException {
    return Bytes.guarded(bytes.file(), () -> dataset(dataset).read());
  }

  /// {@return the texts of a dataset in row-major order}
  ///
  /// @throws IllegalArgumentException if there is no such dataset, with what there is
  /// @throws ModelFormatException if its elements are no texts
  public List<String> texts(String dataset) throws IOException {
    return Bytes.guarded(bytes.file(), () -> dataset(dataset).texts());
  }

  /// {@return the names of the attributes of a group or a dataset}
  ///
  /// @param path its path; empty for the root
  /// @throws IllegalArgumentException if there is no such group or dataset, with what there is
  public List<String> attributes(String path) throws IOException {
    return List.copyOf(find(path).attributes().keySet());
  }

  /// {@return an attribute of a group or a dataset: a `String`, a `List<String>` or a `Tensor`}
  ///
  /// @param path the path of the group or dataset; empty for the root
  /// @throws IllegalArgumentException if there is no such attribute, with what there is
  /// @throws ModelFormatException if it is neither text nor numbers
  public Object attribute(String path, String name) throws IOException {
    Hdf5Object found = find(path);
    Attribute attribute = found.attributes().get(name);
    if (attribute == null) {
      throw unknown(
          "there is no attribute \"%s\" of %s; there are: %s"
              .formatted(name, place(path), names(name, found.attributes().keySet())));
    }
    if (!attribute.isText()) {
      return attribute.tensor();
    }
    return attribute.isScalar() ? attribute.text() : attribute.texts();
  }

  private Dataset dataset(String path) throws IOException {
    Hdf5Object found = find(path);
    if (found.isGroup()) {
      throw unknown(
          "%s is a group, no dataset; it has: %s"
              .formatted(place(path), names("", found.members())));
    }
    return found.dataset();
  }

  private Hdf5Object find(String path) throws IOException {
    Hdf5Object found = file.find(path);
    if (found == null) {
      throw unknown("there is no %s; %s".formatted(path, nearest(path)));
    }
    return found;
  }

  /// {@return what is in the innermost group of a path that is there}
  private String nearest(String path) throws IOException {
    String group = path;
    Hdf5Object found = null;
    while (found == null || !found.isGroup()) {
      group = group.substring(0, Math.max(0, group.lastIndexOf('/')));
      found = group.isEmpty() ? file.root() : file.find(group);
    }
    String rest = path.substring(group.isEmpty() ? 0 : group.length() + 1);
    String wanted = rest.substring(0, rest.indexOf('/') < 0 ? rest.length() : rest.indexOf('/'));
    return "%s has: %s".formatted(place(group), names(wanted, found.members()));
  }

  private static String place(String path) {
    return path.isEmpty() ? "the root" : path;
  }

  // A file has what it has: to ask for something else is the caller's mistake.
  private IllegalArgumentException unknown(String problem) {
    return new IllegalArgumentException("%s: %s".formatted(bytes.file(), problem));
  }

  /// {@return names, those first that are near the one that was looked for}
  private static String names(String wanted, Collection<String> names) {
    Set<String> ordered = new LinkedHashSet<>(Names.nearest(wanted, names));
    ordered.addAll(names);
    List<String> shown = new ArrayList<>();
    for (String name : ordered) {
      if (shown.size() == MOST_NAMES) {
        shown.add("…");
        break;
      }
      shown.add(name);
    }
    return shown.isEmpty() ? "nothing" : String.join(", ", shown);
  }

  /// Closes the file.
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
