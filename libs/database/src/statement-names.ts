/** Statements that a connection keeps prepared at most. Ours are a few hundred; whatever comes beyond is parsed each time. */
const KEPT = 1_000;

/**
 * Names for prepared statements: Postgres then parses and plans a statement once a connection, not once a query.
 *
 * @returns gives the same name for the same SQL text; '' (prepare nothing) once too many different texts were seen
 */
export function statementNames(kept = KEPT): (query: { readonly sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) {
      return known;
    }
    if (names.size >= kept) {
      return '';
    }
    const name = `frontdesk_${names.size + 1}`;
    names.set(sql, name);
    return name;
  };
}
