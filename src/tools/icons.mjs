/**
 * `npm run icons`: draws the icons of the installed page from public/icon.svg. A maskable one is cut to whatever shape a
 * system likes, so that its ground goes to the edges and what matters keeps clear of them.
 */

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureChromium } from "./chromium.mjs";
import { ensureDependencies, ROOT } from "./project.mjs";

ensureDependencies();
const { chromium } = await import("@playwright/test");
const svg = readFileSync(join(ROOT, "public/icon.svg"), "utf8");
const maskable = svg.replace('viewBox="0 0 32 32"', 'viewBox="-4 -4 40 40"').replace(/<rect .*?>/, (ground) => {
  return ground.replace('width="32" height="32" rx="6"', 'x="-4" y="-4" width="40" height="40"');
});
const folder = join(ROOT, "public/icons");
mkdirSync(folder, { recursive: true });

const browser = await chromium.launch({ executablePath: ensureChromium(), args: ["--no-sandbox"] });
const page = await browser.newPage();
for (const [name, size, drawing] of /** @type {const} */ ([
  ["192", 192, svg],
  ["512", 512, svg],
  ["maskable-512", 512, maskable],
])) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<body style="margin: 0">${drawing.replace("<svg", `<svg width="${size}" style="display: block"`)}`,
  );
  await page.screenshot({ path: join(folder, `${name}.png`), omitBackground: true });
}
await browser.close();
