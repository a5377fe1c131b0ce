/** Storage of avatar images. Also the injection token. A name is never reused, so the image of a name never changes. */
export abstract class AvatarStore {
  /** Stores the image under a new random name. @returns the name */
  abstract put(image: Buffer): Promise<string>;
  /** @returns `undefined` where there is no such image */
  abstract get(name: string): Promise<Buffer | undefined>;
  /** Does nothing where there is no such image. */
  abstract remove(name: string): Promise<void>;
}
