/** What a hand does on the images: both mouse presets, fingers, and that all tiles stay at one place of the world. */

import type { Locator, Page } from "@playwright/test";
import { cornerText, crossPaths, layout, openScan, readout, superResolve, tile } from "./helpers/page-actions";
import { expect, test } from "./helpers/page-test";
import { shipTestBank } from "./helpers/test-bank";
import { awkwardHead, fileOf } from "./helpers/test-scan";

async function openHead(page: Page): Promise<Locator> {
  await shipTestBank(page);
  await page.goto("/");
  await openScan(page, await fileOf(awkwardHead(), "head.nii.gz"));
  await layout(page, "p");
  await expect(page.locator("[data-tile]")).toHaveCount(1);
  return tile(page);
}

/** A point of a tile, as shares of its width and height. */
async function pointOf(tileOf: Locator, x: number, y: number): Promise<readonly [number, number]> {
  const box = await tileOf.boundingBox();
  if (!box) throw new Error("the tile is not on the screen");
  return [box.x + x * box.width, box.y + y * box.height];
}

async function drag(page: Page, tileOf: Locator, button: "left" | "middle" | "right", dx: number, dy: number) {
  const [x, y] = await pointOf(tileOf, 0.55, 0.55);
  await page.mouse.move(x, y);
  await page.mouse.down({ button });
  await page.mouse.move(x + dx, y + dy, { steps: 4 });
  await page.mouse.up({ button });
}

/** All that a gesture can change, as the tile says it. */
async function stateOf(tileOf: Locator) {
  const [window, zoom, slice, mm, cross] = await Promise.all([
    cornerText(tileOf, "window"),
    cornerText(tileOf, "zoom"),
    cornerText(tileOf, "slice"),
    tileOf.getAttribute("data-crosshair-mm"),
    crossPaths(tileOf),
  ]);
  return { window, zoom, slice, mm, cross: cross.join(" ") };
}

type State = Awaited<ReturnType<typeof stateOf>>;

/** Does something and expects that just these facts of the tile change. */
async function expectChanges(tileOf: Locator, changed: readonly (keyof State)[], act: () => Promise<unknown>) {
  const before = await stateOf(tileOf);
  await act();
  const changes = async () => {
    const now = await stateOf(tileOf);
    return (Object.keys(before) as (keyof State)[]).filter((key) => now[key] !== before[key]);
  };
  await expect.poll(changes).toEqual(changed);
}

const DRAGS = [
  { preset: "neuro", button: "left", changes: ["mm", "cross"] },
  { preset: "neuro", button: "right", changes: ["window"] },
  { preset: "neuro", button: "middle", changes: ["cross"] },
  { preset: "radiology", button: "left", changes: ["window"] },
  { preset: "radiology", button: "right", changes: ["zoom", "cross"] },
  { preset: "radiology", button: "middle", changes: ["cross"] },
] as const;

for (const preset of ["neuro", "radiology"] as const) {
  test.describe(`habits of ${preset}`, () => {
    test.use({ prefs: { noticeRead: true, radiological: false, mouse: preset } });

    test("drags, clicks and wheel do what they are known for", async ({ page }) => {
      const axial = await openHead(page);
      await expectChanges(axial, ["mm", "cross"], async () => page.mouse.click(...(await pointOf(axial, 0.4, 0.62))));
      for (const { button, changes } of DRAGS.filter((one) => one.preset === preset)) {
        await expectChanges(axial, changes, () => drag(page, axial, button, 40, -30));
      }
      await expectChanges(axial, ["slice", "mm"], () => page.mouse.wheel(0, 100));
      await expectChanges(axial, ["zoom", "cross"], async () => {
        await page.keyboard.down("Control");
        await page.mouse.wheel(0, -200);
        await page.keyboard.up("Control");
      });
      await expect(page.getByRole("menu")).toHaveCount(0);

      // A right click that is no drag opens the tile's menu; Escape closes it and gives the focus back.
      await page.mouse.click(...(await pointOf(axial, 0.5, 0.5)), { button: "right" });
      await page.getByRole("menuitem", { name: "Reset view" }).waitFor();
      await page.keyboard.press("Escape");
      await expect(page.getByRole("menu")).toHaveCount(0);
      await expect(axial).toBeFocused();
    });
  });
}

test("windowing: right is wider, up is brighter", async ({ page }) => {
  const axial = await openHead(page);
  const numbers = async () => {
    const [, width, level] = (await cornerText(axial, "window")).match(/W ([\d.]+) L ([\d.]+)/) ?? [];
    return [Number(width), Number(level)] as const;
  };
  const [width, level] = await numbers();
  await drag(page, axial, "right", 60, 0);
  await expect.poll(async () => (await numbers())[0]).toBeGreaterThan(1.05 * width);
  const [wide, sameLevel] = await numbers();
  expect(Math.abs(sameLevel - level)).toBeLessThan(1e-3 * level);
  await drag(page, axial, "right", 0, -60);
  await expect.poll(async () => (await numbers())[1]).toBeLessThan(0.98 * level);
  expect(Math.abs((await numbers())[0] - wide)).toBeLessThan(1e-3 * wide);
});

