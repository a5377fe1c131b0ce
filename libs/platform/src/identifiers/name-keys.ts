import { caselessKey } from './caseless-key';
import { skeleton, withoutInvisibleDots } from './skeleton';

/** The unique key of a name, without regard to case. Dotless ı equals i: few readers tell `admın` from `admin`. */
export const nameKey = (name: string): string => caselessKey(caselessKey(name).replaceAll('ı', 'i'));

/** Two names look alike where either skeleton is the same. */
export interface NameSkeletons {
  /** Of the name as it is written: `PayPaI`, with a capital I, looks like `PayPal`. */
  skeleton: string;
  /** Of the name in capitals: `МІКЕ` in Cyrillic capitals looks like `MIKE`, and in small letters not like `mike`. */
  upperSkeleton: string;
}

/** Limit the length of the name first, as for `caselessKey`. */
export function nameSkeletons(name: string): NameSkeletons {
  return {
    // Capitals of the first skeleton become small letters, which have prototypes of their own.
    skeleton: skeleton(nameKey(skeleton(name.normalize('NFKC')))),
    // İ is the capital of an i with a dot: without the dot it is that of i.
    upperSkeleton: skeleton(withoutInvisibleDots(nameKey(name)).toUpperCase()),
  };
}
