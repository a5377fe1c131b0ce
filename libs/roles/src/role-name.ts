import { nameKey, nameSkeletons } from '#platform';

/** Role names are compared as usernames are. */
export const roleNameKey = (name: string): string => nameKey(name.trim());

/** The columns of a name. */
export function roleNameColumns(name: string) {
  const { skeleton, upperSkeleton } = nameSkeletons(name.trim());
  return { name, name_key: roleNameKey(name), name_skeleton: skeleton, name_upper_skeleton: upperSkeleton };
}
