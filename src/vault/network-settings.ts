import type { JsonValue } from '#src/core/canonical-json.ts';
import {
  asksThisComputer,
  egressSource,
  ipAddress,
  NOBODY_ASKED,
  timeServerPlace,
  type EgressSetting,
  type SchoolNetwork,
} from '#src/core/school-network.ts';
import { damaged, Fields } from './fields.ts';
import { setupInvalid } from './setup-person.ts';

/** The member of the settings; none where nobody is to be asked. */
export function networkMember({ timeServer, egress }: SchoolNetwork): {
  readonly network?: JsonValue;
} {
  if (timeServer === null && egress === null) return {};
  return { network: { timeServer, egress: egress === null ? null : { ...egress } } };
}

/**
 * Read the member of the settings.
 * @param value - untrusted
 * @throws {EvidenceError} STORE_DAMAGED - anything that {@link networkMember} does not make
 */
export function parseNetwork(value: JsonValue): SchoolNetwork {
  const fields = new Fields('network', value, ['timeServer', 'egress']);
  const timeServer = fields.value('timeServer') === null ? null : fields.line('timeServer');
  if (timeServer !== null && timeServerPlace(timeServer) === null) {
    throw damaged('"timeServer" of network expected a host');
  }
  const egress = parseEgress(fields.value('egress'));
  if (timeServer === null && egress === null) throw damaged('network expected somebody to ask');
  return { timeServer, egress };
}

function parseEgress(value: JsonValue): EgressSetting | null {
  if (value === null) return null;
  const isTyped = typeof value === 'object' && 'address' in value;
  const fields = new Fields('egress', value, ['how', isTyped ? 'address' : 'source']);
  const how = fields.line('how');
  if (how !== (isTyped ? 'typed-in' : 'asked')) throw damaged('"how" of egress expected its word');
  const given = fields.line(isTyped ? 'address' : 'source');
  const read = isTyped ? ipAddress(given) : egressSource(given);
  if (read !== given) throw damaged('egress expected an address as we write it');
  return isTyped ? { how: 'typed-in', address: given } : { how: 'asked', source: given };
}

/**
 * Check what was typed at set-up, and write it our way.
 * @param demonstration - only then may this computer itself be asked
 * @throws {EvidenceError} VAULT_SETUP_INVALID - a field
 */
export function assertNetwork(typed: SchoolNetwork, demonstration: boolean): SchoolNetwork {
  const timeServer = typed.timeServer?.trim() ?? null;
  if (timeServer !== null && timeServerPlace(timeServer) === null) {
    throw setupInvalid('"timeServer" expected the name of a time server');
  }
  const network = { timeServer, egress: assertEgress(typed.egress) };
  if (!demonstration && asksThisComputer(network)) {
    throw setupInvalid('"network" expected another computer to ask than this one');
  }
  return timeServer === null && network.egress === null ? NOBODY_ASKED : network;
}

function assertEgress(typed: EgressSetting | null): EgressSetting | null {
  if (typed === null) return null;
  if (typed.how === 'typed-in') {
    const address = ipAddress(typed.address.trim());
    if (address === null) throw setupInvalid('"egress" expected an IP address');
    return { how: 'typed-in', address };
  }
  const source = egressSource(typed.source.trim());
  if (source === null) throw setupInvalid('"egress" expected an http or https address');
  return { how: 'asked', source };
}
