import { AuditArchiveError, parseArchive, serializeArchive, toArchiveFile } from './archive-file';

const line = (seq: number, action = 'user.ban') =>
  JSON.stringify({ seq, action, hash: `\\x${String(seq).repeat(64)}` });
const file = toArchiveFile([line(4), line(5), line(6)], Buffer.alloc(32, 0xab));
const text = serializeArchive(file);
const parse = (content: string) => () => parseArchive('audit.ndjson', content);

describe('a file of the archive', () => {
  it('is read as it was written', () => expect(parse(text)()).toEqual(file));

  it('names its first and last entry, and their hashes', () =>
    expect(file.header).toMatchObject({
      entries: 3,
      first_entry: 4,
      last_entry: 6,
      previous_hash: 'ab'.repeat(32),
      first_hash: '4'.repeat(64),
      last_hash: '6'.repeat(64),
    }));

  const header = JSON.stringify(file.header);
  it.each([
    ['an edited entry', text.replace('user.ban', 'user.bot'), 'its content was changed or is incomplete.'],
    ['a missing end', text.slice(0, -20), 'its content was changed or is incomplete.'],
    ['a missing last newline', text.slice(0, -1), 'its content was changed or is incomplete.'],
    ['an edited hash in the header', text.replace('4444', '4445'), 'its header does not match its entries.'],
    ['another number of entries', text.replace('"entries":3', '"entries":2'), 'its header does not match its entries.'],
    ['no header', text.slice(header.length + 1), 'it does not begin with the header of an archive.'],
    ['another format', text.replace('"format":1', '"format":2'), 'it does not begin with the header of an archive.'],
    ['null', 'null\n', 'it does not begin with the header of an archive.'],
    ['nothing', '', 'it does not begin with the header of an archive.'],
  ])('is refused with %s', (_, content, message) =>
    expect(parse(content)).toThrow(new AuditArchiveError(`audit.ndjson: ${message}`)),
  );

  it('is refused with lines that are no entries, even if its header fits', () => {
    const body = serializeArchive({ header: file.header, lines: ['[]'] });
    expect(parse(body)).toThrow(AuditArchiveError);
    expect(() => toArchiveFile(['null'], Buffer.alloc(32))).toThrow(AuditArchiveError);
  });
});
