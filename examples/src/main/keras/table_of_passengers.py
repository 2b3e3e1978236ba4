import csv
import io
import random

import keras
import numpy as np


def table():
    random.seed(1)
    out = io.StringIO("age,fare,port,reduced\n")
    out.seek(0, io.SEEK_END)
    for _ in range(500):
        age = random.randrange(80)
        port = random.choice(["north", "south", "west"])
        reduced = int(age < 18 or (age > 60 and port == "north"))
        out.write(f"{age},{5 + random.randrange(60)},{port},{reduced}\n")
    out.seek(0)
    return out


rows = list(csv.reader(table()))[1:]
numbers = np.array([[float(row[0]), float(row[1])] for row in rows], "float32")
words = np.array([row[2] for row in rows])
reduced = np.array([int(row[3]) for row in rows])

scale = keras.layers.Normalization()
scale.adapt(numbers)
port = keras.layers.StringLookup(output_mode="one_hot")
port.adapt(words)
x = np.concatenate([scale(numbers), port(words)], axis=1)

keras.utils.set_random_seed(1)
model = keras.Sequential([
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(x, reduced, epochs=30, validation_split=0.2, verbose=2)
