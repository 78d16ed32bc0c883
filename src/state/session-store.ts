/** What this browser can do, the banks at hand, and what the page is used for. */

import { create } from "zustand";
import type { BankEntry, DeviceStatus, MethodInfo } from "../session/wire";

/** A question that must be answered before the app goes on. */
export type Question = Readonly<Record<"text" | "confirm" | "decline", string>>;

/** What the page is used for; the others stay as they were left. */
export const PANELS = ["view", "train", "evaluate"] as const;
export type Panel = (typeof PANELS)[number];

export interface SessionState {
  readonly panel: Panel;
  /** Undefined until the worker has looked. */
  readonly device?: DeviceStatus | undefined;
  /** In the order of preference; none until the engine has told. */
  readonly methods: readonly MethodInfo[];
  /** Shipped and own banks. */
  readonly banks?: readonly BankEntry[] | undefined;
  readonly question?: Question | undefined;
}

export const useSession = create<SessionState>(() => ({ panel: "view", methods: [] }));

/** Undefined for a method that this engine does not have. */
export function methodOf(methods: readonly MethodInfo[], id: string): MethodInfo | undefined {
  return methods.find((method) => method.id === id);
}
