import { computed, reactive, ref } from "vue";
import { ORIGIN } from "@/app/prefix";
import { call } from "./call";
import { newKey } from "./key";
import { asProblem, offline, problemOf, type Problem } from "./problem";
import { borne, insist } from "./send";

/** A file that the server has, until a verb takes it. */
export interface Arrived {
  filename: string;
  size_bytes: number;
  upload_key: string;
}

export interface Upload extends Arrived {
  /** For lists. */
  id: string;
  /** Of one. */
  progress: number;
  problem: Problem | null;
  stop: () => void;
}

/** Files on their way to a verb's `uploads`; `kept` are of a draft. */
export function useUploads(kept: readonly Arrived[] = []) {
  const list = ref<Upload[]>(kept.map(asUpload));
  const arrived = computed<Arrived[]>(() =>
    list.value.filter((one) => one.upload_key).map(({ filename, size_bytes, upload_key }) => ({ filename, size_bytes, upload_key })),
  );
  const keys = computed(() => arrived.value.map((one) => one.upload_key));
  /** Whether each has arrived; what was refused is removed first. */
  const areReady = computed(() => list.value.every((one) => one.upload_key));

  async function add(files: Iterable<File>): Promise<void> {
    await Promise.all([...files].map(upload));
  }

  async function upload(file: File): Promise<void> {
    const filename = file.name || `image.${file.type.split("/")[1] ?? "bin"}`;
    const one = reactive(asUpload({ filename, size_bytes: file.size, upload_key: "" }));
    list.value.push(one);
    await carry(file, one);
  }

  async function carry(file: File, one: Upload): Promise<void> {
    one.problem = null;
    try {
      const answer = await insist(() => post(file, one));
      if (!answer.ok) throw await problemOf(answer);
      Object.assign(one, await answer.json());
    } catch (error) {
      one.problem = asProblem(error);
      if (one.problem.isOffline) addEventListener("online", () => list.value.includes(one) && void carry(file, one), { once: true });
    }
  }

  function remove(one: Upload): void {
    list.value = list.value.filter((other) => other.id !== one.id);
    one.stop();
    // What nothing names goes by itself later.
    if (one.upload_key) call("remove_upload", { upload_key: one.upload_key }).catch(() => null);
  }

  /** They are others now; nothing is removed. */
  function set(others: readonly Arrived[]): void {
    list.value = others.map(asUpload);
  }

  return { list, arrived, keys, areReady, add, remove, set };
}

const asUpload = ({ filename, size_bytes, upload_key }: Arrived): Upload => ({
  filename,
  size_bytes,
  upload_key,
  id: newKey(),
  progress: 0,
  problem: null,
  stop: () => undefined,
});

/** fetch tells nothing of what it has sent. */
function post(file: File, one: Upload): Promise<Response> {
  const request = new XMLHttpRequest();
  one.stop = () => request.abort();
  request.upload.onprogress = ({ loaded, total }) => (one.progress = total ? loaded / total : 0);
  return new Promise((answer, refuse) => {
    request.onload = () => answer(new Response(request.response as Blob, { status: request.status }));
    request.onerror = request.onabort = () => refuse(offline());
    request.open("POST", `${ORIGIN}/files?filename=${encodeURIComponent(one.filename)}`);
    request.responseType = "blob";
    request.setRequestHeader("Accept", "application/json");
    if (borne()) request.setRequestHeader("Authorization", `Bearer ${borne()}`);
    request.send(file);
  });
}
