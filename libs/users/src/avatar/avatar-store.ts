/** Where avatars are kept. Also the injection token. A name is never used twice, so what is under it never changes. */
export abstract class AvatarStore {
  /** Keeps the image under a new random name and returns the name. */
  abstract put(image: Buffer): Promise<string>;
  /** `undefined` where there is no such avatar. */
  abstract get(name: string): Promise<Buffer | undefined>;
  /** A missing one is fine. */
  abstract remove(name: string): Promise<void>;
}
