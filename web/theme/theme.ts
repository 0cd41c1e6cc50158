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

export interface Branding {
  primary_color?: string | null;
  radius?: number | null;
  font?: string | null;
}

/** Puts the desk's own colours over the shipped ones. */
export function showBranding({ primary_color, radius, font }: Branding): void {
  const { style } = document.documentElement;
  if (primary_color && /^#[0-9a-f]{6}$/i.test(primary_color)) {
    style.setProperty("--brand", primary_color);
    style.setProperty("--on-brand", textOn(primary_color));
  }
  if (typeof radius === "number") style.setProperty("--brand-radius", `${radius}px`);
  if (font) style.setProperty("--brand-font", font);
}

/** Black or white, whichever can be read better on the colour. */
export function textOn(color: string): "#000" | "#fff" {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? "#fff" : "#000";
}
