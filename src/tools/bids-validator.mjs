/**
 * `node src/tools/bids-validator.mjs FOLDER`: what the BIDS validator finds wrong with a data set; ends with 1 where it is
 * something. The validator is one file of a package that asks for many others, which that file does not need: so it is asked of
 * the registry alone, and kept in dist/.
 */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import { ROOT } from "./project.mjs";

const PACKAGE = "bids-validator@1.15.0";
const SHA512 = "gZ0UUTLBt5L3nuhLia/VfvK5OaM0yoTBPJvGmC4slQ8yDzpanWZOHHBS+PAua0riQ7Cwa51HER/Fnd9v17MHUw==";
const MEMBER = "package/dist/validator/main.js";
const KEPT = join(ROOT, "dist", `${PACKAGE.replace("@", "-")}.mjs`);

/** The validator's file, fetched where it is not there yet; undefined where it cannot be, which is said. */
export function ensureBidsValidator() {
  if (existsSync(KEPT)) return KEPT;
  const folder = mkdtempSync(join(tmpdir(), "eigenvox-bids-validator-"));
  try {
    // npm is a .cmd file on Windows, which only a shell starts.
    const { status, stdout } = spawnSync(`npm pack ${PACKAGE} --silent`, {
      cwd: folder,
      shell: true,
      encoding: "utf8",
    });
    if (status !== 0) {
      console.error(`The BIDS validator is not there, and the registry did not give ${PACKAGE}.`);
      return undefined;
    }
    const archive = readFileSync(join(folder, stdout.trim()));
    const hash = createHash("sha512").update(archive).digest("base64");
    if (hash !== SHA512) throw new Error(`${PACKAGE} is not the one that is known: sha512-${hash}`);
    const fresh = `${KEPT}.${process.pid}`;
    writeFileSync(fresh, member(gunzipSync(archive), MEMBER));
    renameSync(fresh, KEPT);
    return KEPT;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Of a tar archive: blocks of 512 bytes, each file's header before it. @param {Buffer} tar @param {string} wanted */
function member(tar, wanted) {
  for (let at = 0; at < tar.length; ) {
    const name = tar.toString("latin1", at, at + 100).replace(/\0.*/s, "");
    const size = Number.parseInt(tar.toString("latin1", at + 124, at + 136), 8) || 0;
    if (name === wanted) return tar.subarray(at + 512, at + 512 + size);
    at += 512 + 512 * Math.ceil(size / 512);
  }
  throw new Error(`${PACKAGE} has no ${wanted}.`);
}

/** @param {string} root */
async function errorsIn(root) {
  const validator = ensureBidsValidator();
  if (!validator) return ["The BIDS validator is not there."];
  const { validate, fileListToTree } = await import(pathToFileURL(validator).href);
  const names = readdirSync(root, { recursive: true, encoding: "utf8" });
  // As a browser's file picker gives a folder.
  const files = names
    .filter((name) => statSync(join(root, name)).isFile())
    .map((name) =>
      Object.defineProperty(new File([readFileSync(join(root, name))], basename(name)), "webkitRelativePath", {
        value: `data/${name.split(sep).join("/")}`,
      }),
    );
  const { issues } = await validate(await fileListToTree(files), { datasetPath: root });
  return issues.issues
    .filter((/** @type {{ severity: string }} */ { severity }) => severity === "error")
    .map((/** @type {Record<string, string | undefined>} */ { code, subCode = "", location = "", issueMessage = "" }) =>
      [code, subCode, location, issueMessage].filter(Boolean).join(" "),
    );
}

if (process.argv[1] === import.meta.filename) {
  const errors = await errorsIn(process.argv[2] ?? ".");
  for (const error of errors) console.log(error);
  process.exitCode = errors.length > 0 ? 1 : 0;
}
