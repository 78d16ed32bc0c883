/** Intensities along the line that was drawn, of all shown series: where sharpness is seen. */

import { X } from "lucide-react";
import { useMemo } from "react";
import { removeMeasurement, useMeasure } from "../../state/measure-store";
import { usePrefs } from "../../state/prefs-store";
import { hasIntensities, type Series, useSeries } from "../../state/series-store";
import { getVolume } from "../../state/volumes";
import { t } from "../../text/text";
import { profileAlong } from "../../viewer/profile";
import { IconButton } from "../common/button";
import { formatValue } from "../common/format";
import { type ProfileLine, ProfilePlot } from "./profile-plot";

/** Steps along the line, of the finest voxel. */
const STEPS_PER_VOXEL = 4;
/** Rows of the table. */
const ROWS = 40;

export function ProfilePanel() {
  const profile = useMeasure(({ measurements }) => measurements.findLast(({ kind }) => kind === "profile"));
  const lines = useLines(profile?.points);
  if (!profile || !lines) return null;
  return (
    <section className="profile-panel" aria-label={t("Line profile")}>
      <header className="row">
        <h2>{t("Line profile")}</h2>
        <span className="muted">{t("intensity along the line, mm from its beginning")}</span>
        <IconButton label={t("Close the profile")} onClick={() => removeMeasurement(profile.id)}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      </header>
      <ProfilePlot mm={lines.mm} lines={lines.lines} />
      <Table mm={lines.mm} lines={lines.lines} />
    </section>
  );
}

function useLines(points: readonly (readonly [number, number, number])[] | undefined) {
  const { shown, series } = useSeries();
  const smooth = usePrefs((prefs) => prefs.smooth);
  return useMemo(() => {
    const [from, to] = points ?? [];
    const images = shown.flatMap((id) => series.find((one) => one.id === id && hasIntensities(one)) ?? []);
    if (!from || !to || images.length === 0) return undefined;
    const step = Math.min(...images.flatMap(({ grid }) => grid.spacing)) / STEPS_PER_VOXEL;
    const sampled = images.flatMap((one: Series) => {
      const volume = getVolume(one.id);
      return volume ? [{ title: one.title, ...profileAlong(volume, from, to, step, smooth) }] : [];
    });
    const lines: readonly ProfileLine[] = sampled.map(({ title, values }) => ({ title, values }));
    return sampled[0] && { mm: sampled[0].mm, lines };
  }, [points, shown, series, smooth]);
}

/** The plot's numbers, for those who do not see it. */
function Table({ mm, lines }: { mm: readonly number[]; lines: readonly ProfileLine[] }) {
  const step = Math.max(1, Math.ceil(mm.length / ROWS));
  return (
    <table className="visually-hidden">
      <caption>{t("Line profile")}</caption>
      <thead>
        <tr>
          <th scope="col">mm</th>
          {lines.map(({ title }) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {mm.map((at, index) =>
          index % step === 0 ? (
            <tr key={at}>
              <th scope="row">{at.toFixed(1)}</th>
              {lines.map(({ title, values }) => (
                <td key={title}>{formatValue(values[index] as number)}</td>
              ))}
            </tr>
          ) : null,
        )}
      </tbody>
    </table>
  );
}
