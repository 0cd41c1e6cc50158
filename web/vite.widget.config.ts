import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

// One script without imports and without global names, for pages of other sites.
export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)) } },
  build: {
    target: "es2022",
    emptyOutDir: false,
    copyPublicDir: false,
    modulePreload: false,
    rolldownOptions: {
      input: fileURLToPath(new URL("widget/main.ts", import.meta.url)),
      output: { format: "iife", entryFileNames: "widget.js" },
    },
  },
});
