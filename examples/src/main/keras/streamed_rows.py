import csv
import itertools
import tempfile

import keras
import numpy as np


class Rows(keras.utils.PyDataset):
    """Rows of a file, 32 at a time; of which places in the file are kept."""

    def __init__(self, file):
        super().__init__()
        self.file = file
        self.places = []
        with open(file, "rb") as lines:
            for number in itertools.count():
                place = lines.tell()
                if not lines.readline():
                    break
                if number % 32 == 0:
                    self.places.append(place)

    def __len__(self):
        return len(self.places)

    def __getitem__(self, i):
        with open(self.file) as lines:
            lines.seek(self.places[i])
            rows = [list(map(float, row)) for row in itertools.islice(csv.reader(lines), 32)]
        rows = np.array(rows, "float32")
        return rows[:, :3], rows[:, 3:]


file = tempfile.mktemp(".csv")
rng = np.random.default_rng(1)
x = rng.uniform(-1, 1, (2000, 3))
y = 2 * x[:, 0] + x[:, 1]
np.savetxt(file, np.column_stack([x, y]), delimiter=",")

keras.utils.set_random_seed(1)
model = keras.Sequential([keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(Rows(file), epochs=5, shuffle=False, verbose=2)
print(model.evaluate(Rows(file), verbose=0))
