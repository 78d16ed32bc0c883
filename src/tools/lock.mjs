/** One command at a time sets up and builds; the others wait. Needs nothing but Node. */

import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const LOCK = fileURLToPath(new URL("../../dist/.lock", import.meta.url));
const POLL_MS = 200;
/** Between making the file and writing the holder into it: anything longer means that the holder died there. */
const UNWRITTEN_MS = 5000;

/**
 * Runs `work` while no other command of this folder runs its own; takes over from a holder that is gone. Not to be nested.
 *
 * @param {() => void} work
 * @param {string} [lock] the file that is there as long as somebody works
 */
export function whileLocked(work, lock = LOCK) {
  mkdirSync(dirname(lock), { recursive: true });
  let isWaiting = false;
  while (!take(lock)) {
    const holder = readHolder(lock);
    if (holder === undefined) continue;
    if (isGone(holder)) {
      if (removeIfGone(lock)) {
        console.error(`Taking over from process ${holder.pid || "unknown"}, which ended while setting up or building.`);
      }
      continue;
    }
    if (!isWaiting) {
      console.error(`Waiting for process ${holder.pid || "unknown"}, which sets up or builds here (${lock}) …`);
      isWaiting = true;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
  }
  const release = () => rmSync(lock, { force: true });
  // `fail` ends the process without unwinding.
  process.once("exit", release);
  try {
    work();
  } finally {
    process.off("exit", release);
    release();
  }
}

/** @typedef {{ pid: number, made: number }} Holder  `pid` 0: not yet written */

/** Whether the lock is now this process's. @param {string} lock */
function take(lock) {
  try {
    writeFileSync(lock, `${process.pid}`, { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    return false;
  }
}

/** Undefined when it has been released meanwhile. @param {string} lock */
function readHolder(lock) {
  try {
    return { pid: Number(readFileSync(lock, "utf8")), made: statSync(lock).mtimeMs };
  } catch {
    return undefined;
  }
}

/** @param {Holder} holder */
function isGone({ pid, made }) {
  if (pid === 0) return Date.now() - made > UNWRITTEN_MS;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "ESRCH";
  }
}

/**
 * Removes the lock of a holder that is gone. Only who has the second lock may, and looks again under it: of several that
 * found the holder gone, a late one would else remove its successor's.
 *
 * @param {string} lock
 */
function removeIfGone(lock) {
  const second = `${lock}-removal`;
  if (!take(second)) {
    const remover = readHolder(second);
    if (remover && isGone(remover)) rmSync(second, { force: true });
    return false;
  }
  try {
    const holder = readHolder(lock);
    const isStale = holder !== undefined && isGone(holder);
    if (isStale) rmSync(lock);
    return isStale;
  } finally {
    rmSync(second, { force: true });
  }
}
