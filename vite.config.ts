import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig(({ mode }) => ({
  base: "./",
  plugins: mode === "page" ? [react()] : [],
  worker: { format: "es" },
  build: { target: "es2022", outDir: "dist/page" },
}));
