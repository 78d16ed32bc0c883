/** The person's own filter banks. */

import { getEngine } from "../session/client";
import type { BankEntry } from "../session/wire";
import { t } from "../text/text";
import { ask } from "./ask";
import { valueOrNotice } from "./notice-store";
import { updatePlan, useRun } from "./run-store";
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
  useRun.setState({ factor, bankId: id });
  void updatePlan();
}

/** The bank's file, or undefined when it could not be made (then noticed). */
export async function encodeBank(id: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return valueOrNotice(await getEngine().encodeBank(id), t("Save bank"));
}

/** Writes the bank into this browser's storage. */
export async function keepBank({ id, title }: BankEntry): Promise<void> {
  const kept = valueOrNotice(await getEngine().keepBank(id), t("Keep {title}", { title }));
  if (kept) listBank(kept);
}

export async function removeBank({ id, title, isKept }: BankEntry): Promise<void> {
  const text = isKept
    ? t("Remove {title} from this page and this browser’s storage?", { title })
    : t("Remove {title} from this page?", { title });
  const isSure = await ask({ text, confirm: t("Remove"), decline: t("Keep") });
  if (!isSure) return;
  useSession.setState(({ banks }) => ({ banks: banks?.filter((bank) => bank.id !== id) }));
  await getEngine().removeBank(id);
}
