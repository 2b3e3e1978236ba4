import tempfile

import keras
import numpy as np


@keras.saving.register_keras_serializable()
class Scaling(keras.layers.Layer):
    def __init__(self, first, **kwargs):
        super().__init__(**kwargs)
        self.first = first

    def build(self, input_shape):
        self.w = self.add_weight(
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.first),
            name="w",
        )

    def call(self, x):
        return x * self.w

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "first": self.first}


rng = np.random.default_rng(1)
x = rng.uniform(-1, 1, (256, 4)).astype("float32")
y = x @ np.array([1, -2, 3, 0], "float32")
keras.utils.set_random_seed(1)
model = keras.Sequential([Scaling(0.5), keras.layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.05), "mse")
model.fit(x, y, epochs=20, verbose=0)
print("loss:", model.evaluate(x, y, verbose=0))

file = tempfile.mkdtemp() + "/model.keras"
model.save(file)
loaded = keras.models.load_model(file)
print("the same:", np.abs(loaded.predict(x, verbose=0) - model.predict(x, verbose=0)).max())
