/** The filter banks at hand: those that ship, fetched when they are needed, and the person's own. */

import { EigenvoxError } from "../core/errors";
import { sha256 } from "../core/sha256";
import { mixBanks } from "../jobs/mixed-bank";
import type { HashedBank } from "../jobs/super-resolve";
import { readBank, type UsableBank, writeBank } from "../methods/bank-file";
import type { Method } from "../methods/method";
import type { FileStorage } from "./file-storage";
import { Store } from "./store";
import { type BankEntry, type Mixture, readMixtureId } from "./wire";

const FOLDER = "banks";
const MAX_FILE_BYTES = 256 * 2 ** 20;

interface OwnBank extends HashedBank {
  readonly entry: BankEntry;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export class Banks {
  private base = "";
  private catalogue: readonly BankEntry[] = [];
  private readonly shipped = new Map<string, Promise<HashedBank>>();
  private readonly own = new Store<OwnBank>("own", "This bank is no longer here. Open its file again.");
  private loadingKept: Promise<void> | undefined;

  constructor(
    private readonly methods: readonly Method[],
    private readonly storage: FileStorage,
    private readonly fetch: (url: URL) => Promise<Response>,
  ) {}

  /** Reads `catalogue.json` in the folder `baseUrl`. Throws `E_BANK` when it is missing or is no catalogue. */
  async listShipped(baseUrl: string): Promise<readonly BankEntry[]> {
    this.base = baseUrl;
    const text = new TextDecoder().decode(await this.fetchBytes("catalogue.json"));
    try {
      const { banks } = JSON.parse(text) as { banks: (BankEntry & { file: string })[] };
      this.catalogue = banks.map(({ file, ...bank }) => ({ ...bank, id: file, origin: "shipped", isKept: true }));
    } catch (cause) {
      throw new EigenvoxError("E_BANK", "The list of filter banks is damaged. Reload the page.", { cause });
    }
    return this.catalogue;
  }

  /** A bank of either kind, or a mixture of two. Throws `E_NOT_FOUND`, and `E_BANK` for a shipped one that cannot be had. */
  async get(id: string): Promise<HashedBank> {
    const mixture = readMixtureId(id);
    if (!mixture && !this.catalogue.some((entry) => entry.id === id)) return this.own.get(id);
    let bank = this.shipped.get(id);
    if (!bank) {
      bank = mixture ? this.mix(mixture) : this.fetchBank(id);
      bank.catch(() => this.shipped.delete(id));
      this.shipped.set(id, bank);
    }
    return bank;
  }

  private async fetchBank(id: string): Promise<HashedBank> {
    const bytes = await this.fetchBytes(id);
    return { ...readBank(bytes, this.methods), hash: await sha256(bytes) };
  }

  private async mix({ ids: [a, b], share }: Mixture): Promise<HashedBank> {
    const [own, other] = await Promise.all([this.get(a), this.get(b)]);
    return mixBanks(own, other, share);
  }

  /** Newest first. A kept file that is damaged is left out. */
  async listOwn(): Promise<readonly BankEntry[]> {
    this.loadingKept ??= this.loadKept();
    await this.loadingKept;
    return this.own.all.map(({ entry }) => entry).reverse();
  }

  /** Throws `E_BANK` for a file that is none. */
  async open(file: File): Promise<BankEntry> {
    if (file.size > MAX_FILE_BYTES) {
      throw new EigenvoxError("E_BANK", `${file.size} bytes are more than a bank may have.`);
    }
    return (await this.take(new Uint8Array(await file.arrayBuffer()))).entry;
  }

  /** Takes a bank that was made here, in full precision. */
  add(bank: UsableBank): Promise<OwnBank> {
    return this.take(writeBank(bank, { filters: "F32" }));
  }

  encode(id: string): Uint8Array<ArrayBuffer> {
    return this.own.get(id).bytes;
  }

  /** Throws `E_QUOTA`; the bank stays usable. */
  async keep(id: string): Promise<BankEntry> {
    const own = this.own.get(id);
    await this.storage.store(FOLDER, fileName(id), [own.bytes]);
    const entry = { ...own.entry, isKept: true };
    this.own.set(id, { ...own, entry });
    return entry;
  }

  async remove(id: string): Promise<void> {
    this.own.delete(id);
    await this.storage.remove(FOLDER, fileName(id));
  }

  private async loadKept(): Promise<void> {
    for (const file of await this.storage.files(FOLDER)) {
      await this.take(new Uint8Array(await file.arrayBuffer()), true).catch(() => {});
    }
  }

  /** Takes a bank's file; one that is here already stays as it is. */
  private async take(bytes: Uint8Array<ArrayBuffer>, isKept = false): Promise<OwnBank> {
    const { method, bank } = readBank(bytes, this.methods);
    const hash = await sha256(bytes);
    const id = `own-${hash.slice(0, 16)}`;
    if (this.own.has(id)) return this.own.get(id);
    const { factor, degradation, title, trainingData } = bank.metadata;
    const about = { factor, degradation, title, trainingData, ...("noise" in bank.metadata && { noise: true }) };
    const entry: BankEntry = { id, origin: "own", isKept, method: method.id, ...about };
    const own = { entry, method, bank, hash, bytes };
    this.own.set(id, own);
    return own;
  }

  private async fetchBytes(file: string): Promise<Uint8Array<ArrayBuffer>> {
    try {
      const response = await this.fetch(new URL(file, this.base));
      if (!response.ok) throw new Error(`status ${response.status}`);
      return new Uint8Array(await response.arrayBuffer());
    } catch (cause) {
      const message = `${file} could not be loaded from this page's own server (${(cause as Error).message}). Reload the page.`;
      throw new EigenvoxError("E_BANK", message, { cause });
    }
  }
}

const fileName = (id: string) => `${id}.safetensors`;
