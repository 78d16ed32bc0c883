/** Texts of a DICOM file's elements, whatever its character set. */

import dicomParser, { type DataSet } from "dicom-parser";
import type { ScanFile } from "../../scan-format";
import { decodeText } from "../charset";
import { EXPLICIT, IMPLICIT } from "../data-set";
import { inflatedFile } from "../inflated";
import type { ReadText } from "./copied";

/** Within these, at least, lie the elements that a computed series takes over. */
const HEAD_BYTES = 4 << 20;

/** Reads the elements before the pixels; what cannot be read is as if it were missing. */
export async function readTexts(file: ScanFile): Promise<ReadText> {
  const dataSet = await headOf(file);
  const terms = (dataSet?.string("x00080005") ?? "").split("\\").map((term) => term.trim());
  return (tag) => {
    const element = dataSet?.elements[`x${tag.toLowerCase()}`];
    if (!dataSet || !element) return undefined;
    const { dataOffset, length } = element;
    return decodeText(dataSet.byteArray.subarray(dataOffset, dataOffset + length), terms).replaceAll("\0", " ");
  };
}

async function headOf(file: ScanFile): Promise<DataSet | undefined> {
  const head = (of: ScanFile) => of.slice(0, Math.min(of.size, HEAD_BYTES));
  let deflatedFrom: number | undefined;
  const whole = parsed(await head(file), (_, begin) => {
    deflatedFrom = begin;
    return new Uint8Array(0);
  });
  if (deflatedFrom === undefined) return whole;
  return parsed(await head(inflatedFile(file, deflatedFrom)), (bytes, begin) => bytes.subarray(begin));
}

/** `dataSetOf` is asked for the bytes of a data set that is deflated. */
function parsed(bytes: Uint8Array, dataSetOf: (bytes: Uint8Array, begin: number) => Uint8Array): DataSet | undefined {
  const isBare = String.fromCharCode(...bytes.subarray(128, 132)) !== "DICM";
  const isExplicit = /^[A-Z]{2}$/.test(String.fromCharCode(...bytes.subarray(4, 6)));
  try {
    const syntax = isBare ? { TransferSyntaxUID: isExplicit ? EXPLICIT : IMPLICIT } : {};
    return dicomParser.parseDicom(bytes, { untilTag: "x7fe00010", inflater: dataSetOf, ...syntax });
  } catch (error) {
    // What was read before the piece ended.
    return (error as { readonly dataSet?: DataSet } | undefined)?.dataSet;
  }
}
