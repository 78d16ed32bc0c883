/** Both languages, and what is asked once: remembered, asked again by nobody. */

import type { Page } from "@playwright/test";
import { cornerText, dropFiles, openScan, save, superResolve, tile } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank } from "./helpers/test-bank";
import { awkwardHead, fileOf } from "./helpers/test-scan";

const head = () => fileOf(awkwardHead(), "head.nii.gz");

/** Texts of the controls in the top row that are not whole. */
function cutOff(page: Page): Promise<readonly string[]> {
  return page.locator(".top-row").evaluate((row) =>
    [...row.querySelectorAll<HTMLElement>("button, label, h1")]
      .filter((one) => one.getClientRects().length > 0 && !one.matches(".series-name"))
      .filter((one) => {
        const { right } = one.getBoundingClientRect();
        return one.scrollWidth > one.clientWidth || one.scrollHeight > row.clientHeight || right > innerWidth;
      })
      .map(({ textContent }) => textContent ?? ""),
  );
}

test("the page speaks Korean when asked to, all of it, and stays with it", async ({ page }) => {
  await shipTestBank(page);
  await page.goto("/");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await openScan(page, await head());
  expect(await cutOff(page)).toEqual([]);
  await page.getByRole("button", { name: "한국어" }).click();
  const expectKorean = async () => {
    await expect(page.locator("html")).toHaveAttribute("lang", "ko");
    const latin = await page.evaluate(() => {
      const texts: string[] = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        // Names of files, of the program, its adapter and its banks, and the other language's own are as they are.
        if (!parent || parent.closest("bdi, h1, kbd, code, [lang=en], .strip-adapter, script, noscript")) continue;
        if (parent.getClientRects().length > 0) texts.push(node.textContent ?? "");
      }
      return texts.filter((text) => /[a-z]{4}/i.test(text) && !/\p{Script=Hangul}/u.test(text));
    });
    expect(latin.filter((text) => !/^(Test bank|NIfTI|WebGPU)/.test(text))).toEqual([]);
    expect(await page.locator(".top-row").textContent()).toMatch(/\p{Script=Hangul}/u);
  };
  await expectKorean();
  expect(await cutOff(page)).toEqual([]);
  await page.evaluate(() => document.fonts.ready);
  expect(
    await page.evaluate(() => [...document.fonts].some((f) => f.family.includes("KR") && f.status === "loaded")),
  ).toBe(true);

  await page.reload();
  await page.locator(".strip-adapter:is(button)").waitFor();
  await expectKorean();
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("button", { name: "Try a sample" })).toBeVisible();
});

test.describe("to somebody new", () => {
  test.use({ prefs: {} });

  test("the notice is shown once, and sides are asked for once", async ({ page }) => {
    await shipTestBank(page);
    await page.goto("/");
    const notice = page.getByRole("alertdialog", { name: "Not for diagnosis" });
    await expect(notice).toBeVisible();
    await notice.getByRole("button", { name: "I understand" }).click();
    await expect(notice).toHaveCount(0);
    await dropFiles(page, await head());
    await expect(tile(page)).toBeVisible();
    await page.getByRole("button", { name: "Radiological: R on the left" }).click();
    await expect.poll(() => cornerText(tile(page), "sides")).toBe("R on left");
    await expect(page.locator(".orientation-card")).toHaveCount(0);

    await page.reload();
    await expect(page.getByRole("button", { name: "Try a sample" })).toBeVisible();
    await expect(notice).toHaveCount(0);
    await openScan(page, await head());
    expect(await cornerText(tile(page), "sides")).toBe("R on left");
    await expect(page.locator(".orientation-card")).toHaveCount(0);
  });
});

test("leaving with a result that was not saved asks first", async ({ page }) => {
  await shipTestBank(page);
  await page.goto("/");
  await openScan(page, await head());
  await superResolve(page);
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => asked).toEqual(["beforeunload"]);
  await expect(tile(page)).toBeVisible();
  await Promise.all([page.waitForEvent("download"), save(page, /^NIfTI/)]);
  await expect(page.locator(".rail-unsaved")).toHaveCount(0);
  await page.reload();
  expect(asked).toHaveLength(1);
});
