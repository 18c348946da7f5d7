import { finding, findingOf } from './finding.ts';
import type { Finding, FsckReader } from './fsck.ts';
import type { ObjectRow } from './store-port.ts';

/** Verify every object file by its own digest, and that files and rows match one to one. */
export async function fsckObjects(
  reader: FsckReader,
): Promise<{ readonly findings: readonly Finding[]; readonly objects: number }> {
  const findings: Finding[] = [];
  const rows = reader.objectRows();
  const files = await reader.objectFiles();
  const present = new Set(files.objectIds);
  for (const row of rows) {
    const where = objectPlace(row.objectId);
    if (present.has(row.objectId)) findings.push(...(await checkFile(reader, row, where)));
    else findings.push(finding('OBJECT_MISSING', 'object expected a file, got none', where));
  }
  const known = new Set(rows.map(({ objectId }) => objectId));
  const pending = reader.pendingObjects();
  for (const objectId of files.objectIds) {
    if (known.has(objectId) || pending.has(objectId)) continue;
    findings.push(
      finding('OBJECT_STRAY', 'file expected a row that names it, got none', objectPlace(objectId)),
    );
  }
  if (files.strayFiles > 0) {
    const message = `folder expected objects only, got ${files.strayFiles} other files`;
    findings.push(finding('OBJECT_STRAY', message, 'objects'));
  }
  return { findings, objects: rows.length };
}

async function checkFile(reader: FsckReader, row: ObjectRow, where: string): Promise<Finding[]> {
  try {
    const { fileDigest, fileBytes } = await reader.digestObject(row.objectId);
    if (fileBytes !== row.fileBytes) {
      return [
        finding('OBJECT_DAMAGED', `"fileBytes" expected ${row.fileBytes}, got ${fileBytes}`, where),
      ];
    }
    if (fileDigest !== row.fileDigest) {
      return [
        finding('OBJECT_DAMAGED', '"fileDigest" expected that of the row, got another', where),
      ];
    }
    return [];
  } catch (error) {
    return [findingOf(error, where)];
  }
}

function objectPlace(objectId: string): string {
  return `object ${objectId}`;
}
