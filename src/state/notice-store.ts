/** What went wrong or must be known, and has not been dismissed yet. */

import { create } from "zustand";
import type { NoticeCode } from "../core/notice";
import type { Outcome, WireError } from "../session/wire";

/** An error, or what must be known of a result. */
interface Message extends Pick<WireError, "message"> {
  readonly code: WireError["code"] | NoticeCode;
}

/** What can be done about it. */
interface Remedy {
  readonly label: string;
  readonly run: () => void;
}

interface Notice extends Message {
  readonly id: number;
  /** The file or action it is about. */
  readonly subject: string;
  readonly remedy?: Remedy | undefined;
}

export const useNotices = create<{ readonly notices: readonly Notice[] }>(() => ({ notices: [] }));

let lastId = 0;

/** Adds a notice; the same trouble twice is shown once. */
export function notify(subject: string, error: Message, remedy?: Remedy): void {
  useNotices.setState(({ notices }) => ({
    notices: [
      ...notices.filter((n) => n.subject !== subject || n.code !== error.code || n.message !== error.message),
      { id: ++lastId, subject, code: error.code, message: error.message, remedy },
    ],
  }));
}

/** What the engine made, or undefined when it could not be made, which is noticed then. */
export function valueOrNotice<T>(outcome: Outcome<T>, subject: string): T | undefined {
  if (outcome.ok) return outcome.value;
  notify(subject, outcome.error);
  return undefined;
}

export function dismissNotice(id: number): void {
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}
