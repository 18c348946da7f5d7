import { EvidenceError } from '#src/core/errors.ts';
import { collect } from '#src/ledger/finding.ts';
import type { Finding } from '#src/ledger/fsck.ts';
import type { VaultStore } from '#src/ledger/vault-store.ts';
import type { LedgerVerifier } from '#src/ledger/verifier.ts';
import { installationOrigin } from './names.ts';
import { mayHoldKeys, parsePerson, type Person } from './person.ts';
import { parseSettings, SETTINGS_KEY, verifySettings, type VaultSettings } from './settings.ts';
import { factsOfRow, verifyFacts } from './statement.ts';
import { judgedAt } from './validity.ts';
import { vaultVerifier } from './verifier.ts';

/** What `fsck` learns of a vault without any key. */
export interface VaultCheck {
  /** Settings, people and statements that do not hold. */
  readonly findings: readonly Finding[];
  /** Verifies signatures by the keys that do hold; nobody's where the settings don't. */
  readonly verifier: LedgerVerifier;
}

/** Verifies nothing, so that every signature becomes a finding. */
const nobody: LedgerVerifier = {
  delegation() {
    throw new EvidenceError('SIGNER_UNKNOWN', 'delegation expected settings that hold');
  },
  cosigned() {
    throw new EvidenceError('SIGNER_UNKNOWN', 'end of sitting expected settings that hold');
  },
  keysOf: () => [],
};

type Rows = Pick<VaultStore, 'tables' | 'read'>;

async function collectAsync<T>(
  findings: Finding[],
  where: string,
  check: () => Promise<T>,
): Promise<T | null> {
  const outcome = await check().then(
    (value) => () => value,
    (error: unknown) => (): T => {
      throw error;
    },
  );
  return collect(findings, where, outcome);
}

async function readPeople(
  rows: Rows,
  caCertificate: Uint8Array,
  at: string,
  findings: Finding[],
): Promise<Person[]> {
  const people: Person[] = [];
  for (const row of rows.tables.people.list(rows.read)) {
    const where = `person ${row.personId}`;
    const person = await collectAsync(findings, where, () =>
      parsePerson(row, { caCertificate, at }),
    );
    if (person !== null) people.push(person);
  }
  return people;
}

/** Who may sign in each ledger: everyone who may hold keys, or those whom a statement authorises. */
function signersByOrigin(
  rows: Rows,
  settings: VaultSettings,
  people: readonly Person[],
  findings: Finding[],
): Map<string, readonly Person[]> {
  const known = new Map(people.map((person) => [person.personId, person]));
  const signers = new Map<string, readonly Person[]>([
    [installationOrigin(settings.installationId), people.filter(mayHoldKeys)],
  ]);
  for (const row of rows.tables.investigations.list(rows.read)) {
    const where = `investigation ${row.investigationId}`;
    const facts = collect(findings, where, () =>
      factsOfRow(
        row,
        verifyFacts(row.facts, (id) => known.get(id) ?? null),
      ),
    );
    if (facts === null) continue;
    const authorised = people.filter(({ personId }) => facts.authorisedIds.includes(personId));
    signers.set(facts.origin, authorised);
  }
  return signers;
}

/**
 * Verify what a vault says of itself, from its rows alone: settings signed by two, people certified,
 * statements signed by two.
 * @param rows - untrusted
 * @param now - RFC 3339 UTC instant
 */
export async function checkVault(rows: Rows, now: string): Promise<VaultCheck> {
  const findings: Finding[] = [];
  const where = 'settings';
  const bytes = collect(findings, where, () => {
    const found = rows.tables.kv.get(rows.read, SETTINGS_KEY);
    if (found === null)
      throw new EvidenceError('VAULT_NOT_SET_UP', 'store expected a vault, got none');
    return found;
  });
  const settings = bytes === null ? null : collect(findings, where, () => parseSettings(bytes));
  if (bytes === null || settings === null) return { findings, verifier: nobody };
  const at = judgedAt(now, settings.madeAt);
  const people = await readPeople(rows, settings.caCertificate, at, findings);
  const computerKey = await collectAsync(findings, where, () =>
    verifySettings(bytes, settings, people, at),
  );
  if (computerKey === null) return { findings, verifier: nobody };
  const signers = signersByOrigin(rows, settings, people, findings);
  const verifier = vaultVerifier({
    computerId: settings.computer.computerId,
    computerKey,
    signersOf: (origin) => signers.get(origin) ?? [],
  });
  return { findings, verifier };
}
