import tempfile

import keras
import numpy as np
from keras import ops


@keras.saving.register_keras_serializable()
def late(y_true, y_pred):
    """Being too low costs three times as much as being too high."""
    error = y_true - y_pred
    return ops.mean(ops.maximum(3 * error, -error), axis=-1)


@keras.saving.register_keras_serializable()
def near(y_true, y_pred):
    """The share of predictions that are nearer than 0.2."""
    return ops.mean(ops.cast(ops.abs(y_true - y_pred) < 0.2, "float32"), axis=-1)


rng = np.random.default_rng(1)
x = rng.uniform(-1, 1, (256, 3)).astype("float32")
y = 2 * x[:, 0] - x[:, 1]
keras.utils.set_random_seed(1)
model = keras.Sequential([keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), late, metrics=[near])
model.fit(x, y, epochs=20, verbose=0)
print(model.evaluate(x, y, verbose=0, return_dict=True))

file = tempfile.mkdtemp() + "/model.keras"
model.save(file)
print(keras.models.load_model(file).evaluate(x, y, verbose=0, return_dict=True))
