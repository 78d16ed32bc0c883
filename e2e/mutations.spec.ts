/** Hundreds of damaged files, dropped on a page that shows a scan: what Node refuses, the page refuses by the same code. */

import { openAll } from "../src/formats/test-fuzz";
import { generator, mutate } from "../src/formats/test-mutate";
import { KINDS, mutationsOf } from "../src/formats/test-mutations";
import { PAPER_CODEC } from "../src/methods/paper/codec";
import { bankFile, readBankBytes } from "./helpers/bank-files";
import { dropFiles, messages, openScan, pictureHash, scanGroup, tile } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { testBank } from "./helpers/test-bank";
import { awkwardHead, fileOf, type TestFile } from "./helpers/test-scan";

interface Damaged extends TestFile {
  readonly code: string;
}

const OF_A_KIND = 30;
const BANKS = 80;
/** Dropped at once, one drop for each. */
const AT_ONCE = 50;

/** Mutations of every kind of single file that nothing can be opened from, with the code that says why. */
async function damagedScans(): Promise<Damaged[]> {
  const found: Damaged[] = [];
  for (const kind of Object.values(KINDS).filter(({ others }) => !others)) {
    let left = OF_A_KIND;
    for (const [file] of mutationsOf(kind)) {
      if (!file) break;
      const [code, ...others] = await openAll([file]);
      if (!code?.startsWith("E_") || others.length > 0) continue;
      found.push({ name: `${found.length}-${file.name}`, bytes: await file.bytes(), code });
      if (--left === 0) break;
    }
  }
  return found;
}

/** Banks with a damaged header that their reader refuses. */
function damagedBanks(): Damaged[] {
  const file = bankFile(PAPER_CODEC, testBank);
  const header = Number(file.readBigUInt64LE(0));
  const random = generator(4711);
  const found: Damaged[] = [];
  while (found.length < BANKS) {
    const bytes = mutate(file, random, "text", header);
    try {
      readBankBytes(PAPER_CODEC, bytes);
    } catch {
      found.push({ name: `${found.length}.safetensors`, bytes, code: "E_BANK" });
    }
  }
  return found;
}

test("500 damaged files are refused by name, and what is on the screen stays", async ({ page }) => {
  test.setTimeout(300_000);
  const files = [...(await damagedScans()), ...damagedBanks()];
  expect(files.length).toBe(500);
  const good = await fileOf(awkwardHead(), "good.nii.gz");
  await page.goto("/");
  await openScan(page, good);
  const before = await pictureHash(tile(page));
  for (let at = 0; at < files.length; at += AT_ONCE) {
    const batch = files.slice(at, at + AT_ONCE);
    await Promise.all(batch.map((file) => dropFiles(page, file)));
    await expect(messages(page)).toHaveCount(batch.length);
    const told = await messages(page).evaluateAll((items) =>
      items.map((item) => [item.querySelector(".subject")?.textContent, item.querySelector("code")?.textContent]),
    );
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(batch.map(({ name, code }) => [name, code])));
    await page.getByRole("button", { name: "Dismiss all" }).click();
  }
  expect(await pictureHash(tile(page))).toBe(before);
  await openScan(page, { ...good, name: "another.nii.gz" });
  await expect(scanGroup(page, "good.nii.gz")).toBeVisible();
});
