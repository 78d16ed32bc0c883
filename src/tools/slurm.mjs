/** A cluster of one node on this machine, for tests: Slurm and its munge, in a folder of their own, on the loopback address. */

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, hostname, totalmem } from "node:os";
import { join } from "node:path";
import { installPackages } from "./debian.mjs";
import { placesOnPath } from "./project.mjs";

const PROGRAMS = ["snakemake", "slurmctld", "slurmd", "sbatch", "munged"];

/** True where Snakemake and Slurm are there, once they have been installed if that can be done. */
export function ensureWorkflowTools() {
  const areThere = () => PROGRAMS.every((program) => placesOnPath([program]).length > 0);
  if (areThere()) return true;
  console.error("No snakemake and Slurm found: installing them if this is Debian …");
  installPackages("snakemake slurm-wlm munge");
  return areThere();
}

/**
 * Starts them, as root. `env` is what their commands need to find the cluster.
 *
 * @param {string} folder
 * @returns {Promise<{ env: { SLURM_CONF: string }, stop(): Promise<void> }>}
 */
export async function startSlurm(folder) {
  const host = hostname().split(".")[0];
  const config = join(folder, "slurm.conf");
  for (const name of ["state", "spool"]) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(
    config,
    `ClusterName=local
SlurmctldHost=${host}(127.0.0.1)
AuthType=auth/munge
SlurmctldPort=26817
SlurmdPort=26818
SlurmUser=root
SlurmdUser=root
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SchedulerType=sched/backfill
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
ReturnToService=2
JobAcctGatherType=jobacct_gather/none
NodeName=${host} NodeAddr=127.0.0.1 CPUs=${Math.max(2, availableParallelism())} RealMemory=${Math.floor(totalmem() / 2 ** 20)} State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`,
  );
  const env = { SLURM_CONF: config };
  /** @type {string[]} files of process ids */
  const started = [];
  try {
    if (spawnSync("munge", ["-n"]).status !== 0) {
      for (const path of ["/run/munge", "/var/log/munge"]) mkdirSync(path, { recursive: true });
      const pidFile = join(folder, "munged.pid");
      spawnSync("munged", ["--force", `--pid-file=${pidFile}`], { stdio: "inherit" });
      started.push(pidFile);
    }
    for (const program of ["slurmctld", "slurmd"]) {
      spawn(program, ["-f", config], { env: { ...process.env, ...env }, stdio: "inherit" });
      started.push(join(folder, `${program}.pid`));
    }
    const isIdle = () =>
      /idle/.test(spawnSync("sinfo", ["-h", "-o", "%T"], { env: { ...process.env, ...env }, encoding: "utf8" }).stdout);
    if (!(await until(isIdle))) throw new Error(`Slurm did not start: ${readFileSync(join(folder, "slurmctld.log"))}`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { env, stop };

  async function stop() {
    for (const pidFile of started.reverse()) {
      if (!existsSync(pidFile)) continue;
      const pid = Number(readFileSync(pidFile, "utf8"));
      process.kill(pid);
      await until(() => !existsSync(`/proc/${pid}`));
      rmSync(pidFile, { force: true });
    }
  }
}

/** Whether it came to be within five minutes. @param {() => boolean} is */
export async function until(is) {
  for (let i = 0; i < 1200; i++) {
    if (is()) return true;
    await new Promise((done) => setTimeout(done, 250));
  }
  return false;
}
