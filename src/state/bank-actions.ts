/** The person's own filter banks. */

import { getEngine } from "../session/client";
import type { BankEntry } from "../session/wire";
import { ask } from "./ask";
import { valueOrNotice } from "./notice-store";
import { useSession } from "./session-store";

/** Puts a bank into the list, in the place of the one with its id or in front. */
export function listBank(entry: BankEntry): void {
  useSession.setState(({ banks = [] }) => ({
    banks: banks.some(({ id }) => id === entry.id)
      ? banks.map((bank) => (bank.id === entry.id ? entry : bank))
      : [entry, ...banks],
  }));
}

export async function openBank(file: File): Promise<void> {
  const opened = valueOrNotice(await getEngine().openBank(file), file.name);
  if (!opened) return;
  listBank(opened);
  chooseBank(opened);
}

/** The viewer's next run uses this bank. */
export function chooseBank({ id, factor }: BankEntry): void {
  useSession.setState({ factor, bankId: id });
}

/** The bank's file, or undefined when it could not be made (then noticed). */
export async function encodeBank(id: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return valueOrNotice(await getEngine().encodeBank(id), "Save bank");
}

/** Writes the bank into this browser's storage. */
export async function keepBank({ id, title }: BankEntry): Promise<void> {
  const kept = valueOrNotice(await getEngine().keepBank(id), `Keep ${title}`);
  if (kept) listBank(kept);
}

export async function removeBank({ id, title, isKept }: BankEntry): Promise<void> {
  const where = isKept ? "this page and this browser's storage" : "this page";
  const isSure = await ask({ text: `Remove ${title} from ${where}?`, confirm: "Remove", decline: "Keep" });
  if (!isSure) return;
  useSession.setState(({ banks, bankId }) => ({
    banks: banks?.filter((bank) => bank.id !== id),
    bankId: bankId === id ? undefined : bankId,
  }));
  await getEngine().removeBank(id);
}
