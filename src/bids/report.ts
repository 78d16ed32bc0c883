/** The report: one HTML file for people, of what the JSON files beside it say. */

import { type Evaluation, type EvaluationRow, GLOBAL_FILTER } from "../jobs/evaluate/rows";
import { measureOf, summarise } from "../jobs/evaluate/summary";
import { type ApplyFacts, type BankFacts, type LeftOut, pathIn, type UsedScan } from "./facts";
import { html, type Markup } from "./markup";
import { drawPlot } from "./plot";

/** Of what there is; without any of it, that there is nothing. */
export interface ReportFacts {
  readonly bank?: BankFacts | undefined;
  readonly evaluation?: Evaluation | undefined;
  readonly applied?: ApplyFacts | undefined;
}

/** What an evaluation calls the bank that was learned. */
export const OWN_BANK = "bank of this data set";

/** Tables of more rows are closed at first. */
const MOST_OPEN = 40;

export function reportHtml({ bank, evaluation, applied }: ReportFacts): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Eigenvox: report</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Super-resolution of this data set</h1>
<p class="use">Research software, not for diagnosis. Super-resolved images are computed, not acquired: they may show structure that was not there, and hide structure that was.</p>
${bank ? aboutBank(bank, evaluation) : []}
${applied ? aboutApplied(applied) : []}
</main>
</body>
</html>
`;
  return page.text;
}

function aboutBank(bank: BankFacts, evaluation: Evaluation | undefined): Markup {
  return html`<section><h2>The bank in short</h2>
<ul class="short">
<li>Filters learned from <b>${plural(bank.Scans.length, "scan")}</b> of ${plural(participantsOf(bank.Scans), "participant")}: ${grouped(bank.Rows)} pairs of patches.</li>
<li>${evaluation ? verdict(evaluation) : "No participant was held out: how good the bank is on scans that it has not seen is not known."}</li>
${bank.LeftOut.length > 0 ? html`<li class="warn">${plural(bank.LeftOut.length, "scan")} left out: why is <a href="#left-out">below</a>.</li>` : []}
${bank.Warnings.map((text) => html`<li class="warn">${text}</li>`)}
</ul></section>
${evaluation ? aboutScores(evaluation) : []}
${aboutScans(bank.Scans)}
${leftOut("left-out", "Scans left out", bank.LeftOut)}
${provenance(bank, evaluation)}`;
}

/** How near to the originals results come, in words. */
function verdict(evaluation: Evaluation): Markup {
  const gains = gainsOf(evaluation, OWN_BANK).filter((gain) => gain !== null);
  if (gains.length === 0) return html`None of the scans held out could be judged.`;
  const psnr = summarise(evaluation.rows.filter(isScored), measureOf("psnr"), "masked").find(
    ({ name }) => name === OWN_BANK,
  )?.cells[0];
  const mean = gains.reduce((a, b) => a + b, 0) / gains.length;
  const better = gains.filter((gain) => gain > 0).length;
  const p = psnr?.gain?.p === undefined ? "" : ` (Wilcoxon’s signed-rank test: p = ${psnr.gain.p.toPrecision(2)})`;
  return html`On ${plural(gains.length, "scan")} that it has not seen, made coarse and fine again, results are on average <b>${signed(mean)} dB</b>
nearer to the originals than by tricubic interpolation; better on ${better} of ${gains.length}${p}. 3 dB are half the squared error.`;
}

/** PSNR inside the mask above that of tricubic interpolation, of each volume. */
function gainsOf({ volumes, rows }: Evaluation, method: string): (number | null)[] {
  const psnr = (volume: string, name: string) =>
    rows.find((row) => row.volume === volume && row.name === name)?.psnr.masked;
  return volumes.map(({ name }) => {
    const [own, tricubic] = [psnr(name, method), psnr(name, "tricubic")];
    return isNumber(own) && isNumber(tricubic) ? own - tricubic : null;
  });
}

function aboutScores(evaluation: Evaluation): Markup {
  const { volumes, rows, failures } = evaluation;
  const methods = [...new Set(rows.map(({ name }) => name))].filter((name) => !name.endsWith(GLOBAL_FILTER));
  const banks = methods.filter((name) => name !== "tricubic");
  const gains = new Map(banks.map((name) => [name, gainsOf(evaluation, name)]));
  const own = gains.get(OWN_BANK) ?? [];
  const order = volumes.map((_, i) => i).sort((a, b) => (own[a] ?? 0) - (own[b] ?? 0));
  const plot = drawPlot({
    title: "Gain over tricubic interpolation on scans held out",
    axis: "dB PSNR inside the mask",
    names: order.map((i) => volumes[i]?.name as string),
    series: banks.map((name) => ({ name, values: order.map((i) => gains.get(name)?.[i] ?? null) })),
    digits: 2,
  });
  const header = [
    "scan",
    ...methods.map((name) => `${name}: PSNR, dB / SSIM`),
    ...banks.map((name) => `${name}: gain, dB`),
  ];
  const lines = volumes.map(({ name, notices = [] }, i) => {
    const scores = methods.map((method) => {
      const row = rows.find((one) => one.volume === name && one.name === method);
      const mark = row?.learnedFrom ? " *" : "";
      return row ? `${digits(row.psnr.masked, 2)} / ${digits(row.ssim.masked, 4)}${mark}` : "–";
    });
    const won = banks.map((bank) => {
      const gain = gains.get(bank)?.[i];
      return isNumber(gain) ? signed(gain) : "–";
    });
    const told = notices.map(({ code, text }) => html`<br><span class="warn">${code} ${text}</span>`);
    return [html`${name}${told}`, ...scores, ...won];
  });
  const hasLearned = rows.some(({ learnedFrom }) => learnedFrom);
  const failed = failures.map(({ volume, reason }) => ({ Source: volume, Reason: reason }));
  return html`<section><h2>On scans held out</h2>
