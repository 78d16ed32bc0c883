/** What came of the last run, and what to do with it. */

import { METRICS } from "../../jobs/measures/metrics";
import { BASELINE } from "../../methods/interpolation/names";
import type { SumsInfo, TrainedReport } from "../../session/training-wire";
import type { BankEntry } from "../../session/wire";
import { chooseBank, keepBank } from "../../state/bank-actions";
import { useSession } from "../../state/session-store";
import { continueFromSums } from "../../state/sums-actions";
import { useTraining } from "../../state/training-store";
import { entryText, t } from "../../text/text";
import { bankWords } from "../common/bank-words";
import { Button } from "../common/button";
import { formatSeconds } from "../common/format";
import { HeadRow } from "../common/head-row";
import { methodLabel } from "../common/method-label";
import { NoticeList } from "../common/notice-list";
import { ScrollBox } from "../common/scroll-box";
import { measureHeading } from "../evaluate/measure-texts";
import { partOf } from "../methods/registry";
import { saveBank, saveSums } from "./save-files";

export function ResultSection() {
  const report = useTraining((state) => (state.run ? undefined : state.report));
  if (!report) return null;
  return <Result report={report} />;
}

function Result({ report }: { report: TrainedReport }) {
  const methods = useSession((session) => session.methods);
  const { method, metadata, filters, hash, notices, seconds } = report;
  const { facts: ownFacts, Result: Details } = partOf(method) ?? {};
  const words = bankWords({ ...metadata, origin: "own" }, methods);
  const facts = [
    words.method,
    words.factor,
    words.degradation,
    filters,
    t("{amount} rows", { amount: metadata.trainingRows.toLocaleString("en") }),
    t("trained in {time}", { time: formatSeconds(seconds) }),
    ...(ownFacts?.(report) ?? []),
    `SHA-256 ${hash.slice(0, 12)}`,
  ];
  return (
    <section className="section stack" aria-labelledby="train-result">
      <h2 id="train-result">
        {t("New bank:")} <bdi>{metadata.title}</bdi>
      </h2>
      <p className="muted">{facts.join(" · ")}</p>
      {notices.length > 0 && <NoticeList notices={notices} />}
      <Actions report={report} />
      <Scores report={report} />
      {Details && <Details key={hash} report={report} />}
    </section>
  );
}

function Actions({ report }: { report: TrainedReport }) {
  const bank = useSession(({ banks }) => banks?.find(({ id }) => id === report.bank.id));
  return (
    <div className="row wrap">
      <Button label={t("Use this bank")} kind="primary" disabled={!bank} onClick={() => bank && viewWith(bank)} />
      <Button label={t("Save bank")} disabled={!bank} onClick={() => bank && void saveBank(bank)} />
      <Button
        label={bank?.isKept ? t("Kept in this browser") : t("Keep bank in this browser")}
        disabled={!bank || bank.isKept}
        onClick={() => bank && void keepBank(bank)}
      />
      {report.sums && <SumsActions sums={report.sums} />}
    </div>
  );
}

function SumsActions({ sums }: { sums: SumsInfo }) {
  const isHere = useTraining((state) => state.sums.some(({ id }) => id === sums.id));
  return (
    <>
      <Button label={t("Save accumulators")} disabled={!isHere} onClick={() => void saveSums(sums)} />
      <Button label={t("Add more volumes")} disabled={!isHere} onClick={() => continueFromSums(sums)} />
    </>
  );
}

/** To the viewer, with the bank chosen. */
export function viewWith(bank: BankEntry): void {
  chooseBank(bank);
  useSession.setState({ panel: "view" });
}

/** The metrics of the registry inside the mask, with what the first of them gains, and then over the whole box. */
function Scores({ report: { scores } }: { report: TrainedReport }) {
  if (scores.length === 0) {
    return <p className="muted">{t("No volume was held out, so this bank has not been judged.")}</p>;
  }
  const [main] = METRICS;
  return (
    <ScrollBox label={t("Scores of held-out volumes")}>
      <table className="numbers">
        <caption>{t("Held-out volumes: made coarse, made fine again, compared with the original")}</caption>
        <HeadRow
          names={[
            t("Volume"),
            t("Method"),
            ...METRICS.map((metric) => measureHeading({ ...metric, areas: AREAS }, "masked")),
            t("{metric} over tricubic, {unit}", { metric: entryText(main.label), unit: main.unit }),
            ...METRICS.map((metric) => measureHeading({ ...metric, areas: AREAS }, "box")),
          ]}
        />
        {scores.map(({ volume, scores: methods }) => {
          const baseline = methods.find(({ name }) => name === BASELINE)?.[main.id].masked ?? 0;
          return (
            <tbody key={volume}>
              {methods.map((score, i) => (
                <tr key={score.name} className={score.name === "new bank" ? "new-bank" : ""}>
                  {i === 0 && (
                    <th scope="rowgroup" rowSpan={methods.length} title={volume}>
                      <bdi className="cut">{volume}</bdi>
                    </th>
                  )}
                  <th scope="row">{judgedTitle(score.name)}</th>
                  {METRICS.map(({ id, digits }) => (
                    <td key={id}>{score[id].masked.toFixed(digits)}</td>
                  ))}
                  <td>{score.name === BASELINE ? "" : formatGain(score[main.id].masked - baseline, main.digits)}</td>
                  {METRICS.map(({ id, digits }) => (
                    <td key={id}>{score[id].box.toFixed(digits)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          );
        })}
      </table>
    </ScrollBox>
  );
}

const AREAS = ["masked", "box"] as const;

function judgedTitle(name: string): string {
  if (name === "new bank") return t("new bank");
  if (name === "prior") return t("prior");
  return methodLabel(name);
}

const formatGain = (gain: number, digits: number) => `${gain < 0 ? "−" : "+"}${Math.abs(gain).toFixed(digits)}`;
