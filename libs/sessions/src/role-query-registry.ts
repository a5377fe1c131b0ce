import { Injectable } from '@nestjs/common';

/** SQL on the tables of the roles module. Roles are `RoleGrants`, as jsonb. */
export interface RoleQueries {
  /** Statement that selects all roles, in the column `role`. */
  all: string;
  /**
   * Expression for the roles of a user: a jsonb array.
   * @param userId SQL of a uuid
   */
  ofUser(userId: string): string;
}

/** The roles module is above this one and registers its SQL here, so that nothing here depends on its tables. */
@Injectable()
export class RoleQueryRegistry {
  private registered?: RoleQueries;

  register(queries: RoleQueries): void {
    this.registered = queries;
  }

  get queries(): RoleQueries {
    if (!this.registered) throw new Error('no module has registered the queries for roles');
    return this.registered;
  }
}
