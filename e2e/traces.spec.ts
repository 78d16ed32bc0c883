/** What a scan leaves behind in the browser: nothing of whose it is. */

import { buildSeries, PATIENT } from "../src/formats/dicom/test-dicom";
import { openFolder, writeFolder } from "./helpers/dicom-files";
import { superResolve, tile } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank } from "./helpers/test-bank";

const FOLDER = "Secretfolder";
const GRID = { columns: 16, rows: 14, slices: 12, distanceMm: 2, pixelSpacing: [2, 2] } as const;

test("no storage, log, address or title tells of the patient, or of the files' names", async ({
  page,
  asked,
}, info) => {
  const logged: string[] = [];
  page.on("console", (message) => logged.push(message.text()));
  await shipTestBank(page);
  await page.goto("/");
  const files = buildSeries({ ...GRID, value: (x, y, z) => 400 + 20 * x + 10 * y * z });
  await openFolder(page, await writeFolder(info, FOLDER, files));
  await expect(tile(page).first()).toBeVisible();
  await superResolve(page);

  const kept = await page.evaluate(async () => {
    const texts: string[] = [location.href, document.title, document.cookie];
    for (const storage of [localStorage, sessionStorage]) texts.push(JSON.stringify({ ...storage }));
    for (const { name = "" } of await indexedDB.databases()) texts.push(`database ${name}`);
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) texts.push(request.url);
    }
    const walk = async (folder: FileSystemDirectoryHandle): Promise<void> => {
      for await (const [name, entry] of folder.entries()) {
        texts.push(name);
        if (entry instanceof FileSystemDirectoryHandle) await walk(entry);
        else if (entry instanceof FileSystemFileHandle) texts.push(await (await entry.getFile()).text());
      }
    };
    await walk(await navigator.storage.getDirectory());
    return texts;
  });
  // What is looked through is there: the page keeps what a person has chosen.
  expect(kept.join()).toContain("radiological");
  const all = [...kept, ...logged, ...asked.paths].join("\n");
  for (const secret of [...Object.values(PATIENT), FOLDER, files[0]?.name ?? ""]) expect(all).not.toContain(secret);
});
