import { expect, test } from "vitest";
import { droppedFiles } from "./dropped-files";

/** A name and its content: a folder's entries, or a file's failure. */
type Tree = { readonly [name: string]: Tree | Error | null };

/** What browsers give: folders in portions of 100. */
function entryOf(name: string, content: Tree | Error | null, above = ""): FileSystemEntry {
  const fullPath = `${above}/${name}`;
  const isDirectory = content !== null && !(content instanceof Error);
  if (!isDirectory) {
    const file = (resolve: (file: File) => void, reject: (error: Error) => void) =>
      setTimeout(() => (content ? reject(content) : resolve(new File([fullPath], name))), Math.random() * 3);
    return { name, fullPath, isDirectory, isFile: true, file } as unknown as FileSystemEntry;
  }
  const createReader = () => {
    const left = Object.entries(content).map(([below, its]) => entryOf(below, its, fullPath));
    return {
      readEntries: (resolve: (some: FileSystemEntry[]) => void) => setTimeout(() => resolve(left.splice(0, 100))),
    };
  };
  return { name, fullPath, isDirectory, isFile: false, createReader } as unknown as FileSystemEntry;
}

/** Items that, as a browser's, are gone after the event. */
async function drop(tree: Tree) {
  const items = Object.entries(tree).map(([name, content]) => ({
    kind: "file",
    webkitGetAsEntry: () => entryOf(name, content),
    getAsFile: () => new File([name], name) as File | null,
  }));
  const all = [{ kind: "string" }, ...items];
  const dropped = droppedFiles({ items: all } as unknown as DataTransfer);
  all.length = 0;
  for (const item of items) item.getAsFile = () => null;
  return dropped;
}

const paths = async (tree: Tree) => (await drop(tree)).map(({ file, path }) => path ?? `(${file.name})`);

test("folders of hundreds of files are walked to the end, in the order of their paths", async () => {
  const many = Object.fromEntries(Array.from({ length: 250 }, (_, i) => [`IM${String(i).padStart(3, "0")}`, null]));
  const found = await paths({ cd: { b: many, a: { deep: { er: { x: null } } }, c: null }, alone: null });
  expect(found.length).toBe(253);
  expect(found).toEqual(["cd/a/deep/er/x", ...Object.keys(many).map((name) => `cd/b/${name}`), "cd/c", "(alone)"]);
});

test("each path goes with its own file", async () => {
  const files = await drop({ cd: { a: { x: null }, b: { x: null } } });
  for (const { file, path } of files) expect(await file.text()).toBe(`/${path}`);
});

test("an empty folder has no files, and hidden ones are not what was meant", async () => {
  expect(await drop({ empty: {}, full: { ".DS_Store": null, ".git": { x: null }, below: {} } })).toEqual([]);
  expect(await paths({ ".hidden.nii": null })).toEqual(["(.hidden.nii)"]);
});

test("a file that cannot be had fails the drop", async () => {
  await expect(drop({ cd: { a: null, b: new Error("gone"), c: new Error("gone too") } })).rejects.toThrow("gone");
});
