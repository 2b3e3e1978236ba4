import keras
import numpy as np

rng = np.random.default_rng(1)
t = np.arange(1000)
series = np.sin(0.26 * t) + np.sin(0.02 * t) + rng.normal(0, 0.05, 1000)
windows = np.lib.stride_tricks.sliding_window_view(series, 24)[:-1, :, None]
following = series[24:]

keras.utils.set_random_seed(1)
model = keras.Sequential([
    keras.layers.LSTM(16),
    keras.layers.Dense(1),
])
model.compile(keras.optimizers.Adam(0.01), "mse", metrics=["mae"])
model.fit(windows[:800], following[:800], epochs=10, verbose=0)
result = model.evaluate(windows[800:], following[800:], verbose=0, return_dict=True)
print("LSTM:", result["mae"])
print("as the last value:", np.abs(following - series[23:-1])[800:].mean())
