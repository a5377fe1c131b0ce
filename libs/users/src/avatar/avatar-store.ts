/** Storage of avatar images. Also the injection token. A name is never reused, so the image of a name never changes. */
export abstract class AvatarStore {
  /** A new random name. Not yet that of an image. */
  abstract newName(): string;
  /** Stores the image. @param name from `newName`, where it must be known before @returns the name */
  abstract put(image: Buffer, name?: string): Promise<string>;
  /** @returns `undefined` where there is no such image */
  abstract get(name: string): Promise<Buffer | undefined>;
  /** Also what an interrupted `put` has left. Does nothing where there is no such image. */
  abstract remove(name: string): Promise<void>;
}
