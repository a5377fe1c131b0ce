import { isOwner, RoleLookupService } from '#roles';
import { Injectable } from '@nestjs/common';
import { ImportError } from './import.error';
import type { ImportOptions } from './import-options';
import type { ImportNote } from './import-result';

export interface MappedRoles {
  ids: string[];
  hasOwner: boolean;
  notes: ImportNote[];
}

/** Which of our roles an account gets: the one of a new account, and those of the same or the mapped name. */
@Injectable()
export class RoleMapping {
  constructor(private readonly roles: RoleLookupService) {}

  /** @throws {ImportError} where the map names a role that is not there, or the owners' */
  assertUsable({ roleMap, allowOwner }: ImportOptions): void {
    for (const name of roleMap.values()) {
      if (name === null) continue;
      const role = this.roles.findByName(name);
      if (!role) throw new ImportError(`the role map names a role that is not there: ${JSON.stringify(name)}.`);
      if (isOwner([role]) && !allowOwner) throw new ImportError('the role map makes owners: that takes --allow-owner.');
    }
  }

  map(names: readonly string[], { roleMap, allowOwner }: ImportOptions): MappedRoles {
    const ids = new Set([this.roles.defaultRole().id]);
    const notes: ImportNote[] = [];
    let hasOwner = false;
    for (const name of names) {
      const target = roleMap.has(name) ? roleMap.get(name)! : name;
      const role = target === null ? undefined : this.roles.findByName(target);
      if (role && isOwner([role]) && !allowOwner) notes.push({ code: 'owner_not_given' });
      else if (role) {
        ids.add(role.id);
        hasOwner ||= isOwner([role]);
      } else if (target !== null) notes.push({ code: 'role_unknown', role: name });
    }
    return { ids: [...ids], hasOwner, notes };
  }
}
