import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vitest/config";
import { META_POLICY } from "./src/tools/headers.mjs";
import { kernelsCpu } from "./src/tools/kernels-cpu.mjs";
import { checkNotices, NOTICES } from "./src/tools/notices.mjs";

/** Puts the licences of the bundled packages beside the bundle, as those licences ask. */
const shipNotices = {
  name: "ship-notices",
  generateBundle(this: { emitFile(file: { type: "asset"; fileName: string; source: string }): unknown }) {
    this.emitFile({ type: "asset", fileName: NOTICES, source: readFileSync(NOTICES, "utf8") });
  },
};

/** In a folder: some hosts serve no file whose name begins with `_`, which the zero of a module without a file becomes. */
const NO_CODEC = "\0zarr/no-codec";

/**
 * Leaves out 1.4 MB of decompressors for Zarr, which NiiVue brings along for images that it fetches by itself and that
 * this page never asks it for.
 */
const leaveOutZarrCodecs = {
  name: "leave-out-zarr-codecs",
  enforce: "pre" as const,
  resolveId: (id: string) => (/^numcodecs\/(blosc|lz4|zstd)$/.test(id) ? NO_CODEC : undefined),
  load: (id: string) => (id === NO_CODEC ? "export default undefined;" : undefined),
};

/** Only in the built page, since the development server's own scripts are inline. */
const addContentSecurityPolicy = {
  name: "content-security-policy",
  apply: "build" as const,
  transformIndexHtml: () => [
    {
      tag: "meta",
      injectTo: "head-prepend" as const,
      attrs: { "http-equiv": "Content-Security-Policy", content: META_POLICY },
    },
  ],
};

/** The page as an app: its manifest, and the worker that keeps its files (`src/offline`), with the list of them. */
const keepOffline = VitePWA({
  strategies: "injectManifest",
  srcDir: "src/offline",
  filename: "service-worker.ts",
  injectRegister: false,
  includeManifestIcons: false,
  integration: {
    configureCustomSWViteBuild: (build) => {
      build.logLevel = "warn";
    },
  },
  injectManifest: {
    rollupFormat: "iife",
    buildPlugins: { vite: [checkNotices()] },
    globPatterns: ["**/*"],
    // Banks of the paper's method are large and kept once they were used; the picture is for the README, and the
    // manifest is listed anyway.
    globIgnores: ["banks/paper-*", "manifest.webmanifest"],
    // Whatever its size: one file that is left out, and the page does not work.
    maximumFileSizeToCacheInBytes: 2 ** 30,
  },
  manifest: {
    name: "Eigenvox",
    short_name: "Eigenvox",
    description: "Makes low-resolution MRI scans sharp on your own computer. Research software, not a medical device.",
    lang: "en",
    start_url: "./",
    scope: "./",
    display: "standalone",
    background_color: "#0e0e0e",
    theme_color: "#0e0e0e",
    icons: [
      { src: "icon.svg", sizes: "any", type: "image/svg+xml" },
      { src: "icons/192.png", sizes: "192x192", type: "image/png" },
      { src: "icons/512.png", sizes: "512x512", type: "image/png" },
      { src: "icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
  },
});

const page = {
  plugins: [
    kernelsCpu(),
    react(),
    leaveOutZarrCodecs,
    checkNotices(),
    shipNotices,
    addContentSecurityPolicy,
    keepOffline,
  ],
  // One large chunk is NiiVue, which is fetched for the 3-D tile.
  build: { target: "es2022", outDir: "dist/page", chunkSizeWarningLimit: 1500 },
};

/** Puts the decoder of compressed DICOM images beside the programs, since an installed package has no other packages. */
const shipDecoder = {
  name: "ship-decoder",
  generateBundle(this: { emitFile(file: { type: "asset"; fileName: string; source: Uint8Array }): unknown }) {
    for (const fileName of ["dcm2niix.jpeg.js", "dcm2niix.jpeg.wasm"]) {
      this.emitFile({
        type: "asset",
        fileName,
        source: readFileSync(`node_modules/@niivue/dcm2niix/dist/${fileName}`),
      });
    }
  },
};

const commandLine = {
  publicDir: false as const,
  plugins: [kernelsCpu(), checkNotices(), shipDecoder],
  ssr: { noExternal: true as const, external: ["webgpu"] },
  build: {
    ssr: true,
    target: "node20",
    outDir: "dist/cli",
    // Shared chunks lie beside the programs: paths relative to either mean the same.
    assetsDir: "",
    rolldownOptions: {
      output: { banner: ({ isEntry }: { isEntry: boolean }) => (isEntry ? "#!/usr/bin/env node" : "") },
      input: {
        eigenvox: "src/cli/main.ts",
        "eigenvox-bids": "src/bids/main.ts",
        bench: "src/bench/main.ts",
        "beside-table": "src/cli/tables/beside.ts",
        "programs-table": "src/cli/tables/programs.ts",
        "pairs-table": "src/cli/tables/pairs.ts",
        "anatomy-table": "src/cli/tables/anatomy.ts",
        "combine-table": "src/cli/tables/combine.ts",
        "grain-table": "src/cli/tables/grain.ts",
        "evidence-table": "src/cli/tables/evidence.ts",
        "choice-table": "src/cli/tables/choice.ts",
        "lesions-table": "src/cli/tables/lesions.ts",
        "probe-table": "src/cli/tables/probe.ts",
        "scale-table": "src/cli/tables/scale.ts",
        "refusals-table": "src/cli/tables/refusals.ts",
        "net-data": "src/cli/net-data.ts",
        "net-bank": "src/cli/net-bank.ts",
      },
    },
  },
};

/** What the package's `exports` lead to: one module per entry, for browsers and Node, shaders and pako inside. */
const library = {
  publicDir: false as const,
  plugins: [kernelsCpu(), checkNotices()],
  build: {
    target: "es2022",
    outDir: "dist/lib",
    minify: false,
    lib: {
      entry: {
        index: "src/index.ts",
        formats: "src/entries/formats.ts",
        banks: "src/entries/banks.ts",
        browser: "src/entries/browser.ts",
        niivue: "src/entries/niivue.ts",
        "viewer-element": "src/entries/viewer-element.ts",
        node: "src/entries/node.ts",
      },
      formats: ["es" as const],
    },
    rolldownOptions: { external: ["webgpu", /^node:/], output: { chunkFileNames: "shared/[name].js" } },
  },
};

/**
 * `--mode page` is the web page, `--mode cli` the command line and the benchmarks, `--mode lib` the package's modules;
 * Vitest needs none.
 */
export default defineConfig(({ mode }) => ({
  base: "./",
  plugins: [kernelsCpu()],
  worker: { format: "es", plugins: () => [kernelsCpu(), checkNotices()] },
  ...(mode === "page" ? page : {}),
  ...(mode === "cli" ? commandLine : {}),
  ...(mode === "lib" ? library : {}),
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          environment: "node",
          include: ["src/**/*.test.ts"],
          exclude: ["src/**/*.gpu.test.ts"],
          // All cores, where one would be left free otherwise: of two that is half the time.
          maxWorkers: "100%",
          // Thousands of mutated files take their time on a busy machine; no test here is about speed.
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "gpu",
          environment: "node",
          include: ["src/**/*.gpu.test.ts"],
          pool: "forks",
          // One file at a time, since a software adapter already uses every core.
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
}));
