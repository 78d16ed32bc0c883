/** Training that loses its GPU, in a browser of its own: after three crashes Chromium gives up on GPUs. */

import type { Page } from "@playwright/test";
import { crashGpu, expectNoMessages, messages } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { addVolumes, choosePaper, giveShrinkage, share, startButton, TRAINING } from "./helpers/train-actions";

test.describe.configure({ timeout: 4 * TRAINING });

test("a training that loses its GPU goes on with another device", async ({ page }) => {
  await page.goto("/?device=software");
  await addVolumes(page);
  await choosePaper(page, 7);
  await giveShrinkage(page);
  await startButton(page).click();
  await expect(page.getByRole("slider", { name: "Class population" })).toBeVisible({ timeout: TRAINING });
  await crashGpu(page);
  await expectBank(page);
});

test("a folded training that loses its GPU goes on where it was with another device", async ({ page }) => {
  await page.goto("/?device=software");
  await addVolumes(page);
  await startButton(page).click();
  await expect.poll(() => share(page), { timeout: TRAINING }).toBeGreaterThan(0.1);
  await crashGpu(page);
  await expectBank(page);
});

async function expectBank(page: Page): Promise<void> {
  // Either way it ends: with a bank, or with the words why not.
  const bank = page.getByRole("region", { name: /^New bank/ });
  await expect(bank.or(messages(page))).toBeVisible({ timeout: TRAINING });
  await expectNoMessages(page);
  await expect(bank).toBeVisible();
}