${volumes.length > 0 ? plot : []}
${table(header, lines)}
${hasLearned ? html`<p class="warn">* That bank has learned from this scan: its score says little of other scans.</p>` : []}
<p class="note">Each scan was made coarse (${evaluation.settings.degradations.join(", ")}), made fine again, and compared with itself inside the mask
(${evaluation.settings.mask}). PSNR: the higher, the nearer to the original. SSIM: 1 where it looks the same. Every score: scores.csv.</p>
${leftOut("not-judged", "Not judged", failed)}</section>`;
}

function aboutScans(scans: readonly UsedScan[]): Markup {
  const known = scans.filter(({ Sources }) => Sources);
  const names = known.map(({ Sources }) => shortName(Sources?.[0] as string));
  const percent = ({ EstimatedNoise: noise }: UsedScan) => (isNumber(noise) ? 100 * noise : null);
  const lines = scans.map((scan) => [
    scan.Sources?.[0] ? shortName(scan.Sources[0]) : `unnamed scan, voxels ${scan.VoxelsHash}`,
    scan.Rows === undefined ? "–" : grouped(scan.Rows),
    scan.Voxels?.join(" × ") ?? "–",
    scan.VoxelSizeMM?.map((mm) => Number(mm.toFixed(3))).join(" × ") ?? "–",
    percent(scan)?.toFixed(2) ?? "–",
    html`${(scan.Evidence ?? []).filter((line) => !line.startsWith("noise")).join("; ")}${(scan.Warnings ?? []).map(
      (text) => html`<br><span class="warn">${text}</span>`,
    )}`,
    html`<code>${scan.SourceHashes?.[0]?.Value.slice(0, 12) ?? ""}</code>`,
  ]);
  const header = [
    "scan",
    "pairs of patches",
    "voxels",
    "voxel size, mm",
    "noise, % of range",
    "what it shows",
    "SHA-256",
  ];
  return html`<section><h2>Scans learned from</h2>
${
  known.length > 0
    ? html`${drawPlot({
        title: "Pairs of patches learned from",
        axis: "thousands",
        names,
        series: [
          { name: "pairs of patches", values: known.map(({ Rows }) => (Rows === undefined ? null : Rows / 1000)) },
        ],
        digits: 1,
      })}${drawPlot({
        title: "Noise of the scans, estimated",
        axis: "% of the scan’s range",
        names,
        series: [{ name: "standard deviation of the noise", values: known.map(percent) }],
        digits: 2,
      })}`
    : []
}
${table(header, lines)}</section>`;
}

function leftOut(id: string, title: string, all: readonly LeftOut[]): Markup {
  if (all.length === 0) return html``;
  return html`<section id="${id}"><h2>${title}</h2>
${table(
  ["scan", "why"],
  all.map(({ Source, Reason }) => [pathIn(Source), Reason]),
)}</section>`;
}

function provenance({ Title, SHA256, Settings, HeldOut }: BankFacts, evaluation: Evaluation | undefined): Markup {
  const banks = evaluation?.banks ?? [];
  const facts: [string, string][] = [
    ["title of the bank", Title],
    ["SHA-256 of bank.safetensors", SHA256],
    ...Object.entries(Settings).map(([key, value]): [string, string] => [
      key,
      Array.isArray(value) ? value.join(" × ") : String(value),
    ]),
    ["participants held out", [...new Set(HeldOut.map(participantOf))].join(", ") || "none"],
    ...banks.map(({ name, hash }): [string, string] => [`judged: ${name}`, hash]),
    ...(evaluation ? [["judged on", evaluation.adapter] as [string, string]] : []),
  ];
  return html`<section><h2>Settings and hashes</h2>
