/** What the tests of training do on the page. */

import { type Download, expect, type Page } from "@playwright/test";
import { headPhantom } from "../../src/phantom/head";
import { dropFiles } from "./page-actions";
import { fileOf, type TestFile } from "./test-scan";

/** What a training run may take, milliseconds: a software adapter shares its cores with everything else. */
export const TRAINING = 180_000;

/** Small enough for seconds on a software adapter with patches of 5³. */
export const head = (seed: number): Promise<TestFile> => {
  const volume = headPhantom({ dims: [30, 36, 32], spacing: [6, 6, 6], noise: 4, seed, supersample: 2 });
  return fileOf(volume, `head-${seed}.nii.gz`);
};

export const panel = (page: Page, name: "View" | "Train") =>
  page.getByRole("group", { name: "Panel" }).getByRole("radio", { name });
export const volumes = (page: Page) => page.getByRole("region", { name: "Volumes", exact: true }).getByRole("listitem");
export const startButton = (page: Page) => page.getByRole("button", { name: /^(Start|Resume) training$/ });

/** Opens the panel and drops two volumes to train on and one to judge by, which the page takes the last one for. */
export async function addVolumes(page: Page): Promise<void> {
  await panel(page, "Train").check({ force: true });
  await dropFiles(page, await head(1), await head(2), await head(3));
  const rows = volumes(page);
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText("30 × 36 × 32 · 6.00 mm");
  for (const [i, role] of ["train", "train", "held out"].entries()) {
    await expect(rows.nth(i).getByRole("combobox", { name: "Role" })).toHaveValue(role);
  }
}

export async function chooseMethod(page: Page, method: "Folded" | "Paper"): Promise<void> {
  await page.getByRole("group", { name: "Method" }).getByRole("radio", { name: method }).check({ force: true });
}

/** The paper's method, with patches of a width. */
export async function choosePaper(page: Page, patch: number): Promise<void> {
  await chooseMethod(page, "Paper");
  await page
    .getByRole("group", { name: "Patch" })
    .getByRole("radio", { name: `${patch}³` })
    .check({ force: true });
}

/** Gives the shrinkage, which otherwise is found by solving every class several times. */
export async function giveShrinkage(page: Page): Promise<void> {
  await page.getByRole("combobox", { name: "Shrinkage" }).selectOption("given");
}

/** How much of the running training is done. */
export const share = (page: Page): Promise<number> =>
  page.getByRole("progressbar", { name: "Training" }).evaluate((element: HTMLProgressElement) => element.value);

/** Pauses the running training, sees that nothing moves, and lets it go on; how much was done when it stood. */
export async function pauseAndResume(page: Page): Promise<number> {
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("region", { name: "Run", exact: true })).toContainText("Paused");
  // What was submitted before the pause still reports; after that nothing moves.
  await page.waitForTimeout(1500);
  const paused = await share(page);
  await page.waitForTimeout(1500);
  expect(await share(page)).toBe(paused);
  await page.getByRole("button", { name: "Resume", exact: true }).click();
  return paused;
}

/** Milliseconds from a click on Cancel until the page offers to start again. */
export function cancelLatency(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const buttons = () => [...document.querySelectorAll("button")];
        const clicked = performance.now();
        const observer = new MutationObserver(() => {
          if (!buttons().some(({ textContent }) => /^(Start|Resume) training$/.test(textContent ?? ""))) return;
          observer.disconnect();
          resolve(performance.now() - clicked);
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
        buttons()
          .find(({ textContent }) => textContent === "Cancel")
          ?.click();
      }),
  );
}

export async function download(page: Page, button: string): Promise<Download> {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button }).click()]);
  return file;
}
