/** What the page can ask of a session. */

import type { Progress } from "../core/progress";
import type { Vec3 } from "../core/volume";
import type { Evidence } from "../evidence/evidence";
import type { Evaluation } from "../jobs/evaluate/rows";
import type { FlatNoise } from "../jobs/flat-noise";
import type { EvaluationCase, EvaluationPictures, EvaluationRequest, EvaluationVolumeInfo } from "./evaluation-wire";
import type { OpenScan } from "./open-scans";
import type {
  KeptTraining,
  PlannedTraining,
  SumsInfo,
  TrainedReport,
  TrainingReport,
  TrainingRequest,
  TrainingVolumeInfo,
} from "./training-wire";
import type {
  Assessment,
  AssessRequest,
  BankEntry,
  DeviceStatus,
  DicomChoice,
  FilesRead,
  GivenFile,
  MapKind,
  MethodInfo,
  OpenedFrame,
  OpenedScan,
  Outcome,
  Preview,
  PreviewBox,
  ResultMap,
  ResultPlan,
  RunRequest,
  SeriesPicture,
  SeriesRead,
  SidecarNames,
  SuperResolved,
  SuperResolveRequest,
  SurveyInfo,
  VoxelExplanation,
} from "./wire";

/** The calls of a session; each rejects with an `EigenvoxError` for what a person can cause. Functions are called back. */
export interface EngineCalls {
  /** Opens the device that is `asked` for, one of `DEVICES`; any other word means the one that is chosen by itself. */
  openDevice(asked: string): Promise<DeviceStatus>;
  /** In the order of preference. */
  methods(): Promise<readonly MethodInfo[]>;

  /** Looks through files, without reading voxels; what is found is held until it is forgotten. */
  survey(jobId: string, files: readonly GivenFile[], onProgress: (progress: Progress) => void): Promise<SurveyInfo>;
  /** Opens series that were found, one after the other, and tells what became of each. */
  openSeries(
    jobId: string,
    surveyId: string,
    seriesIds: readonly string[],
    onRead: (read: SeriesRead) => void,
    onProgress: (progress: Progress) => void,
  ): Promise<void>;
  /** Undefined for formats that have none. */
  seriesPicture(surveyId: string, seriesId: string): Promise<SeriesPicture | undefined>;
  /** Forgets what was found; what was opened of it stays open. */
  forgetSurvey(surveyId: string): Promise<void>;
  openSample(): Promise<OpenedScan>;
  /** Takes another frame of the scan, counted from 0: it is what super-resolution works on from now on. */
  scanFrame(scanId: string, frame: number): Promise<OpenedFrame>;
  /** SHA-256 of the files the scan was read from, hex; of a phantom, of its voxels. */
  sourceHash(scanId: string): Promise<string>;
  /** What the scan tells of how it was made. */
  evidence(scanId: string): Promise<Evidence>;
  /**
   * Scans of one body in thick slices of different directions as one that is fine in every direction. Rejects with
   * `E_ARGUMENT`, `E_REGISTRATION`, `E_TOO_LARGE`.
   */
  combine(jobId: string, scanIds: readonly string[], onProgress: (progress: Progress) => void): Promise<OpenedScan>;
  /** Frees what the session holds of a scan and its results. */
  forgetScan(scanId: string): Promise<void>;

  /** What a run would give and take. */
  planResult(request: RunRequest): Promise<ResultPlan>;
  /** Times the banks of those methods that were not timed on the device yet, so that plans tell how long runs take. */
  timeBanks(jobId: string, candidates: AssessRequest["candidates"]): Promise<void>;
  /** Measures on a part of the scan how well candidates of one factor do, in their order. */
  assess(
    jobId: string,
    request: AssessRequest,
    onProgress: (progress: Progress) => void,
  ): Promise<readonly Assessment[]>;
  /** A box of what a run would give, equal to the same box of the whole. */
  preview(jobId: string, request: RunRequest, box: PreviewBox): Promise<Preview>;
  /** How noisy flat tissue would be in the result. Rejects with `E_ARGUMENT` where it cannot be told. */
  flatNoise(jobId: string, request: RunRequest): Promise<FlatNoise>;
  superResolve(request: SuperResolveRequest, onProgress: (progress: Progress) => void): Promise<SuperResolved>;
  /** Stops a job at its next submit; unknown ids are ignored, here and below. */
  cancel(jobId: string): Promise<void>;
  /** Holds a job between two submits; cancelling acts all the same. */
  pause(jobId: string): Promise<void>;
  resume(jobId: string): Promise<void>;

  resultMap(resultId: string, kind: MapKind): Promise<ResultMap>;
  /** How the voxel of a result that is nearest to a place (RAS+ mm) came to be. */
  explainVoxel(resultId: string, mm: Vec3): Promise<VoxelExplanation>;
  /** The super-resolved volume as a file of its scan's format, or as .nii.gz. */
  encodeResult(resultId: string): Promise<Blob>;
  /** The same as a series of DICOM files in a ZIP archive; without a DICOM source it belongs to nobody. */
  encodeDicom(resultId: string, choice: DicomChoice): Promise<Blob>;
  /** The JSON text that goes beside the result's file, as BIDS has it of derivatives. */
  sidecar(resultId: string, names: SidecarNames): Promise<string>;
  /** Frees a result; until then it is held, however many there are. */
  forgetResult(resultId: string): Promise<void>;

