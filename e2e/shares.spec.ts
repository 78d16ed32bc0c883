/** The image is the page: how much of the window it has, and that nothing around it moves. */

import type { Page } from "@playwright/test";
import { dropFiles, layout, messages, superResolve, tile } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { command, heights, phase, shifts, tileShare, watchHeights, watchShifts } from "./helpers/page-watch";
import { shipTestBank } from "./helpers/test-bank";
import { awkwardHead, fileOf } from "./helpers/test-scan";

/** Least shares of the window: with the column of the inspector closed, and open where it has a column. */
const SIZES = [
  { width: 1280, height: 720, closed: 0.75, open: 0.58 },
  { width: 1280, height: 800, closed: 0.75, open: 0.58 },
  { width: 1920, height: 1080, closed: 0.75, open: 0.58 },
  { width: 820, height: 1180, closed: 0.55 },
  { width: 390, height: 844, closed: 0.55 },
] as const;

/** The shift of a few letters by their own width. */
const DIGIT = 1e-4;

async function expectShares(page: Page, least: number, state: string): Promise<void> {
  for (const key of ["g", "p"] as const) {
    await layout(page, key);
    await expect.poll(() => tileShare(page), `${state}, layout ${key}`).toBeGreaterThanOrEqual(least);
  }
}

for (const { width, height, closed, ...columns } of SIZES) {
  test(`${width}×${height}: tiles have their share, row and strip their height, nothing shifts`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await watchShifts(page);
    await watchHeights(page, [".top-row", ".status-strip"]);
    await shipTestBank(page);
    await page.goto("/");
    await expect(page.getByRole("button", { name: "Open files" })).toBeVisible();
    await phase(page, "opening a scan");
    await dropFiles(page, await fileOf(awkwardHead(), "head.nii.gz"));
    await expect(tile(page)).toBeVisible();
    const isWide = "open" in columns;
    const expectAllShares = async (state: string) => {
      if (isWide) {
        await expectShares(page, columns.open, `${state}, inspector open`);
        await page.keyboard.press("b");
      }
      await expectShares(page, closed, `${state}, inspector closed`);
      await phase(page, `${state}, inspector opens`);
      await page.keyboard.press("b");
      await expect(page.getByRole("complementary", { name: "Inspector" })).toBeVisible();
      if (!isWide) await page.keyboard.press("Escape");
    };
    await expectAllShares("scan");
    await layout(page, "g");
    await phase(page, "running");
    const result = await superResolve(page);
    await expectAllShares("result");
    for (const key of ["u", "k", "f", "d", "v", "g"] as const) {
      await phase(page, `layout ${key}`);
      await layout(page, key);
    }
    await layout(page, "k");
    await expect(tile(page, `Original | ${result}`)).toBeVisible();
    await phase(page, "an error");
    await dropFiles(page, { name: "notes.nii", bytes: new Uint8Array(4000) });
    await expect(messages(page)).toHaveCount(1);
    await phase(page, "language");
    await command(page, "language");
    await expect(page.locator("html")).toHaveAttribute("lang", "ko");
    await page.evaluate(() => document.fonts.ready);
    await command(page, "language");
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await phase(page, "closing");
    await command(page, "close");
    await page.getByRole("alertdialog").getByRole("button", { name: "Close", exact: true }).click();
    await expect(page.locator(`[data-tile*="${result}"]`)).toHaveCount(0);

    expect(await heights(page)).toEqual({
      ".top-row still": [44],
      ".top-row running": [44],
      ".status-strip still": [28],
      ".status-strip running": [28],
    });
    const moved = await shifts(page);
    // In another language words have other lengths, but no line another height; a number gets another digit.
    const isSeen = ({ where, phase: during, value }: (typeof moved)[number]) =>
      where === "page" && during !== "language" && value > DIGIT;
    expect(moved.filter(isSeen)).toEqual([]);
    // As browsers count; a list in a dialog moves as it is filtered.
    const counted = moved.filter(({ isExcused, where }) => !isExcused && where !== "dialog");
    expect(counted.reduce((sum, { value }) => sum + value, 0)).toBeLessThan(0.005);
  });
}
