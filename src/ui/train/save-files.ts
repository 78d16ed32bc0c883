/** Banks and accumulators as files of the visitor's. */

import type { SumsInfo } from "../../session/training-wire";
import type { BankEntry } from "../../session/wire";
import { encodeBank } from "../../state/bank-actions";
import { download } from "../../state/download";
import { titledFileName } from "../../state/download-name";
import { encodeSums } from "../../state/sums-actions";

/** How the name of an accumulator file ends. */
const SUMS_FILE = /(\.sums)?\.safetensors$/i;

export async function saveBank({ id, title }: BankEntry): Promise<void> {
  const bytes = await encodeBank(id);
  if (bytes) download(new Blob([bytes]), titledFileName(title, ".safetensors"));
}

export async function saveSums({ id, name }: SumsInfo): Promise<void> {
  const content = await encodeSums(id);
  if (content) download(content, titledFileName(name.replace(SUMS_FILE, ""), ".sums.safetensors"));
}
