import { computed, shallowReactive, shallowRef, triggerRef } from "vue";
import { call } from "./call";
import { asProblem, problemOf, type Problem } from "./problem";
import { send } from "./send";

export interface Upload {
  /** For lists. */
  id: number;
  filename: string;
  size_bytes: number;
  /** By which a verb takes the file; "": it is on its way, or was refused. */
  upload_key: string;
  problem: Problem | null;
}

let last = 0;

/** Files on their way to a verb's `uploads`; `kept` are of a draft. */
export function useUploads(kept: readonly Upload[] = []) {
  const list = shallowRef<Upload[]>(kept.map((one) => shallowReactive({ ...one, id: ++last })));
  const keys = computed(() => list.value.filter((one) => one.upload_key).map((one) => one.upload_key));
  /** Whether each has arrived; what was refused is removed first. */
  const areReady = computed(() => list.value.every((one) => one.upload_key));

  async function add(files: Iterable<File>): Promise<void> {
    await Promise.all([...files].map(upload));
  }

  async function upload(file: File): Promise<void> {
    const one: Upload = shallowReactive({
      id: ++last,
      filename: file.name,
      size_bytes: file.size,
      upload_key: "",
      problem: null,
    });
    list.value = [...list.value, one];
    try {
      const answer = await send(`/files?filename=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
      if (!answer.ok) throw await problemOf(answer);
      one.upload_key = ((await answer.json()) as { upload_key: string }).upload_key;
    } catch (error) {
      one.problem = asProblem(error);
    }
    triggerRef(list);
  }

  function remove(one: Upload): void {
    list.value = list.value.filter((other) => other !== one);
    // What nothing names goes by itself later.
    if (one.upload_key) call("remove_upload", { upload_key: one.upload_key }).catch(() => null);
  }

  return { list, keys, areReady, add, remove, clear: () => (list.value = []) };
}
