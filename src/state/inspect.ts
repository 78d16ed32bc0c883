/** How the voxel under the crosshair came to be, when the person wants to know. */

import { create } from "zustand";
import type { Vec3 } from "../core/volume";
import { getEngine } from "../session/client";
import type { VoxelExplanation } from "../session/run-wire";
import { activeResult } from "./series-store";

interface InspectState {
  readonly explanation?: VoxelExplanation | undefined;
  readonly isLoading: boolean;
  /** Why there is no explanation, in words. */
  readonly trouble?: string | undefined;
}

export const useInspect = create<InspectState>(() => ({ isLoading: false }));

let turn = 0;

/** Explains the voxel of the active result at a place; a later call overtakes an earlier one. */
export async function explainAt(mm: Vec3): Promise<void> {
  const result = activeResult();
  const mine = ++turn;
  if (!result?.resultId) return useInspect.setState({ explanation: undefined, isLoading: false });
  useInspect.setState({ isLoading: true });
  const outcome = await getEngine().explainVoxel(result.resultId, mm);
  if (mine !== turn) return;
  useInspect.setState({
    isLoading: false,
    explanation: outcome.ok ? outcome.value : undefined,
    trouble: outcome.ok ? undefined : outcome.error.message,
  });
}
