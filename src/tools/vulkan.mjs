/**
 * A Vulkan driver for Dawn under Node. Linux without one (containers, CI) still has Chromium's SwiftShader, a software
 * driver that gives the same numbers slowly. The variables act only on a process that starts with them, which is why
 * the tools run GPU programs as child processes.
 */

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { findSwiftShader } from "./chromium.mjs";

const DRIVER_FOLDERS = ["/usr/share/vulkan/icd.d", "/usr/local/share/vulkan/icd.d", "/etc/vulkan/icd.d"];
const LIBRARY_FOLDERS = ["/usr/lib", "/usr/lib64", "/usr/local/lib", `/usr/lib/${gnuArch()}-linux-gnu`];

/**
 * Variables to add to a GPU program's environment: none where the system has a Vulkan loader and driver (or is not
 * Linux: Dawn uses Metal and Direct3D there), else Chromium's. Empty too when there is neither.
 *
 * @returns {Record<string, string>}
 */
export function vulkanEnv() {
  if (process.platform !== "linux" || (hasDriver() && hasLoader())) return {};
  const folder = findSwiftShader();
  if (!folder) return {};
  const path = process.env.LD_LIBRARY_PATH;
  return {
    ...(hasDriver() ? {} : { VK_ICD_FILENAMES: join(folder, "vk_swiftshader_icd.json") }),
    ...(hasLoader() ? {} : { LD_LIBRARY_PATH: path ? `${path}${delimiter}${folder}` : folder }),
  };
}

function hasDriver() {
  if (process.env.VK_ICD_FILENAMES || process.env.VK_DRIVER_FILES) return true;
  return DRIVER_FOLDERS.some(
    (folder) => existsSync(folder) && readdirSync(folder).some((name) => name.endsWith(".json")),
  );
}

function hasLoader() {
  const searched = [...(process.env.LD_LIBRARY_PATH ?? "").split(delimiter), ...LIBRARY_FOLDERS];
  if (searched.some((folder) => folder !== "" && existsSync(join(folder, "libvulkan.so.1")))) return true;
  const { stdout } = spawnSync("ldconfig", ["-p"], { encoding: "utf8" });
  return (stdout ?? "").includes("libvulkan.so.1");
}

function gnuArch() {
  return process.arch === "arm64" ? "aarch64" : "x86_64";
}
