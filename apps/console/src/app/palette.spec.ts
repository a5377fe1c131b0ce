import fc from 'fast-check';
import { paletteOf } from './palette';

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const color = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

describe('the palette of an operator’s colour', () => {
  it('can be read in both schemes, whatever the colour is', () => {
    fc.assert(
      fc.property(color, (brand) => {
        const shades = paletteOf(brand);
        expect(shades).toHaveLength(10);
        // Rounding to whole parts of a colour takes a little.
        for (const shade of shades.slice(6)) expect(contrast(shade, '#ffffff')).toBeGreaterThan(4.45);
        expect(contrast(shades[4]!, '#1b1f28')).toBeGreaterThan(4.45);
      }),
    );
  });

  it('keeps a colour that can be read', () => {
    expect(paletteOf('#3b4fd8')[6]).toBe('#3b4fd8');
  });
});
