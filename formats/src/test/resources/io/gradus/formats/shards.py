"""Writes shards.weights.json, its files shards_0000*.weights.h5 and shards.npz with Keras (3.16.0, on
NumPy): a model of 5 layers with weights in shards of at most 200 bytes, and what it predicts. Run in
this folder."""

import keras
import numpy as np

keras.utils.set_random_seed(1)
inputs = keras.Input((4,))
inner = keras.Sequential([keras.Input((6,)), keras.layers.Dense(5, "tanh"), keras.layers.Dropout(0.5)])
hidden = keras.layers.Dense(6, "relu")(inputs)
hidden = keras.layers.BatchNormalization()(hidden)
outputs = keras.layers.Dense(3)(inner(hidden))
model = keras.Model(inputs, outputs)
for weight in model.weights:
    weight.assign(np.random.default_rng(len(weight.shape)).uniform(0.1, 1, weight.shape))
model.save_weights("shards.weights.json", max_shard_size=200 / 1024**3)
x = np.linspace(-1, 1, 8, dtype="float32").reshape(2, 4)
np.savez("shards.npz", x=x, y=model.predict(x, verbose=0))
