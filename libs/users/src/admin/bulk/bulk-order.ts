/**
 * Each user once. The actor comes last: what they do to themselves may take the permission to go on, and the preview and
 * the action have to agree on the order.
 */
export function orderOf(userIds: readonly string[], actorId: string): string[] {
  const ids = [...new Set(userIds.map((id) => id.toLowerCase()))];
  return [...ids.filter((id) => id !== actorId), ...ids.filter((id) => id === actorId)];
}

/** The results in the order of the request. */
export function inOrderOf<Result extends { user_id: string }>(
  userIds: readonly string[],
  results: readonly Result[],
): Result[] {
  const byId = new Map(results.map((result) => [result.user_id, result]));
  return [...new Set(userIds.map((id) => id.toLowerCase()))].map((id) => byId.get(id)!);
}
