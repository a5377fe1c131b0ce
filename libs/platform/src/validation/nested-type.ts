const KEY = Symbol('type of a nested object');

/** DTO classes of fields that hold objects, for code that reads a body before it is transformed into its class. */
export const nestedType = {
  /** Decorates the field. */
  of:
    (type: new () => object): PropertyDecorator =>
    (target, property) =>
      Reflect.defineMetadata(KEY, type, target, property),

  find: (outer: new () => object, field: string): (new () => object) | undefined =>
    Reflect.getMetadata(KEY, outer.prototype, field),
};
