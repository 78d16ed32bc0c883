/** The part of dcmjs that is used here; the package has no types of its own. */
declare module "dcmjs" {
  /** Values by keyword; numbers and texts alike, sequences as lists of such objects. */
  type NaturalDataset = Readonly<Record<string, unknown>>;
  /** Elements by tag. */
  type Dataset = Readonly<Record<string, { readonly vr: string; readonly Value: unknown }>>;

  export const data: {
    readonly DicomDict: new (meta: Dataset) => { dict: Dataset; write(): ArrayBuffer };
    readonly DicomMetaDictionary: {
      /** `_vrMap` names the representations that the dictionary leaves open. */
      denaturalizeDataset(dataset: NaturalDataset): Dataset;
    };
  };
}
