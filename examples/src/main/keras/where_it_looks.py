import keras
import tensorflow as tf

(x_train, y_train), (x_test, _) = keras.datasets.mnist.load_data()
keras.utils.set_random_seed(1)
model = keras.Sequential([
    keras.Input((28, 28, 1)),
    keras.layers.Conv2D(8, 3, activation="relu"),
    keras.layers.MaxPooling2D(2),
    keras.layers.Flatten(),
    keras.layers.Dense(10),
])
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile("adam", loss, metrics=["accuracy"])
x = x_train[:6000, ..., None].astype("float32") / 255
model.fit(x, y_train[:6000], epochs=1, verbose=0)

image = tf.constant(x_test[:1, ..., None].astype("float32") / 255)
with tf.GradientTape() as tape:
    tape.watch(image)
    score = tf.reduce_max(model(image))
looks = tf.reshape(abs(tape.gradient(score, image)), (28, 28))
print(f"middle: {tf.reduce_mean(looks[8:20, 8:20]):.4f}")
print(f"border: {tf.reduce_mean(looks[:2]):.4f}")
