/** Taking series out of the rail, which can be undone for ten seconds. */

import { getEngine } from "../session/client";
import { t } from "../text/text";
import { cancelJob } from "./actions";
import { ask } from "./ask";
import { forgetFrames } from "./frames";
import { useJob } from "./job-store";
import { findSeries, type Series, useSeries } from "./series-store";
import { remember } from "./undo";
import { dropVolumes } from "./volumes";

/** What goes with a series: all of a scan, the whole result with its maps, a map or plain interpolation alone. */
export function goingWith({ id, kind, scanId, resultId }: Series, series: readonly Series[]): readonly Series[] {
  if (kind === "scan") return series.filter((one) => one.scanId === scanId);
  if (kind === "result") return series.filter((one) => one.resultId === resultId);
  return series.filter((one) => one.id === id);
}

/** Closes a series with what goes with it; asks first when a result was not saved, or is being computed. */
export async function closeSeries(id: string): Promise<void> {
  const one = findSeries(id);
  if (!one) return;
  const going = goingWith(one, useSeries.getState().series);
  const unsaved = going.filter(({ isUnsaved }) => isUnsaved).length;
  const { job, scanId } = useJob.getState();
  const isRunning = one.kind === "scan" && job !== undefined && scanId === one.scanId;
  if (unsaved > 0 || isRunning) {
    const isSure = await ask({
      text: isRunning
        ? t("A super-resolution is running. Stop it and close {title}?", { title: one.title })
        : t("{n, plural, one {# result is} other {# results are}} not saved. Close {title} all the same?", {
            n: unsaved,
            title: one.title,
          }),
      confirm: t("Close"),
      decline: t("Keep"),
    });
    if (!isSure) return;
    if (isRunning) cancelJob();
  }
  const before = useSeries.getState();
  const left = before.series.filter((other) => !going.includes(other));
  const isLeft = (other: string | undefined) => left.some((series) => series.id === other);
  const shown = before.shown.filter(isLeft);
  const first = left.find(({ kind }) => kind === "scan") ?? left[0];
  const [a, b] = [before.a, before.b].filter(isLeft);
  useSeries.setState({
    series: left,
    shown: shown.length > 0 || !first ? shown : [first.id],
    a: a ?? first?.id,
    b,
    active: isLeft(before.active) ? before.active : (shown.at(-1) ?? first?.id),
  });
  remember(
    {
      text: t("{title} closed", { title: one.title }),
      undo: () => {
        const now = useSeries.getState().series;
        const back = before.series.filter((series) => going.includes(series) || now.some(({ id }) => id === series.id));
        const later = now.filter((series) => !back.some(({ id }) => id === series.id));
        const { shown, a, b, active } = before;
        useSeries.setState({ series: [...back, ...later], shown, a, b, active });
      },
      forget: () => {
        dropVolumes(going.map(({ id }) => id));
        if (one.kind === "scan") {
          forgetFrames(one.scanId);
          void getEngine().forgetScan(one.scanId);
        } else if (one.kind === "result" && one.resultId) void getEngine().forgetResult(one.resultId);
      },
    },
    { offered: true },
  );
}
