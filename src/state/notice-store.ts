/** What went wrong and has not been dismissed yet. */

import { create } from "zustand";
import type { WireError } from "../session/wire";

export interface Notice {
  readonly id: number;
  readonly code: WireError["code"];
  /** The file or action it is about. */
  readonly subject: string;
  readonly message: string;
}

interface NoticeState {
  readonly notices: readonly Notice[];
}

export const useNotices = create<NoticeState>(() => ({ notices: [] }));

let lastId = 0;

/** Adds a notice; the same trouble twice is shown once. */
export function notify(subject: string, error: WireError): void {
  useNotices.setState(({ notices }) => ({
    notices: [
      ...notices.filter((n) => n.subject !== subject || n.code !== error.code || n.message !== error.message),
      { id: ++lastId, subject, code: error.code, message: error.message },
    ],
  }));
}

export function dismissNotice(id: number): void {
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}
