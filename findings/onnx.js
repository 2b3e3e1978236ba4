// A model of one ONNX operator, computed by ONNX Runtime.
// compute('ReduceMax', {x: floats([1, 2]), axes: ints([0])}, {attributes: {keepdims: 0}})
const ort = require('onnxruntime-node');
const {onnx} = require('onnx-proto');

const TYPES = {float32: 1, uint8: 2, int32: 6, int64: 7};

function attribute(name, value) {
  return typeof value === 'string'
    ? {name, type: 3, s: Buffer.from(value)}
    : Array.isArray(value) ? {name, type: 7, ints: value} : {name, type: 2, i: value};
}

exports.floats = (data, dims = [data.length]) => new ort.Tensor('float32', Float32Array.from(data), dims);
exports.ints = (data, dims = [data.length]) => new ort.Tensor('int64', BigInt64Array.from(data.map(BigInt)), dims);
exports.int32s = (data, dims = [data.length]) => new ort.Tensor('int32', Int32Array.from(data), dims);

// The outputs as arrays of numbers, int64 as text; `outputs` are their types.
exports.compute = async function (operator, inputs, {attributes = {}, outputs = ['float32']} = {}) {
  const names = outputs.map((type, at) => 'y' + at);
  const graph = {
    name: operator,
    node: [{
      opType: operator, input: Object.keys(inputs), output: names,
      attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
    }],
    input: Object.entries(inputs).map(([name, {type, dims}]) => ({
      name, type: {tensorType: {elemType: TYPES[type], shape: {dim: dims.map(d => ({dimValue: d}))}}},
    })),
    output: outputs.map((type, at) => ({name: names[at], type: {tensorType: {elemType: TYPES[type]}}})),
  };
  const model = {irVersion: 9, opsetImport: [{domain: '', version: 21}], graph};
  const session = await ort.InferenceSession.create(
    onnx.ModelProto.encode(model).finish(), {intraOpNumThreads: 1, logSeverityLevel: 3});
  const results = await session.run(inputs);
  return names.map(name => Array.from(results[name].data, x => typeof x === 'bigint' ? x.toString() : x));
};

exports.show = (label, numbers) => console.log(`${label}: ${numbers.join(' ')}`);
