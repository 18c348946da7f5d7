import type { Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import type { CmsSignerFacts } from '#src/crypto/verify/cms.ts';
import { PACK_PATHS, type AboutV1 } from '#src/pack/format.ts';
import { parseAbout } from './about.ts';
import { checkBag, checkBagInfo } from './bag.ts';
import { checkCertificates } from './certificates.ts';
import { checkClaims } from './claims.ts';
import { checkContents } from './contents.ts';
import { checkExhibits } from './exhibits.ts';
import { Findings } from './finding.ts';
import { checkLabels } from './labels.ts';
import { checkLedger } from './ledger.ts';
import { digestAt, fileAt, hashFiles, type PackFiles } from './pack-files.ts';
import { readCanonicalZip } from './read-zip.ts';
import { checkParts } from './parts.ts';
import { checkRecords } from './records.ts';
import type { PackFacts, PackReport } from './report.ts';
import { checkSeal } from './seal.ts';
import { NOT_PROVED, notCheckedIn, notCompared, provedBy } from './words.ts';

/** What the reader knows from elsewhere. */
export interface VerifyOptions {
  /** The school's CA fingerprint from the printed form or the paper receipt. */
  readonly caFingerprint?: Digest;
}

function report(
  findings: Findings,
  facts: PackFacts | null,
  pinned: boolean,
  result: PackReport['result'] = findings.list.length === 0 ? 'valid' : 'findings',
): PackReport {
  return {
    result,
    findings: findings.list,
    facts,
    proved: result === 'valid' && facts !== null ? provedBy(facts) : [],
    notProved: NOT_PROVED,
    notChecked: notCheckedIn(facts, pinned),
  };
}

function factsOf(files: PackFiles, about: AboutV1, signers: readonly CmsSignerFacts[]): PackFacts {
  return {
    packId: about.packId,
    reference: about.investigation.reference,
    school: about.school.name,
    createdAt: about.createdAt,
    recipient: `${about.recipient.name}, ${about.recipient.organisation}`,
    demonstration: about.demonstration,
    preview: about.preview,
    caFingerprint: about.school.caFingerprint,
    sealDigest: files.bytes.has(PACK_PATHS.tagManifest)
      ? digestAt(files, PACK_PATHS.tagManifest)
      : null,
    sealedBy: signers.map(({ commonName, signedAt }) => ({ name: commonName, signedAt })),
    exhibits: about.exhibits.length,
    entries: about.ledger.entries,
    withheld: about.ledger.withheld,
  };
}

/**
 * Verify a pack from its bytes alone, with WebCrypto: container, bag, certificates, seal, ledger,
 * exhibits, signed records. Never throws for a bad pack; every finding is listed.
 * @param bytes - hostile
 * @see docs/spec/pack.md, section 8
 */
export async function verifyPack(
  bytes: Uint8Array,
  options: VerifyOptions = {},
): Promise<PackReport> {
  const findings = new Findings();
  const pinned = options.caFingerprint !== undefined;
  const container = await findings.collect('container', () => readCanonicalZip(bytes));
  if (container === null) {
    const unreadable = findings.list.some(({ code }) => code === 'PACK_NOT_A_PACK');
    return report(findings, null, pinned, unreadable ? 'unreadable' : 'findings');
  }
  const files = await hashFiles(container);
  await checkBag(files, findings);
  const about = await findings.collect(PACK_PATHS.about, () =>
    parseAbout(fileAt(files, PACK_PATHS.about)),
  );
  if (about === null) return report(findings, null, pinned);
  if (pinned && options.caFingerprint !== about.school.caFingerprint) {
    findings.add('CERTIFICATE_INVALID', '"caFingerprint" expected the one given', PACK_PATHS.about);
  }
  const keys = await checkCertificates(files, about, findings);
  checkBagInfo(files, about, findings);
  checkContents(files, about, findings);
  if (keys === null) return report(findings, factsOf(files, about, []), pinned);
  const signers = await checkSeal(files, keys.caDer, findings);
  const ledger = await checkLedger(files, about, keys, findings);
  let uncompared: readonly string[] = [];
  if (ledger !== null) {
    await checkClaims(about, ledger, signers, findings);
    await checkExhibits(about, ledger, findings);
    uncompared = await checkParts(files, about, ledger, findings);
    await checkLabels(files, about, ledger, findings);
  }
  await checkRecords({ files, about, keys, ledger, findings });
  const found = report(findings, factsOf(files, about, signers), pinned);
  return { ...found, notChecked: [...found.notChecked, ...notCompared(uncompared)] };
}

/** The report of a file that could not even be opened or is longer than any pack. */
export function unreadableReport(error: unknown): PackReport {
  const findings = new Findings();
  if (!(error instanceof EvidenceError)) throw error;
  findings.add(error.code, error.message, 'container');
  return report(findings, null, false, 'unreadable');
}
