/** For tests: a volume made finer by the method of that id. */

import type { Executor } from "../compute/executor";
import type { Volume } from "../core/volume";
import type { Applied, ApplyOptions } from "./method";
import { METHODS } from "./registry";

export function upscale(
  executor: Executor,
  volume: Volume,
  { method: id, ...options }: ApplyOptions & { readonly method: string },
): Promise<Applied> {
  const method = METHODS.find((candidate) => candidate.id === id);
  if (!method) throw new Error(`No method ${id}`);
  return method.apply(executor, volume, options);
}