test("ctrl and wheel zoom about the pointer, a double click shows one tile alone and again all", async ({ page }) => {
  const axial = await openHead(page);
  // The crosshair under the pointer stays there.
  const [x, y] = await pointOf(axial, 0.6, 0.4);
  await page.mouse.click(x, y);
  const zoom = await cornerText(axial, "zoom");
  const crossing = async () =>
    ((await crossPaths(axial)).join().match(/[\d.]+/g) ?? []).map((at) => Math.round(Number(at)));
  const before = await crossing();
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -120);
  await page.keyboard.up("Control");
  await expect.poll(() => cornerText(axial, "zoom")).not.toBe(zoom);
  expect(await crossing()).toEqual(before);

  await layout(page, "g");
  await expect(page.locator("[data-tile]")).toHaveCount(3);
  await tile(page, "Original", "coronal").dblclick({ position: { x: 60, y: 100 } });
  await expect(page.locator("[data-tile]")).toHaveCount(1);
  await expect(tile(page, "Original", "coronal")).toBeVisible();
  await tile(page, "Original", "coronal").dblclick({ position: { x: 60, y: 100 } });
  await expect(page.locator("[data-tile]")).toHaveCount(3);
});

test("one finger moves the crosshair, two pan and zoom about what lies between them", async ({ page }) => {
  const axial = await openHead(page);
  const session = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...points: (readonly [number, number])[]) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  const [x, y] = await pointOf(axial, 0.45, 0.55);
  await expectChanges(axial, ["mm", "cross"], async () => {
    await touch("touchStart", [x, y]);
    await touch("touchMove", [x + 30, y - 40]);
    await touch("touchEnd");
  });
  const before = await readout(axial);
  const scale = async () => Number.parseFloat(await cornerText(axial, "zoom"));
  const small = await scale();
  await expectChanges(axial, ["zoom", "cross"], async () => {
    await touch("touchStart", [x - 40, y]);
    await touch("touchStart", [x - 40, y], [x + 40, y]);
    await touch("touchMove", [x - 60, y], [x + 60, y]);
    await touch("touchMove", [x - 80, y], [x + 80, y]);
    await touch("touchEnd");
  });
  expect((await scale()) / small).toBeCloseTo(2, 1);
  expect((await readout(axial)).mm).toEqual(before.mm);
  // Parallel fingers pan without zooming.
  await expectChanges(axial, ["cross"], async () => {
    await touch("touchStart", [x - 40, y]);
    await touch("touchStart", [x - 40, y], [x + 40, y]);
    await touch("touchMove", [x - 20, y + 30], [x + 60, y + 30]);
    await touch("touchEnd");
  });
});

test("the first finger of two changes nothing, whether the second comes soon or late", async ({ page }) => {
  const axial = await openHead(page);
  const session = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...points: (readonly [number, number])[]) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  const [x, y] = await pointOf(axial, 0.45, 0.55);
  const crosshair = () => axial.getAttribute("data-crosshair-mm");
  await page.evaluate(() => {
    const places = new Set<string>();
    const tileOf = document.querySelector("[data-tile]") as HTMLElement;
    new MutationObserver(() => places.add(tileOf.dataset.crosshairMm ?? "")).observe(tileOf, { attributes: true });
    Object.assign(window, { places });
  });
  const places = () => page.evaluate(() => [...(window as unknown as { places: Set<string> }).places]);
  const before = await crosshair();
  // At once: the crosshair never left its place.
  await touch("touchStart", [x, y]);
  await touch("touchMove", [x + 2, y]);
  await touch("touchStart", [x + 2, y], [x + 80, y]);
  await touch("touchMove", [x - 20, y], [x + 100, y]);
  await touch("touchEnd");
  expect((await places()).filter((place) => place !== before)).toEqual([]);
  // Late: it moved with the first finger and is back where it was.
  await touch("touchStart", [x, y]);
  await touch("touchMove", [x + 30, y + 20]);
  await expect.poll(crosshair).not.toBe(before);
  await touch("touchStart", [x + 30, y + 20], [x + 80, y]);
  await touch("touchMove", [x + 20, y], [x + 100, y]);
  await touch("touchEnd");
  await expect.poll(crosshair).toBe(before);
  // A finger that rests, and one that taps, mean the place itself.
  await touch("touchStart", [x + 10, y + 10]);
  await expect.poll(crosshair).not.toBe(before);
  const rested = await crosshair();
  await touch("touchEnd");
  await touch("touchStart", [x - 30, y - 30]);
  await touch("touchEnd");
  await expect.poll(crosshair).not.toBe(rested);
});

