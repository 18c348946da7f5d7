import { EvidenceError } from '#src/core/errors.ts';
import type { PackInput } from '#src/pack/input.ts';
import type { App } from './app.ts';
import { exhibitRecords, type ExhibitRecord } from './exhibit-records.ts';

/** Label and custody of every exhibit, this export included. */
export function recordsById(app: App, exportId: string): ReadonlyMap<string, ExhibitRecord> {
  const { vault } = app.opened();
  const records = exhibitRecords(app.investigation().folded.entries, {
    exportId,
    personOf(id) {
      const { personId, name, position, initials } = vault.person(id);
      return { personId, name, position, initials };
    },
    computerOf(computerId) {
      const computer = computersOf(app).find((one) => one.computerId === computerId);
      if (computer !== undefined) return computer;
      throw new EvidenceError('VAULT_OTHER_COMPUTER', 'computer expected to be registered');
    },
  });
  return new Map(records.map((record) => [record.exhibit.exhibitId, record]));
}

/** Computers that the ledger can name. There is one: nothing replaces it yet. */
export function computersOf(app: App): PackInput['computers'] {
  const { computer } = app.opened().vault.settings;
  const { computerId, name, location, assetNo, keyBackend, keyRealProtection } = computer;
  return [
    {
      ...{ computerId, name, location, assetNo, keyBackend, keyRealProtection },
      certificates: [computer.certificate],
    },
  ];
}
