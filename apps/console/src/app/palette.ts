import type { MantineColorsTuple } from '@mantine/core';

type Rgb = [number, number, number];

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
/** WCAG 2.2 AA for text. */
const READABLE = 4.5;

const parse = (hex: string): Rgb => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as Rgb;
const toHex = (color: Rgb): string =>
  `#${color.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
const mix = (from: Rgb, to: Rgb, share: number): Rgb =>
  from.map((part, index) => part + (to[index]! - part) * share) as Rgb;

/** @see WCAG 2.2, "relative luminance" */
function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Rgb, other: Rgb): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The colour, mixed with `to` until it can be read on `ground`. */
function readable(color: Rgb, to: Rgb, ground: Rgb): Rgb {
  let share = 0;
  while (share < 1 && contrast(mix(color, to, share), ground) < READABLE) share += 0.02;
  return mix(color, to, share);
}

/**
 * Ten shades of the operator's colour. White text can be read on shades 6 to 9, and shade 4 on the dark ground, whatever
 * the colour is.
 * @param hex `#rrggbb`
 */
export function paletteOf(hex: string): MantineColorsTuple {
  const color = parse(hex);
  const strong = readable(color, BLACK, WHITE);
  const bright = readable(mix(color, WHITE, 0.4), WHITE, [27, 31, 40]);
  const shades = [
    ...[0.93, 0.84, 0.68].map((share) => mix(color, WHITE, share)),
    mix(bright, WHITE, 0.25),
    bright,
    mix(strong, WHITE, 0.2),
    strong,
    ...[0.12, 0.24, 0.38].map((share) => mix(strong, BLACK, share)),
  ];
  return shades.map(toHex) as unknown as MantineColorsTuple;
}
