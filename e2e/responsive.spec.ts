/** On a result of four million voxels the page answers at once: what takes long is drawing alone. */

import type { Page } from "@playwright/test";
import { headPhantom } from "../src/phantom/head";
import { layout, openScan, superResolve, tile } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank } from "./helpers/test-bank";
import { fileOf } from "./helpers/test-scan";

declare global {
  interface Window {
    longTasks: { start: number; duration: number; during: string }[];
    /** Drawing, and what the test itself did. */
    aside: { start: number; duration: number }[];
    during: string;
  }
}

/** What a task may take outside of drawing, milliseconds, on a machine that has nothing else to do. */
const LIMIT = 200;
/** What `busyLoop` takes there, milliseconds. */
const NOMINAL = 25;

/** A fixed piece of work; how long it takes tells how much of a processor the page has now. */
function busyLoop(page: Page): Promise<number> {
  return page.evaluate(() => {
    const start = performance.now();
    let sum = 0;
    for (let i = 1; i < 2e7; i++) sum += 1 / i;
    const duration = performance.now() - start + (sum < 0 ? 1 : 0);
    // It is no task of the page's.
    window.aside.push({ start, duration });
    return duration;
  });
}

test("no task but drawing takes long while a result of 4.1 million voxels is looked at", async ({ page }, info) => {
  test.setTimeout(240_000);
  await page.addInitScript(() => {
    window.longTasks = [];
    window.aside = [];
    window.during = "";
    // All pictures are drawn in animation frames.
    const request = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (draw) =>
      request((time) => {
        const start = performance.now();
        draw(time);
        window.aside.push({ start, duration: performance.now() - start });
      });
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) {
        window.longTasks.push({ start: startTime, duration, during: window.during });
      }
    }).observe({ type: "longtask" });
  });
  await shipTestBank(page);
  await page.goto("/");
  const volume = headPhantom({ dims: [80, 80, 80], spacing: 2.7, noise: 4, seed: 5, supersample: 1 });
  await openScan(page, await fileOf(volume, "head.nii.gz"));
  const made = await superResolve(page);
  const frame = () => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  await frame();
  await page.evaluate(() => {
    window.longTasks.length = 0;
  });
  let slowest = await busyLoop(page);
  const during = async (name: string, act: () => Promise<void>) => {
    await page.evaluate((now) => {
      window.during = now;
    }, name);
    await act();
    await frame();
    slowest = Math.max(slowest, await busyLoop(page));
  };
  const box = await tile(page, made).boundingBox();
  if (!box) throw new Error("no tile");
  await during("windowing", async () => {
    await page.mouse.move(box.x + 100, box.y + 100);
    await page.mouse.down({ button: "right" });
    await page.mouse.move(box.x + 180, box.y + 60, { steps: 20 });
    await page.mouse.up({ button: "right" });
  });
  await during("scrolling", async () => {
    await tile(page, made).focus();
    for (let slice = 0; slice < 20; slice++) await page.keyboard.press("PageUp");
  });
  for (const key of ["g", "u", "k", "f", "d", "p"] as const) await during(`layout ${key}`, () => layout(page, key));

  const tasks = await page.evaluate(() =>
    window.longTasks.map(({ start, duration, during }) => {
      const own = window.aside.filter((one) => one.start >= start - 1 && one.start <= start + duration);
      return { during, duration, outside: own.reduce((left, one) => left - one.duration, duration) };
    }),
  );
  const limit = LIMIT * Math.max(1, slowest / NOMINAL);
  const longest = tasks.reduce((most, { outside }) => Math.max(most, outside), 0);
  const listed = tasks.map((one) => `${one.during}: ${one.duration.toFixed(0)}, ${one.outside.toFixed(0)} outside`);
  const numbers = `limit ${limit.toFixed(0)} ms (loop ${slowest.toFixed(0)} ms); ${listed.join("; ")}`;
  info.annotations.push({ type: "measured", description: numbers });
  expect(longest, numbers).toBeLessThan(limit);
});
