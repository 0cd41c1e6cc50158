import { defineComponent, h, shallowRef, type Component } from "vue";
import { useTexts } from "@/texts/texts";
import { loadPart } from "./parts";
import { closeToast, toast } from "./toasts";

/** A component that is loaded where it is first shown. Where that fails it says so, closes if it is a dialog, and tries again
 *  when it is shown again, and when there is a connection again. */
export function lazily<T extends Component>(load: () => Promise<{ default: T }>): T {
  const found = shallowRef<T>();
  let told: number | undefined;

  return defineComponent({
    inheritAttrs: false,
    setup(_, { attrs, slots }) {
      const t = useTexts("app");

      async function find(): Promise<void> {
        if (told !== undefined) closeToast(told);
        told = undefined;
        try {
          found.value = (await loadPart(load)).default;
        } catch (error) {
          told = toast(t.value.notLoaded, { error });
          addEventListener("online", () => void find(), { once: true });
          if (typeof attrs.onClose === "function") (attrs.onClose as () => void)();
        }
      }
      if (!found.value) void find();
      return () => found.value && h(found.value, attrs, slots);
    },
  }) as Component as T;
}
