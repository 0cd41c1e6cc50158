import { signOut } from "@/api/session";
import { useTexts } from "@/texts/texts";
import { loadAnew, mayLeave } from "@/ui/leaving";
import { toast } from "@/ui/toasts";
import { PREFIX } from "./prefix";

/** Signs out, and goes where one signs in. */
export async function leave(): Promise<void> {
  if (await mayLeave()) await goToLogin();
}

/** The same without asking: what is typed stays here, for who comes back to `next`. */
export async function goToLogin(next = ""): Promise<void> {
  try {
    await signOut();
    loadAnew(`${PREFIX}/login${next && `?next=${encodeURIComponent(next)}`}`);
  } catch (error) {
    toast(useTexts("app").value.failed, { error });
  }
}
