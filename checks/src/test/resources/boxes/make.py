# Boxes, labels and masks that Keras 3.16 (numpy backend) gives: writes boxes.npz next to this file.
import os

import keras
import numpy as np
from keras import layers
from keras.utils import bounding_boxes as bb

H, W = 12, 20
FORMATS = ["xyxy", "yxyx", "xywh", "center_xywh", "center_yxhw",
           "rel_xyxy", "rel_yxyx", "rel_xywh", "rel_center_xywh"]
rng = np.random.default_rng(3)
out = {}


def put(key, value):
    out[key] = keras.ops.convert_to_numpy(value)


def boxes(count):
    a = np.zeros((2, count, 4))
    x = np.sort(rng.uniform(-3, W + 3, size=(2, count, 2)), axis=-1)
    y = np.sort(rng.uniform(-3, H + 3, size=(2, count, 2)), axis=-1)
    a[..., 0], a[..., 2], a[..., 1], a[..., 3] = x[..., 0], x[..., 1], y[..., 0], y[..., 1]
    return a.astype("float32")


given = boxes(5)
given[0, 3] = [-1, -1, -1, -1]
given[0, 4] = [0, 0, 0, 0]
given[1, 4] = [W + 1, H + 1, W + 4, H + 3]
labels = rng.integers(0, 7, size=(2, 5)).astype("int32")
put("boxes", given)
put("labels", labels)
for s in FORMATS:
    source = bb.convert_format(given, "xyxy", s, height=H, width=W)
    for t in FORMATS:
        put(f"convert {s} {t}", bb.convert_format(source, s, t, height=H, width=W))
for f in ("xyxy", "rel_xyxy"):
    source = bb.convert_format(given, "xyxy", f, height=H, width=W)
    clipped = bb.clip_to_image_size({"boxes": source, "labels": keras.ops.convert_to_tensor(labels)},
                                    height=H, width=W, bounding_box_format=f)
    put(f"clip {f} boxes", clipped["boxes"])
    put(f"clip {f} labels", clipped["labels"])
put("crop", bb.crop(keras.ops.convert_to_tensor(given), 2, 5, 7, 9))
put("pad", bb.pad(keras.ops.convert_to_tensor(given), 2, 5))
for i in range(4):
    t = rng.uniform(-0.4, 0.4, size=(6, 2)).astype("float32")
    t[0] *= 200  # degrees
    t[3] += 1
    t[4:] *= 60
    c = (0.5, 0.5) if i < 2 else (0.2, 0.7)
    put(f"affine {i} given", t)
    tensors = [keras.ops.convert_to_tensor(r) for r in t]
    put(f"affine {i}", bb.affine_transform(keras.ops.convert_to_tensor(given), *tensors, height=H, width=W,
                                           center_x=c[0], center_y=c[1]))
images = rng.uniform(size=(2, H, W, 3)).astype("float32")
masks = rng.integers(0, 9, size=(2, H, W, 1)).astype("int32")
put("images", images)
put("masks", masks)


def layer(name, make):
    for f in ("xyxy", "center_yxhw", "rel_xywh", "rel_center_xywh"):
        of = make(bounding_box_format=f)
        source = bb.convert_format(given, "xyxy", f, height=H, width=W)
        source[0, 3] = -1
        seen = of({"images": images.copy(), "labels": np.eye(2, dtype="float32"), "segmentation_masks": masks.copy(),
                   "bounding_boxes": {"boxes": source, "labels": labels.copy()}}, training=False)
        put(f"{name} {f} given", source)
        put(f"{name} {f} boxes", seen["bounding_boxes"]["boxes"])
        put(f"{name} {f} labels", seen["bounding_boxes"]["labels"])
    put(f"{name} images", seen["images"])
    put(f"{name} masks", seen["segmentation_masks"])


for size in [(8, 10), (7, 24), (16, 9)]:
    h, w = size
    layer(f"center_crop {h} {w}", lambda **k: layers.CenterCrop(h, w, **k))
    layer(f"resizing {h} {w}", lambda **k: layers.Resizing(h, w, **k))
    layer(f"resizing_pad {h} {w}", lambda **k: layers.Resizing(h, w, pad_to_aspect_ratio=True, fill_value=3, **k))
    layer(f"resizing_crop {h} {w}", lambda **k: layers.Resizing(h, w, crop_to_aspect_ratio=True, **k))
for count in (0, 3, 8):
    layer(f"max_num {count} 0", lambda **k: layers.MaxNumBoundingBoxes(count, **k))
np.savez_compressed(os.path.join(os.path.dirname(os.path.abspath(__file__)), "boxes.npz"), **out)
