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
  style.setProperty("--brand", branding.primary_color);
  style.setProperty("--on-brand", branding.on_primary_color);
  style.setProperty("--link", `light-dark(${branding.link_color}, ${branding.dark_link_color})`);
  style.setProperty("--brand-radius", `${branding.radius}px`);
  style.setProperty("--brand-font", branding.font);
}
