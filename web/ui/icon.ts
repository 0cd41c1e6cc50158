import { h, type FunctionalComponent } from "vue";

interface Drawing {
  node: [tag: string, attributes: Record<string, string>][];
}

/** A drawing of Lucide as a component (vite.config.ts puts it in the place of Lucide's own): one element with the
 *  attributes that it is given, where Lucide's takes a kilobyte and two components for each icon of a list. */
export default function createLucideIcon({ node }: Drawing): FunctionalComponent<{ size?: number }> {
  const icon: FunctionalComponent<{ size?: number }> = ({ size = 24, ...attributes }) =>
    h(
      "svg",
      {
        xmlns: "http://www.w3.org/2000/svg",
        width: size,
        height: size,
        viewBox: "0 0 24 24",
        fill: "none",
        stroke: "currentColor",
        "stroke-width": 2,
        "stroke-linecap": "round",
        "stroke-linejoin": "round",
        ...attributes,
      },
      node.map(([tag, drawn]) => h(tag, drawn)),
    );
  icon.inheritAttrs = false;
  return icon;
}
