import tempfile

import keras

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255

keras.utils.set_random_seed(1)
model = keras.Sequential([
    keras.layers.Dense(128, activation="relu"),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=1, batch_size=128)
print(model.evaluate(x_test, y_test, batch_size=128, return_dict=True))

file = tempfile.mkdtemp() + "/digits.keras"
model.save(file)
scores = keras.models.load_model(file).predict(x_test[:1])
print("the first image is a", scores.argmax())
