/** What came of the last run, and what to do with it. */

import { formatFactor } from "../../core/volume";
import { BASELINE } from "../../methods/interpolation/names";
import type { SumsInfo, TrainedReport } from "../../session/training-wire";
import type { BankEntry } from "../../session/wire";
import { chooseBank, keepBank } from "../../state/bank-actions";
import { useSession } from "../../state/session-store";
import { continueFromSums } from "../../state/sums-actions";
import { useTraining } from "../../state/training-store";
import { Button } from "../common/button";
import { formatSeconds } from "../common/format";
import { HeadRow } from "../common/head-row";
import { partOf } from "../methods/registry";
import { saveBank, saveSums } from "./save-files";

export function ResultSection() {
  const report = useTraining((state) => (state.run ? undefined : state.report));
  if (!report) return null;
  const { method, metadata, filters, hash, seconds } = report;
  const { facts: ownFacts, Result } = partOf(method) ?? {};
  const facts = [
    method,
    formatFactor(metadata.factor),
    metadata.degradation,
    filters,
    `${metadata.trainingRows.toLocaleString("en")} rows`,
    `trained in ${formatSeconds(seconds)}`,
    ...(ownFacts?.(report) ?? []),
    `SHA-256 ${hash.slice(0, 12)}`,
  ];
  return (
    <section className="section stack" aria-labelledby="train-result">
      <h2 id="train-result">
        New bank: <bdi>{metadata.title}</bdi>
      </h2>
      <p className="muted">{facts.join(" · ")}</p>
      <Actions report={report} />
      <Scores report={report} />
      {Result && <Result key={hash} report={report} />}
    </section>
  );
}

function Actions({ report }: { report: TrainedReport }) {
  const bank = useSession(({ banks }) => banks?.find(({ id }) => id === report.bank.id));
  return (
    <div className="row wrap">
      <Button label="Use this bank" kind="primary" disabled={!bank} onClick={() => bank && viewWith(bank)} />
      <Button label="Save bank" disabled={!bank} onClick={() => bank && void saveBank(bank)} />
      <Button
        label={bank?.isKept ? "Kept in this browser" : "Keep bank in this browser"}
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
      <Button label="Save accumulators" disabled={!isHere} onClick={() => void saveSums(sums)} />
      <Button label="Add more volumes" disabled={!isHere} onClick={() => continueFromSums(sums)} />
    </>
  );
}

/** To the viewer, with the bank chosen. */
export function viewWith(bank: BankEntry): void {
  chooseBank(bank);
  useSession.setState({ panel: "view" });
}

function Scores({ report: { scores } }: { report: TrainedReport }) {
  if (scores.length === 0) {
    return <p className="muted">No volume was held out, so this bank has not been judged.</p>;
  }
  return (
    <table className="numbers">
      <caption>Held-out volumes: made coarse, made fine again, compared with the original</caption>
      <HeadRow names={["Volume", "Method", "PSNR mask", "Over tricubic", "PSNR box", "SSIM mask", "SSIM box"]} />
      {scores.map(({ volume, scores: methods }) => {
        const baseline = methods.find(({ name }) => name === BASELINE)?.psnr.masked ?? 0;
        return (
          <tbody key={volume}>
            {methods.map(({ name, psnr, ssim }, i) => (
              <tr key={name} className={name === "new bank" ? "new-bank" : ""}>
                {i === 0 && (
                  <th scope="rowgroup" rowSpan={methods.length} title={volume}>
                    <bdi className="cut">{volume}</bdi>
                  </th>
                )}
                <th scope="row">{name}</th>
                <td>{psnr.masked.toFixed(2)} dB</td>
                <td>{name === BASELINE ? "" : `${formatGain(psnr.masked - baseline)} dB`}</td>
                <td>{psnr.box.toFixed(2)} dB</td>
                <td>{ssim.masked.toFixed(4)}</td>
                <td>{ssim.box.toFixed(4)}</td>
              </tr>
            ))}
          </tbody>
        );
      })}
    </table>
  );
}

const formatGain = (gain: number) => `${gain < 0 ? "−" : "+"}${Math.abs(gain).toFixed(2)}`;
