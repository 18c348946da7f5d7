import { lookup } from 'node:dns/promises';
import { isThisComputer } from '#src/core/school-network.ts';

/** One address of a host. */
export interface HostAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/**
 * Ask the system's resolver for a host's address. A server of the school's own network is meant, so private
 * addresses are taken; this computer itself only in a demonstration.
 * @returns null where there is none, or it is this computer and may not be
 */
export async function hostAddress(
  host: string,
  allowLoopback: boolean,
): Promise<HostAddress | null> {
  if (!allowLoopback && isThisComputer(host)) return null;
  try {
    const { address, family } = await lookup(host);
    if (!allowLoopback && isThisComputer(address)) return null;
    return { address, family: family === 6 ? 6 : 4 };
  } catch {
    return null;
  }
}
