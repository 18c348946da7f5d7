import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PEOPLE } from '#scripts/demo/people.ts';
import type { SchoolNetwork } from '#src/core/school-network.ts';
import type { Template } from './e2e-template.ts';
import { noKeyStore } from './e2e-vault.ts';
import { makeVault } from './vault.ts';

/**
 * A vault for the app to start over, made with the product's own set-up and no screens.
 * @param options.network - whom the school lets us ask; nobody where absent
 */
export async function freshVault(options: {
  readonly demonstration: boolean;
  readonly network?: SchoolNetwork;
}): Promise<{ readonly template: Template; readonly remove: () => void }> {
  const people = Object.values(PEOPLE).map((person) => ({
    ...person,
    custodian: ['DAP', 'HEX', 'CSP'].includes(person.initials),
  }));
  const vault = await makeVault({ ...options, people, osKeyStore: noKeyStore });
  const ids = Object.fromEntries(people.map(({ initials }) => [initials, vault.id(initials)]));
  const home = mkdtempSync(path.join(os.tmpdir(), 'countersign-e2e-fresh-'));
  vault.store.close();
  renameSync(vault.path, path.join(home, 'vault'));
  await vault.close();
  const nothing = { investigationId: null, reference: null, exhibitRef: null };
  return {
    template: { home, ids, sheets: {}, ...nothing },
    remove: () => {
      rmSync(home, { recursive: true, force: true });
    },
  };
}
