import { describe, expect, it, vi } from "vitest";
import { EigenvoxError } from "../core/errors";
import type { Executor } from "./executor";
import { explainFailure, JobQueue } from "./job-queue";

const loss = new EigenvoxError("E_GPU_LOST", "gone");
const lostGpu = { lost: Promise.reject(loss) } as Executor;
lostGpu.lost.catch(() => {}); // as an executor does: nobody may be waiting
const healthyGpu = { lost: new Promise<never>(() => {}) } as Executor;
const running = new AbortController().signal;

/** An executor that can be lost, and tells how it is held. */
function fakeExecutor() {
  let lose = (_: unknown): void => {};
  const lost = new Promise<never>((_, reject) => {
    lose = reject;
  });
  lost.catch(() => {});
  const executor = { lost, pause: vi.fn(), resume: vi.fn() } as unknown as Executor;
  return { executor, lose: () => lose(loss) };
}

describe("JobQueue", () => {
  it("runs jobs in their order, one at a time, and goes on after one that fails", async () => {
    const queue = new JobQueue(async () => healthyGpu);
    const log: string[] = [];
    const job = (name: string, fails: boolean) =>
      queue.run(name, async () => {
        log.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        log.push(`${name} ends`);
        if (fails) throw new Error(name);
      });
    const results = await Promise.allSettled([job("a", true), job("b", false), job("c", false)]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
    expect(log).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
  });

  it("cancels the job of an id, also while it waits", async () => {
    const queue = new JobQueue(async () => healthyGpu);
    const first = queue.run("a", (job) => {
      return new Promise((_, reject) => job.signal.addEventListener("abort", () => reject(job.signal.reason)));
    });
    const never = vi.fn(async () => {});
    const second = queue.run("b", never);
    const third = queue.run("c", async () => "done");
    queue.cancel("b");
    queue.cancel("unknown");
    queue.cancel("a");
    await expect(first).rejects.toMatchObject({ name: "AbortError" });
    await expect(second).rejects.toMatchObject({ name: "AbortError" });
    expect(never).not.toHaveBeenCalled();
    expect(await third).toBe("done");
  });

  it("holds and releases the device of the running job alone", async () => {
    const { executor } = fakeExecutor();
    const queue = new JobQueue(async () => executor);
    let finish: (() => void) | undefined;
    const held = queue.run("b", (job) =>
      job.onDevice(
        () =>
          new Promise<void>((resolve) => {
            finish = resolve;
          }),
      ),
    );
    await vi.waitFor(() => expect(finish).toBeDefined());
    queue.pause("a");
    expect(executor.pause).not.toHaveBeenCalled();
    queue.pause("b");
    expect(executor.pause).toHaveBeenCalledTimes(1);
    queue.resume("b");
    expect(executor.resume).toHaveBeenCalled();
    finish?.();
    await held;
  });

  it("opens the device once, again after it was lost, and again after it could not be opened", async () => {
    const devices = [fakeExecutor(), fakeExecutor()];
    const open = vi.fn(async () => {
      const next = devices.shift();
      if (!next) throw new EigenvoxError("E_NO_GPU", "none left");
      return next.executor;
    });
    const [first] = devices as [ReturnType<typeof fakeExecutor>];
    const queue = new JobQueue(open);
    expect(await queue.executor()).toBe(await queue.executor());
    const attempts: number[] = [];
    const retried = await queue.run("a", (job) =>
      job.onDevice(async (executor, attempt) => {
        attempts.push(attempt);
        if (executor !== first.executor) return "on another device";
        first.lose();
        throw new Error("instance gone");
      }, 1),
    );
    expect([retried, attempts, open.mock.calls.length]).toEqual(["on another device", [0, 1], 2]);
  });

  it("tells of a loss that no retry is left for", async () => {
    const { executor, lose } = fakeExecutor();
    const queue = new JobQueue(async () => executor);
    const job = queue.run("a", (job) =>
      job.onDevice(async () => {
        lose();
        throw new Error("instance gone");
      }),
    );
    await expect(job).rejects.toBe(loss);
  });
});

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
