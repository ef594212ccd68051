/** Parts of a parsed address, as `URL` has them. */
interface ParsedAddress {
  protocol: string;
  username: string;
  password: string;
  href: string;
}

/**
 * Whether an address may be handed to the system's browser. Only https and mailto, at most 2,048 characters, no user
 * name or password in it (they make a host look like another).
 */
export function isSafeLink(address: ParsedAddress): boolean {
  if (address.href.length > 2_048) return false;
  if (address.protocol !== "https:" && address.protocol !== "mailto:") return false;
  return address.username === "" && address.password === "";
}
