/** What a backup is made of, in this order. Rows are in PostgreSQL's own text form, so that no value changes. */
export type BackupRecord =
  | { kind: 'header'; format: 1; createdAt: string; migrations: string[]; secretKey: string }
  | { kind: 'table'; name: string; columns: string[] }
  | { kind: 'rows'; rows: string[] }
  | { kind: 'sequence'; name: string; value: string; isCalled: boolean }
  | { kind: 'file'; path: string; data: string }
  | { kind: 'end'; rows: Record<string, number>; files: number };

export type HeaderRecord = Extract<BackupRecord, { kind: 'header' }>;
export type EndRecord = Extract<BackupRecord, { kind: 'end' }>;

/** Of all tables. */
export const rowsIn = ({ rows }: EndRecord): number => Object.values(rows).reduce((sum, count) => sum + count, 0);

/** What the text form of values depends on, for `options` of a connection. */
export const TEXT_FORMAT = '-c datestyle=ISO -c intervalstyle=postgres -c bytea_output=hex -c extra_float_digits=1';

/** The embedded database with its password and log, mails that were sent, and the key, which is in the header. */
const NOT_COPIED = /^(postgres|mail)(\/|$)|^postgres\.|^secret\.key/;

/** Which files of `DATA_DIR` are part of a backup. Older ones have more: the password of another embedded database. */
export const isCopied = (path: string): boolean => !NOT_COPIED.test(path);
