/** What of the shell is open. */

import { create } from "zustand";

/** Dialogs of which one is open at a time. */
export type ShellDialog = "palette" | "help" | "diagnostics" | "gpu" | "privacy";

interface ShellState {
  readonly dialog?: ShellDialog | undefined;
  /** The series whose warnings are open. */
  readonly warningsOf?: string | undefined;
  /** The result that is to be saved as DICOM. */
  readonly dicomOf?: string | undefined;
  /** What lies over the stage where the window is narrow. */
  readonly sheet?: "rail" | "inspector" | undefined;
  /** False folds the messages into their count. */
  readonly showsMessages: boolean;
}

export const useShell = create<ShellState>(() => ({ showsMessages: true }));

export function openDialog(dialog: ShellDialog): void {
  useShell.setState({ dialog });
}

/** Closes this one: another that it gave way to stays. */
export function closeDialog(dialog: ShellDialog): void {
  useShell.setState((state) => (state.dialog === dialog ? { dialog: undefined } : {}));
}

export function openDicomDialog(seriesId: string): void {
  useShell.setState({ dicomOf: seriesId });
}

export function toggleSheet(sheet: "rail" | "inspector"): void {
  useShell.setState((state) => ({ sheet: state.sheet === sheet ? undefined : sheet }));
}

export function closeSheet(): void {
  useShell.setState({ sheet: undefined });
}
