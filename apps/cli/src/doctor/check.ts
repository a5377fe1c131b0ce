import type { DoctorContext } from './doctor-context';
import type { Finding } from './finding';

/** Looks at one subject and changes nothing. What it throws is a FAIL. */
export interface Check {
  name: string;
  run(context: DoctorContext): Promise<Finding[]>;
}
