/** Origin of the installation's ledger. */
export function installationOrigin(installationId: string): string {
  return `countersign/${installationId}/installation`;
}

/** Origin of an investigation's ledger. */
export function investigationOrigin(installationId: string, investigationId: string): string {
  return `countersign/${installationId}/investigation/${investigationId}`;
}
