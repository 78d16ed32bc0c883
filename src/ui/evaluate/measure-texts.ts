/** Measures in the person's language. What their registry entries say in English is the key of its translation. */

import type { EvaluationSettings } from "../../jobs/evaluate/rows";
import type { Area, Measure } from "../../jobs/evaluate/summary";
import { entryText, t } from "../../text/text";

/** `PSNR mask, dB`; of one that is taken over the whole box only, without the area. */
export function measureHeading({ label, unit, areas }: Pick<Measure, "label" | "unit" | "areas">, area: Area): string {
  const name = entryText(label);
  const place = area === "masked" ? t("{measure} mask", { measure: name }) : t("{measure} box", { measure: name });
  const said = areas.length > 1 ? place : name;
  return unit === "" ? said : `${said}, ${unit}`;
}

/** What it is, how it is taken, and which way is better. */
export function measureDefinition(
  { title, unit, note, isBetterHigher, define }: Measure,
  settings: EvaluationSettings,
): string {
  const parts = { title: entryText(title), unit, note: entryText(note, define(settings)) };
  const said = unit === "" ? t("{title}, {note}.", parts) : t("{title} in {unit}, {note}.", parts);
  return `${said} ${isBetterHigher ? t("Higher is better.") : t("Lower is better.")}`;
}