<table><tbody>${facts.map(([key, value]) => html`<tr><th scope="row">${key}</th><td>${value}</td></tr>`)}</tbody></table></section>`;
}

function aboutApplied({ Results, Failed, WarningCounts }: ApplyFacts): Markup {
  const percent = (share: number | null) => (share === null ? "–" : (100 * share).toFixed(2));
  const counts = Object.entries(WarningCounts);
  const lines = Results.map(({ Source, Bank, EstimatedNoise, Difference, FewRows, DrawnBack, Warnings }) => [
    shortName(Source),
    Bank,
    percent(EstimatedNoise),
    percent(Difference),
    percent(DrawnBack),
    percent(FewRows),
    html`${Warnings.map((text) => html`<span class="warn">${text}</span><br>`)}`,
  ]);
  const header = [
    "scan",
    "bank",
    "noise, % of range",
    "differs from the scan, % of range",
    "drawn back, % of voxels",
    "of classes learned from few patches, % of voxels",
    "warnings",
  ];
  return html`<section><h2>Scans made finer</h2>
<p>${plural(Results.length, "scan")}, ${counts.length === 0 ? "none with a warning" : html`with warnings: ${counts.map(([code, count]) => `${code} of ${count}`).join(", ")}`}.
“Differs” is the result, made coarse again, minus the scan: root mean square. “Drawn back” are voxels that would have left the range of their neighbours.</p>
${table(header, lines)}
${leftOut("failed", "Scans that failed", Failed)}</section>`;
}

function table(header: readonly string[], lines: readonly (readonly (string | Markup)[])[]): Markup {
  const head = html`<thead><tr>${header.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>`;
  const body = lines.map(
    ([first, ...cells]) =>
      html`<tr><th scope="row">${first ?? ""}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  );
  const all = html`<div class="wide"><table>${head}<tbody>${body}</tbody></table></div>`;
  return lines.length > MOST_OPEN ? html`<details><summary>${lines.length} rows</summary>${all}</details>` : all;
}

/** JSON has null for what was not taken. */
const isNumber = (value: number | null | undefined): value is number => typeof value === "number";
const isScored = ({ psnr }: EvaluationRow) => isNumber(psnr.masked);
const digits = (value: number | null, count: number) => (isNumber(value) ? value.toFixed(count) : "–");

const shortName = (uri: string) => (pathIn(uri).split("/").at(-1) as string).replace(/\.nii(\.gz)?$/, "");
const participantOf = (uri: string) => pathIn(uri).split("/")[0] as string;
const participantsOf = (scans: readonly UsedScan[]) =>
  new Set(scans.map(({ Sources, VoxelsHash }) => (Sources?.[0] ? participantOf(Sources[0]) : VoxelsHash))).size;
const plural = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;
const signed = (value: number) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;
const grouped = (value: number) => String(value).replace(/\B(?=(\d{3})+$)/g, "\u202f");

const STYLE = html`
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --soft: #f3f3f1; --line: #d5d5d0; --faint: #5c5c58; --warn: #8a4b00; --s0: #0060a8; --s1: #c04a00; --s2: #007a55; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e6e3; --paper: #141414; --soft: #1f1f1e; --line: #3c3c3a; --faint: #a3a39e; --warn: #f0b060; --s0: #6fb7ff; --s1: #ff9a5c; --s2: #4fd0a5; }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
.use { border-left: 4px solid var(--warn); padding-left: .75rem; color: var(--faint); }
.short li { margin: .3rem 0; }
.warn { color: var(--warn); }
.note, figcaption, .legend, summary { color: var(--faint); }
figure { margin: 1rem 0; min-width: 0; }
figcaption { font-weight: 600; color: var(--ink); }
.legend { margin: .2rem 0; display: flex; flex-wrap: wrap; gap: 1rem; }
.key { display: inline-flex; align-items: center; gap: .35rem; }
svg text { fill: var(--faint); font-size: 12px; }
svg .name { font-size: 11px; }
.grid { stroke: var(--line); }
.zero { stroke: var(--faint); }
.s0 { fill: var(--s0); } .s1 { fill: var(--s1); } .s2 { fill: var(--s2); }
.wide { overflow-x: auto; }
.wide > svg { width: 100%; min-width: 34rem; height: auto; display: block; }
table { border-collapse: collapse; font-size: .88rem; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.wide table { min-width: 50rem; }
.wide th, .wide td { overflow-wrap: normal; }
.wide tbody th, .wide code { white-space: nowrap; }
thead th { background: var(--soft); }
tbody th { font-weight: 500; }
a { color: var(--s0); }
@media print { details > * { display: block; } }
`;
