/** A page that has a worker make scans twice as fine. */

const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
const [file, sample, progress, told, result] = ["file", "sample", "progress", "told", "result"].map((id) =>
  document.getElementById(id),
);

worker.onmessage = ({ data }) => {
  if (data.fraction !== undefined) progress.value = data.fraction;
  told.textContent = data.text;
  if (!data.file) return;
  result.href = URL.createObjectURL(data.file);
  result.hidden = false;
};

file.onchange = () => worker.postMessage(file.files[0]);
sample.onclick = () => worker.postMessage(undefined);
