/** The run in a stock Firefox, which `npm run test:firefox` starts: the same page, served alike. */

import { defineConfig } from "@playwright/test";
import base from "./playwright.config";

export default defineConfig({ ...base, projects: [{ name: "firefox", testMatch: "firefox.smoke.ts" }] });
