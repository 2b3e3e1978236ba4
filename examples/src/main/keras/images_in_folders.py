import pathlib
import random
import tempfile

import keras
from PIL import Image, ImageDraw


def draw(root):
    random.seed(1)
    for name in ["bar", "disc"]:
        (root / name).mkdir()
        for i in range(60):
            image = Image.new("L", (24, 24))
            x = 3 + random.randrange(8)
            size = 8 + random.randrange(5)
            pen = ImageDraw.Draw(image)
            if name == "disc":
                pen.ellipse((x, x, x + size, x + size), fill=255)
            else:
                pen.rectangle((x, 3, x + 3, 21), fill=255)
            image.save(root / name / f"{i}.png")


root = pathlib.Path(tempfile.mkdtemp())
draw(root)
train, validation = keras.utils.image_dataset_from_directory(
    root,
    color_mode="grayscale",
    image_size=(24, 24),
    validation_split=0.25,
    subset="both",
    seed=1,
)

keras.utils.set_random_seed(1)
model = keras.Sequential([
    keras.Input((24, 24, 1)),
    keras.layers.Rescaling(1 / 255),
    keras.layers.RandomRotation(0.1),
    keras.layers.RandomTranslation(0.1, 0.1),
    keras.layers.Conv2D(8, 3, activation="relu"),
    keras.layers.MaxPooling2D(2),
    keras.layers.Conv2D(16, 3, activation="relu"),
    keras.layers.GlobalAveragePooling2D(),
    keras.layers.Dense(2, activation="softmax"),
])
model.compile(
    keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"]
)
model.fit(train, epochs=15, validation_data=validation, verbose=2)
