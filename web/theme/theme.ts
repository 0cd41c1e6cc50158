import type { Branding } from "@/api/session";

export type Theme = "light" | "dark" | "system";
export type Density = "comfortable" | "compact";

export function showTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
}

export function showDensity(density: Density): void {
  document.documentElement.dataset.density = density;
}

/** Puts the desk's own colours over the shipped ones; the API sees to it that they can be read. */
export function showBranding(branding: Branding): void {
  const { style } = document.documentElement;
  for (const [name, value] of Object.entries(brandingOf(branding))) style.setProperty(name, value);
}

/** The same as declarations of a rule. */
export const brandingRules = (branding: Branding): string =>
  Object.entries(brandingOf(branding))
    .map(([name, value]) => `${name}: ${value};`)
    .join(" ");

const brandingOf = (branding: Branding): Record<string, string> => ({
  "--brand": branding.primary_color,
  "--on-brand": branding.on_primary_color,
  "--link": `light-dark(${branding.link_color}, ${branding.dark_link_color})`,
  "--brand-radius": `${branding.radius}px`,
  "--brand-font": branding.font,
});
