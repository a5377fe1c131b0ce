import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { CommandError } from '../errors';
import type { BackupRecord } from './record';

const MAGIC = Buffer.from('CSBACKUP1\n');
const SALT_BYTES = 16;
const TAG_BYTES = 16;
/** Who has the file can guess the passphrase offline. @see OWASP Password Storage Cheat Sheet */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 2 ** 20 };
const deriveKey = promisify(scrypt) as (text: string, salt: Buffer, bytes: number, options: object) => Promise<Buffer>;

/**
 * A file of frames, each compressed and encrypted with AES-256-GCM under a key of the passphrase (scrypt). The nonce is the
 * number of the frame, so that none can be left out, repeated or moved; the last record says that it is the end.
 */
export async function writeBackup(
  path: string,
  passphrase: string,
  records: AsyncIterable<BackupRecord>,
): Promise<void> {
  const file = await open(path, 'wx', 0o600).catch((cause: NodeJS.ErrnoException) => {
    throw new CommandError(`${path} can't be written (${cause.code})`, { cause });
  });
  try {
    const salt = randomBytes(SALT_BYTES);
    const key = await deriveKey(passphrase.normalize('NFC'), salt, 32, SCRYPT);
    await file.write(Buffer.concat([MAGIC, salt]));
    let number = 0;
    for await (const record of records) {
      const plain = await promisify(gzip)(JSON.stringify(record));
      const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number++));
      const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(sealed.length);
      await file.write(Buffer.concat([length, sealed]));
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** @throws {CommandError} for a wrong passphrase, and a file that was changed or cut off */
export async function* readBackup(path: string, passphrase: string): AsyncGenerator<BackupRecord> {
  const file = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
    throw new CommandError(`${path} can't be read (${cause.code})`, { cause });
  });
  try {
    const head = await read(file, MAGIC.length + SALT_BYTES);
    if (!head?.subarray(0, MAGIC.length).equals(MAGIC)) throw new CommandError(`${path} is no backup.`);
    const key = await deriveKey(passphrase.normalize('NFC'), head.subarray(MAGIC.length), 32, SCRYPT);
    for (let number = 0; ; number++) {
      const length = await read(file, 4);
      if (!length) return;
      yield await openFrame(await read(file, length.readUInt32BE()), key, number);
    }
  } finally {
    await file.close();
  }
}

async function openFrame(sealed: Buffer | undefined, key: Buffer, number: number): Promise<BackupRecord> {
  if (!sealed || sealed.length < TAG_BYTES) throw new CommandError('The backup is cut off.');
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    const plain = Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
    return JSON.parse((await promisify(gunzip)(plain)).toString()) as BackupRecord;
  } catch (cause) {
    const reason = number === 0 ? 'The passphrase is wrong, or the backup was changed.' : 'The backup was changed.';
    throw new CommandError(reason, { cause });
  }
}

/** The key is used for one file alone, so a counter is never repeated with it. */
function nonceOf(number: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(number, 8);
  return nonce;
}

/** @returns nothing at the end of the file, or where less is left */
async function read(file: FileHandle, bytes: number): Promise<Buffer | undefined> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes);
  return bytesRead === bytes ? buffer : undefined;
}
