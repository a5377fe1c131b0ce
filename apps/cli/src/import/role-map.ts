import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { CommandError } from '../errors';

const schema = z.record(z.string(), z.string().min(1).nullable());

/** `{"Moderators": "moderator", "is_staff": null}`. @throws {CommandError} */
export async function readRoleMap(path: string | undefined): Promise<ReadonlyMap<string, string | null>> {
  if (path === undefined) return new Map();
  try {
    return new Map(Object.entries(schema.parse(JSON.parse(await readFile(path, 'utf8')))));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const reason = code ?? 'it must be a JSON object of names: {"Moderators": "moderator", "is_staff": null}';
    throw new CommandError(`The role map ${path} can't be read: ${reason}`, { cause });
  }
}
