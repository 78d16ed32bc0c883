/** For everybody: no serious finding of axe in any state, forced colours, still pictures, a large zoom. */

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import {
  dropFiles,
  layout,
  messages,
  openScan,
  section,
  superResolve,
  superResolveButton,
} from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { tileShare } from "./helpers/page-watch";
import { shipTestBank } from "./helpers/test-bank";
import { awkwardHead, fileOf } from "./helpers/test-scan";

/** What axe finds serious or critical, in words. */
async function findings(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}

const head = () => fileOf(awkwardHead(), "head.nii.gz");

const SECTIONS = ["super-resolve", "window", "trust", "scan", "display", "measure"];

/** Goes through the page's states and calls `look` in each, in any language. */
async function everyState(page: Page, look: (state: string) => Promise<void>): Promise<void> {
  // Where a run takes its time.
  await page.goto("/?device=software");
  await page.locator(".strip-adapter:is(button)").waitFor();
  await look("first notice");
  await page.getByRole("alertdialog").getByRole("button").click();
  await look("welcome");
  await dropFiles(page, await head());
  await page.locator(".orientation-card button").last().click();
  await look("scan");
  await page.locator(".primary-action button").click();
  await page.locator(".status-strip progress").waitFor();
  await look("running");
  await page.locator(".primary-action [aria-haspopup=menu]").waitFor({ timeout: 90_000 });
  for (const key of ["g", "p", "u", "k", "f", "d", "v"] as const) {
    await layout(page, key);
    await look(`layout ${key}`);
  }
  await layout(page, "p");
  for (const name of SECTIONS) {
    for (const other of SECTIONS) {
      const heading = page.locator(`[data-section="${other}"] button`).first();
      if (((await heading.getAttribute("aria-expanded")) === "true") !== (other === name)) await heading.click();
    }
    await look(`section ${name}`);
  }
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").waitFor();
  await look("palette");
  await page.keyboard.press("Escape");
  await page.locator("[data-tile]").first().focus();
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  await look("help");
  await page.keyboard.press("Escape");
  await dropFiles(page, { name: "notes.nii", bytes: new Uint8Array(4000) });
  await messages(page).first().waitFor();
  await look("error list");
  for (const panel of ["train", "evaluate"]) {
    await page
      .locator(".segments input[name=panel]")
      .nth(panel === "train" ? 1 : 2)
      .check({ force: true });
    await page.locator(`main.${panel}`).waitFor();
    await look(panel);
  }
}

for (const [theme, language] of [
  ["dark", "en"],
  ["light", "ko"],
] as const) {
  test.describe(`${theme}, ${language}`, () => {
    test.use({ prefs: { theme, language } });

    test("no state of the page has a serious finding", async ({ page }) => {
      test.setTimeout(240_000);
      await shipTestBank(page);
      const found: Record<string, readonly string[]> = {};
      await everyState(page, async (state) => {
        const inState = await findings(page);
        if (inState.length > 0) found[state] = inState;
      });
      expect(found).toEqual({});
    });
  });
}

test("what is chosen is told apart without colours of the page", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await shipTestBank(page);
  await page.goto("/");
  await openScan(page, await head());
  await superResolve(page);
  await layout(page, "f");
  // Colours of text and background are the system's: what is left to see is lines.
  const looks = (selector: string) =>
    page.locator(selector).evaluateAll((all) =>
      all.map((one) => {
        const seen = one.matches("input") ? (one.nextElementSibling ?? one) : one;
        const { outlineStyle, outlineWidth, borderColor, borderWidth, color, backgroundColor } = getComputedStyle(seen);
        const outline = outlineStyle === "none" ? "none" : `${outlineStyle} ${outlineWidth}`;
        return [
          outline,
          borderColor,
          borderWidth,
          color,
          backgroundColor,
          getComputedStyle(seen).forcedColorAdjust,
        ].join();
      }),
    );
  for (const [chosen, others] of [
    [".stage-choice [aria-pressed=true]", ".stage-choice [aria-pressed=false]:enabled"],
    [".segments input[name=panel]:checked", ".segments input[name=panel]:not(:checked)"],
    [".side[aria-pressed=true]", ".side[aria-pressed=false]"],
    [".rail-item.active", ".rail-item:not(.active)"],
    [".rail-tool[aria-pressed=true]", ".rail-tool[aria-pressed=false]"],
  ] as const) {
    const [ofChosen, ofOthers] = [await looks(chosen), await looks(others)];
    expect(ofChosen.length, chosen).toBeGreaterThan(0);
    expect(ofOthers.length, others).toBeGreaterThan(0);
    for (const look of ofChosen) expect(ofOthers, chosen).not.toContain(look);
  }
});

test("nothing moves by itself for people who asked for that", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await shipTestBank(page);
  await page.goto("/?device=software");
  await openScan(page, await head());
  const moving = () =>
    page.evaluate(() =>
      [...document.querySelectorAll("*")].flatMap((one) => {
        const { transitionDuration, animationDuration, animationName } = getComputedStyle(one);
        const lasts = (text: string) => text.split(",").some((part) => Number.parseFloat(part) > 0.001);
        const isMoving = lasts(transitionDuration) || (animationName !== "none" && lasts(animationDuration));
        return isMoving ? [`${one.localName}.${one.getAttribute("class")}`] : [];
      }),
    );
  expect(await moving()).toEqual([]);
  await superResolveButton(page).click();
  await page.locator(".status-strip progress").waitFor();
  expect(await moving()).toEqual([]);
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").waitFor();
  expect(await moving()).toEqual([]);
});

test("at 200 % zoom of a small screen the image still has half of it, and everything is reached", async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 360 });
  await shipTestBank(page);
  await page.goto("/");
  await dropFiles(page, await head());
  await page.locator("[data-tile]").first().waitFor();
  for (const key of ["g", "p"] as const) {
    await layout(page, key);
    await expect.poll(() => tileShare(page)).toBeGreaterThanOrEqual(0.5);
  }
  await expect(superResolveButton(page)).toBeInViewport();
  await page.keyboard.press("b");
  const windowed = await section(page, "window");
  await windowed.getByRole("textbox", { name: "White" }).scrollIntoViewIfNeeded();
  await expect(windowed.getByRole("textbox", { name: "White" })).toBeInViewport();
});
