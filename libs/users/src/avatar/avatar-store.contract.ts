import { AvatarStore } from './avatar-store';

/** The contract of every AvatarStore. The spec of a store calls it with a factory of empty stores. */
export function avatarStoreContract(emptyStore: () => Promise<AvatarStore>): void {
  let store: AvatarStore;
  beforeEach(async () => {
    store = await emptyStore();
  });

  it('returns a stored image', async () => {
    const name = await store.put(Buffer.from([0, 1, 255]));
    expect(await store.get(name)).toEqual(Buffer.from([0, 1, 255]));
  });

  it('generates names of 128 random bits, different ones for equal images', async () => {
    const names = await Promise.all(Array.from({ length: 20 }, () => store.put(Buffer.from('same'))));
    expect(new Set(names).size).toBe(20);
    for (const name of names) expect(name).toMatch(/^[0-9a-f]{32}\.webp$/);
  });

  it('stores an image under a name that it gave before', async () => {
    const name = store.newName();
    expect(name).toMatch(/^[0-9a-f]{32}\.webp$/);
    expect(await store.get(name)).toBeUndefined();
    expect(await store.put(Buffer.from('a'), name)).toBe(name);
    expect(await store.get(name)).toEqual(Buffer.from('a'));
  });

  it('returns undefined for an unknown name', async () => {
    expect(await store.get(`${'0'.repeat(32)}.webp`)).toBeUndefined();
  });

  it('removes one image and keeps the others', async () => {
    const [removed, kept] = [await store.put(Buffer.from('a')), await store.put(Buffer.from('b'))];
    await store.remove(removed);
    expect(await store.get(removed)).toBeUndefined();
    expect(await store.get(kept)).toEqual(Buffer.from('b'));
  });

  it('ignores the removal of a missing image', async () => {
    const name = await store.put(Buffer.from('a'));
    await store.remove(name);
    await expect(store.remove(name)).resolves.toBeUndefined();
  });
}
