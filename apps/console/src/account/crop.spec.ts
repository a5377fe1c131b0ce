import fc from 'fast-check';
import { moved, squareOf } from './crop';

const size = fc.record({ width: fc.integer({ min: 1, max: 9000 }), height: fc.integer({ min: 1, max: 9000 }) });
const crop = fc.record({
  x: fc.double({ min: 0, max: 1, noNaN: true }),
  y: fc.double({ min: 0, max: 1, noNaN: true }),
  zoom: fc.double({ min: 1, max: 4, noNaN: true }),
});
const step = fc.double({ min: -3, max: 3, noNaN: true });

describe('the cut of a picture', () => {
  it('is a square inside the picture, wherever it is moved', () => {
    fc.assert(
      fc.property(crop, size, step, step, (start, picture, dx, dy) => {
        const { left, top, side } = squareOf(moved(start, picture, dx, dy), picture);
        const slack = 1e-6 * Math.max(picture.width, picture.height);
        expect(Math.min(left, top)).toBeGreaterThanOrEqual(-slack);
        expect(left + side).toBeLessThanOrEqual(picture.width + slack);
        expect(top + side).toBeLessThanOrEqual(picture.height + slack);
      }),
    );
  });

  it('moves by shares of its side', () => {
    const picture = { width: 400, height: 200 };
    const start = { x: 0.5, y: 0.5, zoom: 2 };
    expect(squareOf(start, picture)).toEqual({ side: 100, left: 150, top: 50 });
    expect(squareOf(moved(start, picture, 0.5, -0.2), picture)).toEqual({ side: 100, left: 200, top: 30 });
  });
});
