import keras
import numpy as np

(x, _), _ = keras.datasets.mnist.load_data()
x = x[:10000].reshape(-1, 784).astype("float32") / 255

keras.utils.set_random_seed(1)
image = keras.Input((784,))
code = keras.layers.Dense(128, activation="relu")(image)
code = keras.layers.Dense(16, activation="relu", name="code")(code)
drawn = keras.layers.Dense(128, activation="relu")(code)
drawn = keras.layers.Dense(784, activation="sigmoid")(drawn)
autoencoder = keras.Model(image, drawn)
encoder = keras.Model(image, code)
autoencoder.compile("adam", "binary_crossentropy")
autoencoder.fit(x, x, epochs=3, batch_size=128, verbose=0)

print("codes:", encoder.predict(x[:5], verbose=0).shape)
print("mean error of a pixel:", np.abs(autoencoder.predict(x, verbose=0) - x).mean())
