import { computed, defineComponent, h, type VNode } from "vue";
import { useTexts } from "@/texts/texts";
import { readBlocks, type Block, type Inline } from "./markup";

/** A message's text as people read it. Quotes of what was said before are folded. */
export default defineComponent({
  name: "RichText",
  props: { text: { type: String, required: true } },
  setup(props) {
    const t = useTexts("app");
    const blocks = computed(() => readBlocks(props.text));

    const inline = (one: Inline): VNode | string => {
      if (one.kind === "text") return one.text;
      if (one.kind === "strong") return h("strong", one.text);
      if (one.kind === "emphasis") return h("em", one.text);
      if (one.kind === "code") return h("code", one.text);
      if (one.kind === "link")
        return h("a", { href: one.address, target: "_blank", rel: "noopener noreferrer nofollow" }, one.text);
      return h("span", { class: "mention" }, one.text);
    };
    const block = (one: Block): VNode => {
      if (one.kind === "text") return h("p", one.inlines.map(inline));
      if (one.kind === "code") return h("pre", { tabindex: 0 }, h("code", one.text));
      if (one.kind === "list")
        return h(one.isOrdered ? "ol" : "ul", one.items.map((item) => h("li", item.map(inline))));
      return h("details", [h("summary", t.value.quoted), h("blockquote", one.text)]);
    };
    return () => h("div", { class: "rich", dir: "auto" }, blocks.value.map(block));
  },
});
