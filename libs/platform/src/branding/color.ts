type Rgb = readonly [red: number, green: number, blue: number];

export const WHITE = '#ffffff';

/** `#3b4fd8`, in lower case. */
export const isHexColor = (text: string): boolean => /^#[\da-f]{6}$/i.test(text);

function toRgb(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 0xff, value & 0xff];
}

const toHex = (rgb: Rgb): string => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

/** From 1 (equal) to 21 (black on white). @see WCAG 2.2, contrast ratio */
export function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** @see WCAG 2.2, relative luminance */
function luminance(hex: string): number {
  const [red, green, blue] = toRgb(hex).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @param share of `other`, from 0 to 1 */
export function mix(hex: string, other: string, share: number): string {
  const target = toRgb(other);
  return toHex(toRgb(hex).map((part, n) => part + (target[n]! - part) * share) as unknown as Rgb);
}

/** The colour nearest to `hex` towards white that has the contrast to the ground. */
export function lightened(hex: string, ground: string, ratio: number): string {
  for (let percent = 0; percent < 100; percent += 2) {
    const color = mix(hex, WHITE, percent / 100);
    if (contrast(color, ground) >= ratio) return color;
  }
  return WHITE;
}
