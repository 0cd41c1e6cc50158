import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const BASE = new RegExp(
  [
    "node_modules/(vue-router/|@lucide/vue/dist/esm/icons/(x|globe)\\.)",
    "(vite/preload-helper|plugin-vue:export-helper)",
    "web/api/(answer|call|key|preferences|problem|rest|send|session|signing)\\.ts",
    "web/app/(App|prefix|router|routes)\\.",
    "web/(login|portal)/routes\\.ts",
    "web/portal/(PortalShell|StateChip|words)\\.",
    "web/texts/(format|labels|languages|texts)\\.ts",
    "web/theme/theme\\.ts",
    "web/ui/(Avatar|RichText|markup|Countdown|EmptyState|Field|Instant|LanguageChooser|ProblemNote|Toasts|announcements|icon|now|title|toasts)\\.",
  ].join("|"),
);

// `/support` in what is built stands for the setting route_prefix, which the server puts in its place.
export default defineConfig({
  plugins: [vue()],
  base: "/support/",
  resolve: { alias: { "@": folder("."), "#live": folder("../api/live/static/client.js"), "../createLucideIcon.mjs": folder("ui/icon.ts") } },
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
    // In few pieces it is compressed best: what pages of customers have in common is one.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "vue", test: /node_modules\/@vue\// },
            { name: "base", test: BASE, includeDependenciesRecursively: false },
            { name: "files", test: /web\/portal\/(DropZone|FilePicker|drafts)\.|web\/api\/uploads\.|icons\/paperclip\./, includeDependenciesRecursively: false },
          ],
        },
      },
    },
  },
  server: { proxy: { "^/(rest|auth|files|live|articles|mails?|reports|inbound|webhooks|identity_providers|exports|support/kb)(/|\\?|$)": `http://127.0.0.1:${process.env.PGDESK_PORT ?? 8000}` } },
});
