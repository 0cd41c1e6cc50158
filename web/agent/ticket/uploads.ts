import { reactive } from "vue";
import { call } from "@/api/client";
import { newKey } from "@/api/key";
import { Problem } from "@/api/problem";
import type { Upload } from "./drafts";

/** A file on its way to the server. */
export interface Transfer {
  id: string;
  filename: string;
  /** Of one. */
  progress: number;
  problem: Problem | null;
  stop: () => void;
}

/** Sends a file, and tells how far it is. `done` is called when the server has it. */
export function upload(file: globalThis.File, done: (upload: Upload) => void, over: (transfer: Transfer) => void): Transfer {
  const filename = file.name || `image.${file.type.split("/")[1] ?? "bin"}`;
  // fetch tells nothing of what it has sent.
  const request = new XMLHttpRequest();
  const transfer: Transfer = reactive({ id: newKey(), filename, progress: 0, problem: null, stop: () => request.abort() });
  let isRenewed = false;

  function begin(): void {
    request.open("POST", `/files?filename=${encodeURIComponent(filename)}`);
    request.setRequestHeader("Accept", "application/json");
    request.send(file);
  }
  request.upload.onprogress = ({ loaded, total }) => (transfer.progress = total ? loaded / total : 0);
  request.onerror = () => (transfer.problem = new Problem(0, { code: "offline", message: "The server cannot be reached." }));
  request.onabort = () => over(transfer);
  request.onload = () => {
    if (request.status === 401 && !isRenewed) {
      isRenewed = true;
      // Any request of the API brings the session in order first.
      void call("me", {}).then(begin);
      return;
    }
    const told = parse(request.responseText);
    if (request.status !== 201) return void (transfer.problem = new Problem(request.status, told));
    done({ key: String(told.upload_key), filename: String(told.filename), size: Number(told.size_bytes) });
    over(transfer);
  };
  begin();
  return transfer;
}

function parse(text: string): { upload_key?: string; filename?: string; size_bytes?: number; code?: string; message?: string; hint?: string } {
  try {
    return JSON.parse(text) as object;
  } catch {
    return {};
  }
}
