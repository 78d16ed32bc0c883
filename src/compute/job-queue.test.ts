import { describe, expect, it, vi } from "vitest";
import { EigenvoxError } from "../core/errors";
import type { Executor } from "./executor";
import { JobQueue } from "./job-queue";

const loss = new EigenvoxError("E_GPU_LOST", "gone");
const healthyGpu = { lost: new Promise<never>(() => {}) } as Executor;

/** An executor that can be lost, and tells how it is held. */
function fakeExecutor() {
  let lose = (_: unknown): void => {};
  const lost = new Promise<never>((_, reject) => {
    lose = reject;
  });
  lost.catch(() => {});
  const executor = { lost, pause: vi.fn(), resume: vi.fn(), dispose: vi.fn() } as unknown as Executor;
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
        if (executor.lost !== first.executor.lost) return "on another device";
        first.lose();
        throw new Error("instance gone");
      }, 1),
    );
    expect([retried, attempts, open.mock.calls.length]).toEqual(["on another device", [0, 1], 2]);
  });

  it("opens the device again once for work that goes on by itself, and holds it where the job is held", async () => {
    const devices = [fakeExecutor(), fakeExecutor(), fakeExecutor()];
    const [first, second] = devices as [ReturnType<typeof fakeExecutor>, ReturnType<typeof fakeExecutor>];
    const open = vi.fn(async () => (devices.shift() as ReturnType<typeof fakeExecutor>).executor);
    const queue = new JobQueue(open);
    const reopened = await queue.run("a", (job) =>
      job.onDevice(async (executor) => {
        queue.pause("a");
        // It fails before it says that it is lost.
        const once = await executor.reopen?.();
        return [once, executor.lost === second.executor.lost, await executor.reopen?.()];
      }),
    );
    expect(reopened).toEqual([true, true, false]);
    expect(first.executor.dispose).toHaveBeenCalled();
    expect(second.executor.pause).toHaveBeenCalled();
    expect(open).toHaveBeenCalledTimes(2);
    expect((await queue.executor()).lost).toBe(second.executor.lost);
    await queue.close();
    expect(second.executor.dispose).toHaveBeenCalled();
    expect(await queue.executor()).not.toBe(second.executor);
  });

  it("does not go on with another machine, or with none", async () => {
    const others: (() => Promise<Executor>)[] = [
      async () => ({ ...fakeExecutor().executor, name: "the processor" }),
      () => Promise.reject(new EigenvoxError("E_NO_GPU", "none left")),
    ];
    for (const other of others) {
      const opens = [async () => fakeExecutor().executor, other];
      const queue = new JobQueue(() => (opens.shift() as () => Promise<Executor>)());
      expect(await queue.run("a", (job) => job.onDevice(async (executor) => executor.reopen?.()))).toBe(false);
    }
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
