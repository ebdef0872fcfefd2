// Measures the memory of the WebAssembly module, which the package does not expose: records each instance when it is
// created. Import it before the package.
const memories = [];
WebAssembly.Instance = class extends WebAssembly.Instance {
  constructor(...args) {
    super(...args);
    memories.push(...Object.values(this.exports).filter((value) => value instanceof WebAssembly.Memory));
  }
};

/** Returns the number of instances, and the size of their memory in MiB. */
export function wasmMemory() {
  const bytes = memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
  return { instances: memories.length, wasm: bytes / 2 ** 20 };
}
