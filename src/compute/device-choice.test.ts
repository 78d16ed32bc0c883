import { expect, test, vi } from "vitest";
import { EigenvoxError } from "../core/errors";
import { onChosenDevice } from "./device-choice";
import type { Executor } from "./executor";

const open = async (device: string) =>
  ({ kind: device === "cpu" ? "cpu" : "gpu", dispose: vi.fn() }) as unknown as Executor;
const trouble = (code: "E_GPU_LOST" | "E_GPU_MEMORY" | "E_INTENSITY") => new EigenvoxError(code, "gone");

test.each(["E_GPU_LOST", "E_GPU_MEMORY"] as const)("the processor follows a card that fails with %s", async (code) => {
  const onFallback = vi.fn();
  const work = async ({ kind }: Executor) => {
    if (kind === "gpu") throw trouble(code);
    return "done";
  };
  expect(await onChosenDevice("auto", open, work, onFallback)).toBe("done");
  expect(onFallback).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code }));
  await expect(onChosenDevice("gpu", open, work, onFallback)).rejects.toMatchObject({ code });
});

test("the processor does not try again what is no fault of the card, or failed on it", async () => {
  const kinds: string[] = [];
  const failing = (code: "E_GPU_MEMORY" | "E_INTENSITY") => async (executor: Executor) => {
    kinds.push(executor.kind);
    throw trouble(code);
  };
  await expect(onChosenDevice("auto", open, failing("E_INTENSITY"), vi.fn())).rejects.toThrow();
  await expect(onChosenDevice("auto", open, failing("E_GPU_MEMORY"), vi.fn())).rejects.toThrow();
  expect(kinds).toEqual(["gpu", "gpu", "cpu"]);
});
