/** The compiled kernels in base64, which src/tools/kernels-cpu.mjs makes of kernels-cpu/. */
declare module "virtual:kernels-cpu" {
  const binary: string;
  // biome-ignore lint/style/noDefaultExport: a module of Vite's.
  export default binary;
}
