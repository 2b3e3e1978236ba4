package io.gradus.nn.layer;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What goes into or comes out of a layer: one tensor, or several in order, each perhaps with a
/// mask that tells which of its parts count (`true`) and which are padding, and what else the layer
/// is told in this call.
///
/// @param all the tensors
/// @param masks for each tensor its mask, a `bool` tensor of its leading axes, or null
/// @param arguments what the layer is told beside its inputs
public record Values(List<Tensor> all, List<@Nullable Tensor> masks, Arguments arguments) {
  /// Copies the lists.
  ///
  /// @throws IllegalArgumentException if there are not as many masks as tensors
  public Values {
    all = List.copyOf(all);
    masks = Collections.unmodifiableList(new ArrayList<>(masks));
    if (masks.size() != all.size()) {
      throw new IllegalArgumentException(
          "values: each tensor needs a mask or null; got %d tensors, %d masks"
              .formatted(all.size(), masks.size()));
    }
  }

  /// These tensors without masks.
  public Values(List<Tensor> all) {
    this(all, Collections.nCopies(all.size(), null), Arguments.NONE);
  }

  /// {@return these tensors, without masks}
  public static Values of(Tensor... tensors) {
    return new Values(List.of(tensors));
  }

  /// {@return the only tensor}
  ///
  /// @throws IllegalArgumentException if there are several or none
  public Tensor one() {
    if (all.size() != 1) {
      throw new IllegalArgumentException("layer: expects one tensor, got " + types());
    }
    return all.getFirst();
  }

  /// {@return the types, in order}
  public List<TensorType> types() {
    return all.stream().map(Tensor::type).toList();
  }

  /// {@return the mask of the tensor at a position, or null}
  public @Nullable Tensor mask(int position) {
    return masks.get(position);
  }

  /// {@return whether any tensor has a mask}
  public boolean isMasked() {
    return masks.stream().anyMatch(mask -> mask != null);
  }

  /// {@return these tensors, each with this mask, or none if it is null}
  public Values masked(@Nullable Tensor mask) {
    return masked(Collections.nCopies(all.size(), mask));
  }

  /// {@return these values, the first so many with one mask and the others with none}
  Values maskedFirst(@Nullable Tensor mask, int count) {
    List<@Nullable Tensor> changed = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      changed.add(i < count ? mask : null);
    }
    return masked(changed);
  }

  /// {@return these tensors with these masks}
  public Values masked(List<@Nullable Tensor> changed) {
    return new Values(all, changed, arguments);
  }

  /// {@return these tensors and masks, with these arguments in place of the present ones}
  public Values with(Arguments changed) {
    return new Values(all, masks, changed);
  }

  /// {@return these values with each tensor, tensor among the arguments and mask replaced, in this
  /// order, in which Keras goes through a call}
  public Values map(UnaryOperator<Tensor> change) {
    List<Tensor> changed = all.stream().map(change).toList();
    Arguments changedArguments = arguments.map(change);
    List<@Nullable Tensor> changedMasks = new ArrayList<>();
    masks.forEach(mask -> changedMasks.add(mask == null ? null : change.apply(mask)));
    return new Values(changed, changedMasks, changedArguments);
  }
}
