export type Status = 'OK' | 'WARN' | 'FAIL';

/** What a check has found. */
export interface Finding {
  status: Status;
  found: string;
  /** What to do; not with OK. */
  action?: string;
}

export const ok = (found: string): Finding => ({ status: 'OK', found });
export const warn = (found: string, action: string): Finding => ({ status: 'WARN', found, action });
export const fail = (found: string, action: string): Finding => ({ status: 'FAIL', found, action });
