import fc from 'fast-check';
import { covers, holds, type CustomPermissionValue } from './custom-permission-value';

const value = fc.oneof(
  fc.boolean(),
  fc.constantFrom(0, -0, -1, 1, 5e-324, 1e308, Number.MAX_VALUE, '', ' ', '0', 'gold'),
  fc.double({ noNaN: true }),
  fc.string({ maxLength: 3 }),
);
const perhaps = fc.option(value, { nil: undefined });

describe('the value of a permission', () => {
  it.each([true, 1, 0.1, 5e-324, 1e308, ' ', '0', 'false'])('holds if it is %j', (it) => expect(holds(it)).toBe(true));

  it.each([false, 0, -0, -1, -1e308, Number.NaN, '', undefined, null, {}, []])('does not hold if it is %j', (it) =>
    expect(holds(it as CustomPermissionValue)).toBe(false),
  );

  it.each<[CustomPermissionValue | undefined, CustomPermissionValue | undefined, boolean]>([
    [10, 5, true],
    [10, 10, true],
    [10, 11, false],
    [-1, 0, true],
    [0, -1, true],
    [-2, 1, false],
    ['gold', 'gold', true],
    ['gold', 'silver', false],
    ['gold', '', true],
    ['5', 5, false],
    [5, '5', false],
    [true, true, true],
    [true, 1, false],
    [1, true, false],
    [true, 'x', false],
    [true, undefined, true],
    [false, true, false],
    [undefined, true, false],
    [undefined, 1, false],
    [undefined, 'x', false],
    [undefined, undefined, true],
  ])('%j covers %j: %j', (own, other, expected) => expect(covers(own, other)).toBe(expected));

  it('covers nothing that holds unless it holds itself', () => {
    fc.assert(fc.property(perhaps, perhaps, (own, other) => !covers(own, other) || !holds(other) || holds(own)));
  });

  it('covers itself, and is transitive', () => {
    fc.assert(fc.property(perhaps, (one) => covers(one, one)));
    fc.assert(fc.property(perhaps, perhaps, perhaps, (a, b, c) => !covers(a, b) || !covers(b, c) || covers(a, c)));
  });
});
