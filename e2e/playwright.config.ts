import { defineConfig } from "@playwright/test";
import { findChromium } from "../src/tools/chromium.mjs";

const COMMON_FLAGS = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** WebGPU compute on Chromium's own software driver, WebGL2 beside it: no GPU needed. The page takes it when asked to. */
const SOFTWARE_WEBGPU_FLAGS = [
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-features=Vulkan",
];
/** Neither WebGPU nor WebGL, as on machines whose drivers browsers refuse. */
const NO_GRAPHICS_FLAGS = ["--disable-gpu", "--disable-software-rasterizer"];

const executablePath = findChromium();
const chromium = (flags: string[]) => ({
  browserName: "chromium" as const,
  launchOptions: { args: [...COMMON_FLAGS, ...flags], ...(executablePath ? { executablePath } : {}) },
});

export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  retries: 0,
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  // What is not there fails soon, also in tests that may take minutes.
  use: {
    viewport: { width: 1280, height: 800 },
    // A trace costs every test of its time: `--trace on` records one where a failure is looked into.
    screenshot: "only-on-failure",
    // Tests of what is kept for a page without network let it.
    serviceWorkers: "block",
    actionTimeout: 60_000,
  },
  projects: [
    {
      name: "chromium",
      testIgnore: /\.(no-webgpu|no-graphics|own-browser)\.spec\.ts$/,
      use: chromium(SOFTWARE_WEBGPU_FLAGS),
    },
    { name: "own-browser", testMatch: /\.own-browser\.spec\.ts$/, use: chromium(SOFTWARE_WEBGPU_FLAGS) },
    { name: "no-webgpu", testMatch: /\.no-webgpu\.spec\.ts$/, use: chromium([]) },
    { name: "no-graphics", testMatch: /\.no-graphics\.spec\.ts$/, use: chromium(NO_GRAPHICS_FLAGS) },
  ],
});
