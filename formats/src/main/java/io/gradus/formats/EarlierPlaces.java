package io.gradus.formats;

import io.gradus.formats.hdf5.Hdf5File;
import io.gradus.formats.hdf5.Hdf5Object;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The groups of weights in files of tf.keras 2.12 to 2.15, which name a layer after its class as
/// Keras 3 does, but leave numbers out, since they meet each layer with weights twice.
///
/// @param file the file
record EarlierPlaces(Hdf5File file) implements WeightPlaces.Names {
  private static final String CHECKPOINT = "_layer_checkpoint_dependencies";

  /// {@return whether a file has such groups}
  static boolean in(Hdf5File file) throws IOException {
    return file.root().members().contains(CHECKPOINT);
  }

  @Override
  public String layers(String model) throws IOException {
    Hdf5Object group = model.isEmpty() ? file.root() : file.find(model);
    return group != null && group.members().contains(CHECKPOINT) ? CHECKPOINT : "layers";
  }

  @Override
  public String layer(String group, String name, int number) throws IOException {
    Hdf5Object found = file.find(group);
    List<String> members = new ArrayList<>();
    for (String member : found == null ? List.<String>of() : found.members()) {
      String rest = member.startsWith(name) ? member.substring(name.length()) : "?";
      if (rest.isEmpty() || rest.matches("_[0-9]{1,9}")) {
        members.add(member);
      }
    }
    members.sort(
        Comparator.comparingInt(member ->
            member.equals(name) ? 0 : Integer.parseInt(member.substring(name.length() + 1))));
    return number < members.size()
        ? members.get(number)
        : WeightPlaces.CURRENT.layer(group, name, number);
  }
}
