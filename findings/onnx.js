// Small ONNX models, computed by ONNX Runtime.
//
// compute('ReduceMax', {x: floats([1, 2]), axes: ints([0])}, {attributes: {keepdims: 0}})
// computeGraph([['Relu', ['x'], ['y'], {}]], {x: floats([1, -2])}, {level: 'disabled'})
const ort = require('onnxruntime-node');
const {onnx} = require('onnx-proto');

const TYPES = {float32: 1, uint8: 2, int32: 6, int64: 7};

function attribute(name, value) {
  return typeof value === 'string'
    ? {name, type: 3, s: Buffer.from(value)}
    : Array.isArray(value) ? {name, type: 7, ints: value} : {name, type: 2, i: value};
}

const tensor = (type, array, dims = [array.length]) => new ort.Tensor(type, array, dims);
exports.floats = (data, dims) => tensor('float32', Float32Array.from(data), dims);
exports.ints = (data, dims) => tensor('int64', BigInt64Array.from(data.map(BigInt)), dims);
exports.int32s = (data, dims) => tensor('int32', Int32Array.from(data), dims);
exports.bytes = (data, dims) => tensor('uint8', Uint8Array.from(data), dims);

// The outputs, by default `y`, as arrays of numbers, int64 as text. A node is operator, inputs, outputs, attributes;
// `level` is how far the graph may be rewritten before it runs.
exports.computeGraph = async function (nodes, inputs, {constants = {}, outputs = {y: 'float32'}, level = 'all'} = {}) {
  const graph = {
    name: 'graph',
    node: nodes.map(([opType, input, output, attributes]) => ({
      opType, input, output, attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
    })),
    input: Object.entries(inputs).map(([name, {type, dims}]) => ({
      name, type: {tensorType: {elemType: TYPES[type], shape: {dim: dims.map(d => ({dimValue: d}))}}},
    })),
    initializer: Object.entries(constants).map(([name, {type, dims, data}]) => ({
      name, dims, dataType: TYPES[type], rawData: Buffer.from(data.buffer),
    })),
    output: Object.entries(outputs).map(([name, type]) => ({name, type: {tensorType: {elemType: TYPES[type]}}})),
  };
  const model = {irVersion: 9, opsetImport: [{domain: '', version: 21}], graph};
  const session = await ort.InferenceSession.create(onnx.ModelProto.encode(model).finish(),
    {graphOptimizationLevel: level, intraOpNumThreads: 1, logSeverityLevel: 3});
  const results = await session.run(inputs);
  return Object.keys(outputs).map(name => Array.from(results[name].data, x => typeof x === 'bigint' ? x.toString() : x));
};

// The outputs of one operator; `outputs` are their types.
exports.compute = async function (operator, inputs, {attributes = {}, outputs = ['float32']} = {}) {
  const named = Object.fromEntries(outputs.map((type, at) => ['y' + at, type]));
  return exports.computeGraph([[operator, Object.keys(inputs), Object.keys(named), attributes]], inputs, {outputs: named});
};

exports.show = (label, numbers) => console.log(`${label}: ${numbers.join(' ')}`);
