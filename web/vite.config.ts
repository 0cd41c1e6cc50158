import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// `/support` in what is built stands for the setting route_prefix, which the server puts in its place.
export default defineConfig({
  plugins: [vue()],
  base: "/support/",
  resolve: { alias: { "@": folder("."), "#live": folder("../api/live/static/client.js") } },
  define: {
    __VUE_OPTIONS_API__: "false",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
  },
  experimental: {
    // Chunks find each other beside themselves, whatever the prefix is.
    renderBuiltUrl: (_name, { hostType }) => (hostType === "html" ? undefined : { relative: true }),
  },
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // In one piece it is compressed best.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "vue", test: /node_modules\/@vue\// }] } } },
  },
  server: { proxy: { "^/(rest|auth|files|live|articles|mails?|reports|inbound|webhooks|identity_providers|exports|support/kb)(/|\\?|$)": `http://127.0.0.1:${process.env.PGDESK_PORT ?? 8000}` } },
});
