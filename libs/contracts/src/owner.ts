/** Who a row, a key, a grant or a request belongs to. Everything is scoped by it; another owner's id answers "not found". */
export interface Owner {
  readonly tenantId: string;
  readonly userId: string;
}

export const DEFAULT_TENANT_ID = 'default';