  /** The shipped banks; `baseUrl` is the folder with `catalogue.json`, where banks are fetched from later too. */
  listBanks(baseUrl: string): Promise<readonly BankEntry[]>;
  /** Banks made or opened here, newest first. */
  ownBanks(): Promise<readonly BankEntry[]>;
  openBank(file: File): Promise<BankEntry>;
  encodeBank(id: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Writes the bank into this browser's storage, where a reload finds it. Rejects with `E_QUOTA` when that is full. */
  keepBank(id: string): Promise<BankEntry>;
  /** Forgets the bank, here and in the browser's storage. */
  removeBank(id: string): Promise<void>;

  /** Reads every image in the files, one after the other, and tells what became of each. */
  addTrainingVolumes(files: readonly GivenFile[], onRead: (read: FilesRead<TrainingVolumeInfo>) => void): Promise<void>;
  /** Scans that are open in the viewer; they stay when they are closed there. */
  addTrainingScans(scans: readonly OpenScan[], onRead: (read: FilesRead<TrainingVolumeInfo>) => void): Promise<void>;
  /** A synthetic head, another one at every call. */
  addTrainingPhantom(): Promise<TrainingVolumeInfo>;
  removeTrainingVolume(id: string): Promise<void>;
  planTraining(request: TrainingRequest): Promise<PlannedTraining>;
  /**
   * Trains; goes on where a cancelled run of an equal request stopped, as far as the method can. A lost GPU is reopened
   * once by itself.
   */
  train(
    jobId: string,
    request: TrainingRequest,
    onProgress: (progress: TrainingReport) => void,
  ): Promise<TrainedReport>;
  loadSums(file: File): Promise<SumsInfo>;
  /**
   * One sum of several loaded ones, which are given up. Rejects with `E_SUMS_MISMATCH` unless all were made alike, and with
   * `E_SUMS_REPEATED` where a volume is in two of them.
   */
  mergeSums(ids: readonly string[]): Promise<SumsInfo>;
  /** The file, as a Blob, since it can be larger than an array may be. */
  encodeSums(id: string): Promise<Blob>;
  dropSums(id: string): Promise<void>;
  keptTraining(): Promise<KeptTraining | undefined>;
  /** Loads what was kept: its volumes become the training volumes, and `train` with its request goes on. */
  restoreTraining(): Promise<KeptTraining>;
  discardKeptTraining(): Promise<void>;

  addEvaluationVolumes(
    files: readonly GivenFile[],
    onRead: (read: FilesRead<EvaluationVolumeInfo>) => void,
  ): Promise<void>;
  /** As `addTrainingScans`. */
  addEvaluationScans(
    scans: readonly OpenScan[],
    onRead: (read: FilesRead<EvaluationVolumeInfo>) => void,
  ): Promise<void>;
  addEvaluationPhantom(): Promise<EvaluationVolumeInfo>;
  removeEvaluationVolume(id: string): Promise<void>;
  /** Cancelled, it settles with what is done. `onDone` is told after every volume. */
  evaluate(
    jobId: string,
    request: EvaluationRequest,
    onProgress: (progress: Progress) => void,
    onDone: (evaluation: Evaluation) => void,
  ): Promise<Evaluation>;
  /** Pictures of the last evaluation. Rejects with `E_NOT_FOUND` where they are not held any more. */
  evaluationPictures(of: EvaluationCase): Promise<EvaluationPictures>;
  /** Computes one row of the last evaluation again, to be looked at: the original as a scan, and the method's result. */
  showEvaluated(
    jobId: string,
    of: EvaluationCase & { readonly name: string },
    onProgress: (progress: Progress) => void,
  ): Promise<{ readonly scan: OpenedScan; readonly result: SuperResolved }>;
}

/** The same calls as the page makes them: each settles with an outcome, since errors lose their codes on the way. */
export type EngineApi = {
  readonly [Name in keyof EngineCalls]: (
    ...args: Parameters<EngineCalls[Name]>
  ) => Promise<Outcome<Awaited<ReturnType<EngineCalls[Name]>>>>;
};

/** Every call by name: all that the page can send to its worker. */
// biome-ignore format: a line for each name would be a page
export const CALLS = [
  "openDevice", "methods", "survey", "openSeries", "seriesPicture", "forgetSurvey", "openSample", "scanFrame",
  "sourceHash", "evidence", "combine", "forgetScan", "planResult", "timeBanks", "assess", "preview", "flatNoise", "superResolve",
  "cancel", "pause", "resume", "resultMap", "explainVoxel", "encodeResult", "encodeDicom", "sidecar", "forgetResult",
  "listBanks", "ownBanks", "openBank", "encodeBank", "keepBank", "removeBank", "addTrainingVolumes",
  "addTrainingScans", "addTrainingPhantom", "removeTrainingVolume", "planTraining", "train", "loadSums", "mergeSums",
  "encodeSums", "dropSums", "keptTraining", "restoreTraining", "discardKeptTraining", "addEvaluationVolumes",
  "addEvaluationScans", "addEvaluationPhantom", "removeEvaluationVolume", "evaluate", "evaluationPictures",
  "showEvaluated",
] as const satisfies readonly (keyof EngineCalls)[];
