/**
 * One processor core at work: an instance of the kernels and the memory that is its own. Plain JavaScript, since Node is
 * given it as text. What it is asked comes in order, and is done in order.
 *
 * @typedef {{ op: "reset" }
 *   | { op: "fill", at: number, bytes: number }
 *   | { op: "write", at: number, data: ArrayBuffer }
 *   | { op: "read", id: number, at: number, bytes: number }
 *   | { op: "run", id: number, kernel: string, params: ArrayBuffer, args: number[] }} LaneOrder  addresses are bytes
 * @typedef {{ id: number, data?: ArrayBuffer, ms?: number, error?: string, isMemory?: boolean }} LaneAnswer  of an order
 *   with an id; `ms` is how long a kernel took
 */

const PAGE = 65536;
const SLACK = 64;

/**
 * What is to be done with each order. Kernels find their parameters at address `params`.
 *
 * @param {WebAssembly.Module} module
 * @param {number} params
 * @param {(answer: LaneAnswer, transfer: ArrayBuffer[]) => void} answer
 * @returns {(order: LaneOrder) => void}
 */
export function serveLane(module, params, answer) {
  /** @type {Record<string, Function> & { memory: WebAssembly.Memory }} */
  let kernels;
  /** @type {string | undefined} what failed before anybody was waiting */
  let failed;
  const reset = () => {
    // A memory never shrinks: a job's goes with its instance.
    kernels = /** @type {any} */ (new WebAssembly.Instance(module, {}).exports);
    failed = undefined;
  };
  reset();

  /** @param {number} end  and a little more, since kernels read whole vectors */
  const bytesUpTo = (end) => {
    const missing = end + SLACK - kernels.memory.buffer.byteLength;
    if (missing > 0) kernels.memory.grow(Math.ceil(missing / PAGE));
    return new Uint8Array(kernels.memory.buffer);
  };

  return (order) => {
    try {
      if (order.op === "reset") return reset();
      if (order.op === "fill") return void bytesUpTo(order.at + order.bytes).fill(0, order.at, order.at + order.bytes);
      if (order.op === "write") {
        return bytesUpTo(order.at + order.data.byteLength).set(new Uint8Array(order.data), order.at);
      }
      if (failed !== undefined) return answer({ id: order.id, error: failed, isMemory: true }, []);
      if (order.op === "read") {
        const data = bytesUpTo(order.at + order.bytes).slice(order.at, order.at + order.bytes).buffer;
        return answer({ id: order.id, data }, [data]);
      }
      bytesUpTo(params + order.params.byteLength).set(new Uint8Array(order.params), params);
      const kernel = kernels[order.kernel];
      if (!kernel) return answer({ id: order.id, error: `no kernel ${order.kernel}` }, []);
      const started = performance.now();
      kernel(params, ...order.args);
      answer({ id: order.id, ms: performance.now() - started }, []);
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      if ("id" in order) answer({ id: order.id, error: message }, []);
      else failed ??= message;
    }
  };
}
