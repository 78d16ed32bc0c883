/** The built-in sample, which needs no file and no network. */

import type { Page } from "@playwright/test";
import { cornerText, readout, superResolveButton, tile } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank } from "./helpers/test-bank";

test("the sample opens offline and says that it is synthetic", async ({ page, context }) => {
  await shipTestBank(page);
  await page.goto("/");
  const strip = page.getByRole("contentinfo");
  await expect(strip).toContainText("Research software, not a medical device");
  await expect(strip).toContainText("nothing leaves this computer");
  await expect(strip).toContainText("processor, WebAssembly");
  await context.setOffline(true);
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.getByRole("button", { name: "Try a sample" }).click();
  await tile(page).waitFor();
  expect(await cornerText(tile(page), "origin")).toBe("synthetic, not a person");
  await expect(superResolveButton(page)).toBeEnabled();
  expect((await readout(tile(page))).value).toBeGreaterThan(0);
  // The bank is looked at to tell what a run will take.
  expect(requests.filter((url) => !/^(data|blob):|\/banks\/test-2x\.safetensors$/.test(url))).toEqual([]);
});

/** What the control that has the focus is called. */
function focusName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement: focus } = document;
    const label = focus instanceof HTMLInputElement ? focus.labels?.[0]?.textContent : focus?.textContent;
    return focus?.getAttribute("aria-label") ?? label?.trim() ?? "";
  });
}

/** Goes on by Tab until a control has the focus; says which others had it on the way. */
async function tabTo(page: Page, name: string): Promise<string[]> {
  const reached: string[] = [];
  while (reached.at(-1) !== name && reached.length < 80) {
    await page.keyboard.press("Tab");
    reached.push(await focusName(page));
  }
  expect(reached.at(-1)).toBe(name);
  return reached;
}

test("everything is reached by keyboard", async ({ page }) => {
  await shipTestBank(page);
  await page.goto("/");
  expect(await tabTo(page, "Try a sample")).toEqual(
    expect.arrayContaining(["View", "Open", "Open files", "Open folder"]),
  );
  await page.keyboard.press("Enter");
  await tile(page).waitFor();
  // Where the focus was is gone; it is on the image now, not lost.
  await expect(tile(page)).toBeFocused();
  const around = await tabTo(page, "Axial, Original");
  for (const name of ["View", "Open", "Grid", "Plane", "3-D", "Axial", "Super-resolve", "Inspector"]) {
    expect(around).toContain(name);
  }
  for (const name of ["Open another scan", "Coronal, Original", "2×", "Measure what fits", "Black", "White", "Auto"]) {
    expect(around).toContain(name);
  }
  for (const start of [/^Original, /, /^Window/, /^Trust/, /^This scan/, /^Display/, /^Measure/]) {
    expect(around.some((name) => start.test(name))).toBe(true);
  }
});
