import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { defineConfig, type Plugin } from "vite";

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Styles of pages as styles of a shadow root, whose host gives it room, which neither is the window nor has its font size. */
const inShadow: Plugin = {
  name: "in-shadow",
  enforce: "pre",
  transform: (code, id) =>
    /\.css($|\?)/.test(id)
      ? code
          .replace(/:root(\[[^\]]+\])?/g, (_, which?: string) => (which ? `:host(${which.replace("data-", "")})` : ":host"))
          .replace("color-scheme: light dark;\n  --brand:", "--brand:")
          .replace(/^html \{/m, ":host {")
          .replace(/@media \(width/g, "@container (width")
          .replace(/([\d.]+)rem\b/g, (_, size: string) => `${Number(size) * 15}px`)
      : null,
};

/** All styles as a text of the script: no style element that the host's Content-Security-Policy would have to allow. */
const styleText: Plugin = {
  name: "style-text",
  enforce: "post",
  generateBundle(_, bundle) {
    const sheet = Object.values(bundle).find((one) => one.type === "asset" && one.fileName.endsWith(".css"));
    if (sheet?.type !== "asset") throw new Error("there are no styles");
    delete bundle[sheet.fileName];
    for (const chunk of Object.values(bundle))
      if (chunk.type === "chunk") chunk.code = chunk.code.replace(/(["'`])__STYLES__\1/, () => JSON.stringify(String(sheet.source)));
  },
};

// <pgdesk-portal> for pages of other sites: one script, which loads the parts beside it.
export default defineConfig({
  plugins: [
    inShadow,
    // The host's page has its main.
    vue({ template: { compilerOptions: { nodeTransforms: [(node) => void ("tag" in node && node.tag === "main" && (node.tag = "section"))] } } }),
    styleText,
  ],
  base: "./",
  resolve: { alias: { "@": folder("."), "#live": folder("../api/live/static/client.js"), "../createLucideIcon.mjs": folder("ui/icon.ts") } },
  define: {
    __VUE_OPTIONS_API__: "false",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
  },
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    // Those with light-dark(), which follows the colours of the host's page.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    cssCodeSplit: false,
    emptyOutDir: false,
    copyPublicDir: false,
    modulePreload: false,
    rolldownOptions: {
      input: folder("embed/main.ts"),
      output: { entryFileNames: "portal.js", chunkFileNames: "portal/[name]-[hash].js", minify: true },
    },
  },
});
