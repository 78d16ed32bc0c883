/** Folders of DICOM on the disk, as a person chooses them. */

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page, TestInfo } from "@playwright/test";
import type { ScanFile } from "../../src/formats/scan-format";

/** Writes the files below a new folder of that name, and says where it is. */
export async function writeFolder(info: TestInfo, name: string, files: readonly ScanFile[]): Promise<string> {
  const folder = info.outputPath(name);
  mkdirSync(folder, { recursive: true });
  for (const file of files) {
    const path = join(folder, file.path ?? file.name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await file.bytes());
  }
  return folder;
}

/** Chooses everything below the folder, as the button does that asks for folders. */
export function openFolder(page: Page, folder: string): Promise<void> {
  return page.locator("#open-folder").setInputFiles(folder);
}

/** Drops the folder on the page as a drag from the system does. */
export async function dropFolder(page: Page, folder: string): Promise<void> {
  const mouse = await page.context().newCDPSession(page);
  const data = { items: [], files: [folder], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await mouse.send("Input.dispatchDragEvent", { type, x: 400, y: 300, data });
  }
}
