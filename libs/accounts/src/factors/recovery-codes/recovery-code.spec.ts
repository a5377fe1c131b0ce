import { hashOfRecoveryCode, newRecoveryCode } from './recovery-code';

it('has 120 bits in characters that are not mistaken for each other', () => {
  const codes = Array.from({ length: 500 }, newRecoveryCode);
  for (const code of codes) expect(code).toMatch(/^([02-9a-hjkmnp-z]{4}-){5}[02-9a-hjkmnp-z]{4}$/);
  expect(new Set(codes).size).toBe(500);
  expect(new Set(codes.join('').replaceAll('-', '')).size).toBe(32);
});

it('is the same in capitals, without dashes, with spaces, and with O for zero', () => {
  const hash = hashOfRecoveryCode('k0m2-x9qf-4wab-8npt-c3zr-n6dj');
  for (const typed of ['K0M2-X9QF-4WAB-8NPT-C3ZR-N6DJ', 'k0m2x9qf4wab8nptc3zrn6dj', ' kOm2 x9qf 4wab 8npt c3zr n6dj '])
    expect(hashOfRecoveryCode(typed)).toEqual(hash);
  expect(hashOfRecoveryCode('k0m2-x9qf-4wab-8npt-c3zr-n6dk')).not.toEqual(hash);
});
