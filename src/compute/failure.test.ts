import { describe, expect, it } from "vitest";
import { EigenvoxError } from "../core/errors";
import type { Executor } from "./executor";
import { explainFailure } from "./failure";

const loss = new EigenvoxError("E_GPU_LOST", "gone");
const lostGpu = { lost: Promise.reject(loss) } as Executor;
lostGpu.lost.catch(() => {}); // as an executor does: nobody may be waiting
const healthyGpu = { lost: new Promise<never>(() => {}) } as Executor;
const running = new AbortController().signal;

describe("explainFailure", () => {
  it("names the loss behind a failed call, even one that looks like a cancellation", async () => {
    expect(await explainFailure(lostGpu, new Error("instance gone"), running)).toBe(loss);
    expect(await explainFailure(lostGpu, new DOMException("unmapped", "AbortError"), running)).toBe(loss);
  });

  it("names the loss behind a kernel that did not compile", async () => {
    const refused = new EigenvoxError("E_GPU_VALIDATION", "Kernel x does not compile here");
    expect(await explainFailure(lostGpu, refused, running)).toBe(loss);
    expect(await explainFailure(healthyGpu, refused, running)).toBe(refused);
  });

  it("keeps the error where no device was lost", async () => {
    const error = new Error("a bug");
    expect(await explainFailure(healthyGpu, error, running)).toBe(error);
  });

  it("keeps named errors and cancellations", async () => {
    const named = new EigenvoxError("E_GPU_MEMORY", "full");
    expect(await explainFailure(lostGpu, named, running)).toBe(named);
    const cancelled = new DOMException("cancelled", "AbortError");
    expect(await explainFailure(lostGpu, cancelled, AbortSignal.abort())).toBe(cancelled);
  });
});
