import keras
import tensorflow as tf

(x, y), _ = keras.datasets.mnist.load_data()
x = x[:12800].reshape(-1, 784).astype("float32") / 255
digits = tf.data.Dataset.from_tensor_slices((x, y[:12800])).shuffle(12800).batch(128)

keras.utils.set_random_seed(1)
model = keras.Sequential([
    keras.Input((784,)),
    keras.layers.Dense(64, activation="relu"),
    keras.layers.Dropout(0.1),
    keras.layers.Dense(10),
])
optimizer = keras.optimizers.Adam()
crossentropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
accuracy = keras.metrics.SparseCategoricalAccuracy()

for epoch in range(2):
    accuracy.reset_state()
    for images, labels in digits:
        with tf.GradientTape() as tape:
            logits = model(images, training=True)
            loss = crossentropy(labels, logits)
        gradients = tape.gradient(loss, model.trainable_weights)
        optimizer.apply(gradients, model.trainable_weights)
        accuracy.update_state(labels, logits)
    print(f"epoch {epoch + 1}: accuracy {accuracy.result():.3f}")
