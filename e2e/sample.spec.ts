/** The built-in sample, which needs no file and no network. */

import { pane, readout } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank } from "./helpers/test-bank";

test("the sample opens offline and says that it is synthetic", async ({ page, context }) => {
  await shipTestBank(page);
  await page.goto("/");
  await expect(page.getByRole("contentinfo")).toContainText("Research software, not a medical device");
  await expect(page.getByRole("contentinfo")).toContainText("this page sends nothing");
  await expect(page.getByRole("contentinfo")).toContainText("software adapter");
  await context.setOffline(true);
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.getByRole("button", { name: "Try a sample" }).click();
  await expect(pane(page, "Original")).toContainText("synthetic, not a person");
  await expect(page.getByRole("button", { name: "Super-resolve" })).toBeEnabled();
  expect((await readout(pane(page, "Original"))).value).toBeGreaterThan(0);
  expect(requests.filter((url) => !/^(data|blob):/.test(url))).toEqual([]);
});

test("everything is reached by keyboard", async ({ page }) => {
  await shipTestBank(page);
  await page.goto("/");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("radio", { name: "View" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Open files" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(pane(page, "Original").locator("canvas")).toBeVisible();
  const reached: string[] = [];
  for (let i = 0; i < 20; i++) {
    await page.keyboard.press("Tab");
    reached.push(
      await page.evaluate(() => {
        const { activeElement: focus } = document;
        const label = focus instanceof HTMLInputElement ? focus.labels?.[0]?.textContent : focus?.textContent;
        return focus?.getAttribute("aria-label") ?? label?.trim() ?? "";
      }),
    );
  }
  for (const name of ["Open files", "Try a sample", "2×", "Super-resolve", "Three planes", "Black", "White", "Auto"]) {
    expect(reached).toContain(name);
  }
  for (const name of ["Smooth display", "Radiological", "Reset view", "Original: image planes"]) {
    expect(reached).toContain(name);
  }
});
