import tempfile

import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x[:12000].reshape(-1, 784).astype("float32") / 255
y = y[:12000]


def low_digits(x, y):
    model = keras.Sequential([
        keras.Input((784,)),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(64, activation="relu", name="features"),
        keras.layers.Dense(5, activation="softmax"),
    ])
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(x, y, epochs=3, verbose=0)
    return model


keras.utils.set_random_seed(1)
file = tempfile.mkdtemp() + "/low.keras"
low_digits(x[y < 5], y[y < 5]).save(file)

base = keras.models.load_model(file)
base.trainable = False
head = keras.layers.Dense(5, activation="softmax", name="head")
model = keras.Model(base.inputs, head(base.get_layer("features").output))
model.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
x, y = x[y >= 5], y[y >= 5] - 5
model.fit(x[:500], y[:500], epochs=20, verbose=0)
print("new head:", model.evaluate(x[500:], y[500:], batch_size=128, verbose=0, return_dict=True))

base.trainable = True  # now all of it, with small steps
model.compile(keras.optimizers.Adam(1e-4), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:500], y[:500], epochs=20, verbose=0)
print("fine-tuned:", model.evaluate(x[500:], y[500:], batch_size=128, verbose=0, return_dict=True))