test("two fingers zoom while a distance is to be measured, and set no point of it", async ({ page }) => {
  const axial = await openHead(page);
  const session = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...points: (readonly [number, number])[]) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  const [x, y] = await pointOf(axial, 0.45, 0.55);
  await page.mouse.click(x, y, { button: "right" });
  await page.getByRole("menuitem", { name: "Measure a distance" }).click();
  const zoom = await cornerText(axial, "zoom");
  await touch("touchStart", [x, y]);
  await touch("touchMove", [x + 20, y]);
  await touch("touchStart", [x + 20, y], [x + 80, y]);
  await touch("touchMove", [x, y], [x + 120, y]);
  await touch("touchEnd");
  await expect.poll(() => cornerText(axial, "zoom")).not.toBe(zoom);
  await page.mouse.move(x + 60, y + 60);
  await expect(axial.locator(".mark-measure")).toHaveCount(0);
});

test("a pinch on Safari's trackpad zooms about its place, and the page does not", async ({ page }) => {
  const axial = await openHead(page);
  const [x, y] = await pointOf(axial, 0.6, 0.4);
  await page.mouse.click(x, y);
  const scale = async () => Number.parseFloat(await cornerText(axial, "zoom"));
  const crossing = async () =>
    ((await crossPaths(axial)).join().match(/[\d.]+/g) ?? []).map((at) => Math.round(Number(at)));
  const [small, before] = [await scale(), await crossing()];
  const prevented = await axial.evaluate(
    (element, [clientX, clientY]) =>
      (
        [
          ["gesturestart", 1],
          ["gesturechange", 1.4],
          ["gesturechange", 2],
          ["gestureend", 2],
        ] as const
      ).map(([type, times]) => {
        const event = new Event(type, { bubbles: true, cancelable: true });
        element.dispatchEvent(Object.assign(event, { scale: times, clientX, clientY }));
        return event.defaultPrevented;
      }),
    [x, y] as const,
  );
  expect(prevented).toEqual([true, true, true, true]);
  await expect.poll(async () => (await scale()) / small).toBeCloseTo(2, 1);
  expect(await crossing()).toEqual(before);
});

test("after 100 random gestures all tiles are at the same place of the world", async ({ page }) => {
  await openHead(page);
  await superResolve(page);
  await layout(page, "g");
  await expect(page.locator("[data-tile]")).toHaveCount(9);
  const random = mulberry(20_261_127);
  const between = (from: number, to: number) => from + (to - from) * random();
  const pick = <T>(...all: readonly T[]) => all[Math.floor(random() * all.length)] as T;
  const place = async () => {
    const tiles = page.locator("[data-tile]");
    return pointOf(tiles.nth(Math.floor(random() * (await tiles.count()))), between(0.2, 0.8), between(0.2, 0.8));
  };
  const gestures = [
    async () => page.mouse.click(...(await place())),
    async () => {
      const button = pick("left", "middle", "right") as "left" | "middle" | "right";
      const [x, y] = await place();
      await page.mouse.move(x, y);
      await page.mouse.down({ button });
      await page.mouse.move(x + between(-60, 60), y + between(8, 40), { steps: 2 });
      await page.mouse.up({ button });
    },
    async () => {
      await page.mouse.move(...(await place()));
      await page.mouse.wheel(0, between(-200, 200));
    },
    async () => {
      await page.mouse.move(...(await place()));
      await page.keyboard.down("Control");
      await page.mouse.wheel(0, between(-150, 150));
      await page.keyboard.up("Control");
    },
    () => page.keyboard.press(pick("ArrowLeft", "ArrowUp", "PageDown", "PageUp", "+", "-", "0", "r")),
  ];
  for (let count = 1; count <= 100; count++) {
    await pick(...gestures)();
    if (count % 5 === 0) await expectOnePlace(page, `after ${count}`);
  }
});

/** Every tile has one crosshair in mm, and draws it where the other tiles of its plane do. */
async function expectOnePlace(page: Page, when: string): Promise<void> {
  const seen = await page.locator("[data-tile]").evaluateAll((tiles) =>
    tiles.map((one) => ({
      plane: (one as HTMLElement).dataset.plane ?? "",
      mm: ((one as HTMLElement).dataset.crosshairMm ?? "").split(" ").map(Number),
      lines: [...one.querySelectorAll(":scope > svg .mark-cross")].map((line) => line.getAttribute("points") ?? ""),
    })),
  );
  const [first] = seen;
  for (const { plane, mm, lines } of seen) {
    expect(mm, when).toHaveLength(3);
    for (const axis of [0, 1, 2] as const) {
      expect(Math.abs((mm[axis] as number) - (first?.mm[axis] as number)), when).toBeLessThanOrEqual(0.01);
    }
    expect(lines, when).toEqual(seen.find((other) => other.plane === plane)?.lines);
  }
}

/** Random numbers from 0 to 1, the same in every run. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
