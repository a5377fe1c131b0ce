import { AvatarStore } from './avatar-store';

/** What every AvatarStore must hold; a store's spec calls it with a way to make an empty one. */
export function avatarStoreContract(emptyStore: () => Promise<AvatarStore>): void {
  let store: AvatarStore;
  beforeEach(async () => {
    store = await emptyStore();
  });

  it('gives back what was put', async () => {
    const name = await store.put(Buffer.from([0, 1, 255]));
    expect(await store.get(name)).toEqual(Buffer.from([0, 1, 255]));
  });

  it('names with 128 random bits, and equal images apart', async () => {
    const names = await Promise.all(Array.from({ length: 20 }, () => store.put(Buffer.from('same'))));
    expect(new Set(names).size).toBe(20);
    for (const name of names) expect(name).toMatch(/^[0-9a-f]{32}\.webp$/);
  });

  it('knows nothing of a name it did not give', async () => {
    expect(await store.get(`${'0'.repeat(32)}.webp`)).toBeUndefined();
  });

  it('removes one and leaves the others', async () => {
    const [gone, kept] = [await store.put(Buffer.from('a')), await store.put(Buffer.from('b'))];
    await store.remove(gone);
    expect(await store.get(gone)).toBeUndefined();
    expect(await store.get(kept)).toEqual(Buffer.from('b'));
  });

  it('removes a missing one without complaint', async () => {
    const name = await store.put(Buffer.from('a'));
    await store.remove(name);
    await expect(store.remove(name)).resolves.toBeUndefined();
  });
}
