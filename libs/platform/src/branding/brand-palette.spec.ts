import { grounds, hasEnoughContrast, MIN_CONTRAST, paletteOf } from './brand-palette';
import { contrast, isHexColor } from './color';

it('measures contrast as WCAG does', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#ffffff', '#ffffff')).toBeCloseTo(1);
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
});

it.each(['#3b4fd8', '#b00020', '#00695c', '#000000', '#5d4037', '#0000ff', '#7a1f5c'])(
  '%s is readable wherever it stands, on light grounds and on dark ones',
  (color) => {
    expect(hasEnoughContrast(color)).toBe(true);
    const { light, dark } = paletteOf(color);
    for (const [accents, { page, card }] of [
      [light, grounds.light],
      [dark, grounds.dark],
    ] as const) {
      for (const ground of [page, card]) expect(contrast(accents.accent, ground)).toBeGreaterThanOrEqual(MIN_CONTRAST);
      for (const ground of [accents.accent, accents.strong])
        expect(contrast(accents.onAccent, ground)).toBeGreaterThanOrEqual(MIN_CONTRAST);
      expect(Object.values(accents).every(isHexColor)).toBe(true);
    }
  },
);

it.each(['#ffffff', '#ffcc00', '#00b0ff', '#777777'])('%s is too light', (color) => {
  expect(hasEnoughContrast(color)).toBe(false);
});

it.each(['red', '#fff', '3b4fd8', '#3b4fd8aa', '#3b4fdg', 'url(x)', '#3b4fd8;'])('%s is no colour here', (text) => {
  expect(isHexColor(text)).toBe(false);
});
