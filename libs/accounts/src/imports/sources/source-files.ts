import { createReadStream } from 'node:fs';
import { ImportError } from '../import.error';
import type { SourceRecord } from '../source-account';
import { auth0Source } from './auth0.source';
import { csvRecords } from './csv-records';
import { csvSource } from './csv.source';
import { djangoSource } from './django.source';
import { Fields } from './fields';
import { firebaseSource } from './firebase.source';
import { jsonRecords } from './json-records';
import { keycloakSource } from './keycloak.source';
import { recordOf } from './record-of';
import type { Source, SourceOptions } from './source';
import { supabaseSource } from './supabase.source';

const sources = {
  django: djangoSource,
  auth0: auth0Source,
  firebase: firebaseSource,
  keycloak: keycloakSource,
  supabase: supabaseSource,
  csv: csvSource,
} satisfies Record<string, Source>;

export type SourceName = keyof typeof sources;
export const sourceNames = Object.keys(sources) as SourceName[];

/**
 * The accounts of a file, one at a time.
 * @throws {ImportError} where the file can't be read, or is built in another way
 */
export async function* sourceFile(
  name: SourceName,
  path: string,
  options: SourceOptions,
): AsyncGenerator<SourceRecord> {
  const source: Source = sources[name];
  const read = source.open(options);
  try {
    for await (const record of recordsOf(source, path))
      yield recordOf(record.line, () => read(Fields.of(record.parse())));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof ImportError) throw new ImportError(`${path}: ${error.message}`, { cause: error.cause });
    throw typeof code === 'string' ? new ImportError(`${path} can't be read: ${code}`, { cause: error }) : error;
  }
}

function recordsOf({ json, csv }: Source, path: string) {
  const chunks = createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>;
  const isCsv = json === undefined || (csv !== undefined && path.toLowerCase().endsWith('.csv'));
  return isCsv ? csvRecords(chunks, csv === true ? undefined : csv) : jsonRecords(chunks, json);
}
