/** A random id for one mounted client. Works on plain-http pages too, where `crypto.randomUUID` is missing. */
export function newInstanceId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
