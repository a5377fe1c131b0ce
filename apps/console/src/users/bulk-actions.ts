import type { Schemas } from '../api/client';
import type { Can } from '../session/permissions';
import type { IconName } from '../ui/icons';

export type BulkActionName = Schemas['BulkAction']['action'];

interface BulkActionKind {
  name: BulkActionName;
  icon: IconName;
  needs: keyof Can;
  isDangerous?: boolean;
}

export const bulkActions: BulkActionKind[] = [
  { name: 'add_role', icon: 'plus', needs: 'manageUsers' },
  { name: 'remove_role', icon: 'shield', needs: 'manageUsers' },
  { name: 'end_sessions', icon: 'logout', needs: 'manageUsers' },
  { name: 'unban', icon: 'check', needs: 'ban' },
  { name: 'ban', icon: 'ban', needs: 'ban', isDangerous: true },
  { name: 'delete', icon: 'trash', needs: 'manageUsers', isDangerous: true },
];

export const isDangerous = (action: BulkActionName): boolean =>
  bulkActions.some(({ name, isDangerous: is }) => name === action && is);
