import { exhibitRecords } from '#src/app/exhibit-records.ts';
import { Folded } from '#src/app/folded.ts';
import { utf8 } from '#src/core/bytes.ts';
import { canonicalBytes, type JsonValue } from '#src/core/canonical-json.ts';
import type { Digest } from '#src/core/digest.ts';
import { newId } from '#src/core/ids.ts';
import { encryptAge } from '#src/crypto/age-file.ts';
import { signCms } from '#src/crypto/cms.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { signPdf } from '#src/crypto/pdf-signature.ts';
import { randomBytes } from '#src/crypto/random.ts';
import type { ExhibitRef } from '#src/exhibit/exhibit-ref.ts';
import { encodeEvent, type InvestigationEvent } from '#src/investigation/events.ts';
import type { LedgerWriter } from '#src/ledger/ledger.ts';
import type { ObjectRef } from '#src/ledger/entry.ts';
import { buildPack } from '#src/pack/build-pack.ts';
import type {
  BuiltPack,
  PackCapture,
  PackEntry,
  PackExhibit,
  PackInput,
  PackRecord,
} from '#src/pack/input.ts';
import type { OpenPerson } from '#src/vault/person.ts';
import { startSitting, type Sitting } from '#src/vault/sitting.ts';
import type { InvestigationFacts } from '#src/vault/statement.ts';
import { tinyPdf, tinyPng } from './tiny-files.ts';
import { makeVault, type TestVault } from './vault.ts';

/** A pack of a real vault, with what it was made from. */
export interface TestPack {
  readonly school: TestVault;
  readonly facts: InvestigationFacts;
  readonly input: PackInput;
  readonly built: BuiltPack;
  /** First and second reviewer, DSL, headteacher: key files open. */
  readonly people: readonly OpenPerson[];
}

type Pair = readonly [OpenPerson, OpenPerson];

/** What {@link makePack} can be told. */
export interface TestPackOptions {
  /** The form unsigned, as nothing but a CMS and the ledger vouch for it, and an empty sheet: a pack of less than 64 KiB. */
  readonly small?: boolean;
}

interface Stage {
  readonly small: boolean;
  readonly school: TestVault;
  readonly facts: InvestigationFacts;
  readonly reviewers: Pair;
  readonly heads: Pair;
}

interface KeptExhibit extends Omit<PackCapture, 'record'> {
  readonly captureId: string;
  readonly digest: Digest;
}

const ADDRESS = 'https://chatterly.example/post/4471';
const id = (): string => newId(randomBytes);

function write(
  { school, facts }: Stage,
  writer: LedgerWriter,
  event: InvestigationEvent,
  options: { readonly objects?: readonly ObjectRef[]; readonly restricted?: boolean } = {},
): number {
  const { vault } = school;
  return vault.ports.store.write(
    (db) =>
      vault.ledger(facts.origin).append(db, writer, { ...encodeEvent(event), ...options }).index,
  );
}

/** Entries of the computer alone and of two people, outside any sitting; one of them stays withheld. */
async function before(stage: Stage): Promise<void> {
  const { school, facts, heads } = stage;
  const { reviewerIds, authorisedIds, reference, origin } = facts;
  const [dsl, head] = heads.map(({ person }) => person.personId);
  if (dsl === undefined || head === undefined) throw new RangeError('two heads expected');
  const writer = await school.vault.peopleWriter(origin, heads);
  write(stage, writer, {
    ...{ kind: 'investigation-created', reference, title: 'An account', excludedIds: [] },
    ...{ reason: 'A form tutor was told of it.', scope: 'The account.', subjectKind: 'pupil' },
    ...{ reviewerIds, authorisedIds: [...authorisedIds], computerId: facts.computerId },
    ...{ demonstration: true, signedByIds: [dsl, head] },
  });
  const reporter = { name: 'Ottilie Withheldsen', how: 'by word of mouth' };
  write(stage, writer, { kind: 'reporter-named', ...reporter }, { restricted: true });
  const given = { givenById: head, givenAt: school.clock.now(), document: 'Letter' };
  const authorised = { kind: 'review-authorised', ...given, signedByIds: [dsl, head] } as const;
  write(stage, writer, authorised);
  const computer = await school.vault.computerWriter(origin);
  write(stage, computer, { kind: 'call-refused', what: 'unknown-channel', detail: '' });
}

async function store({ school }: Stage, bytes: Uint8Array, recipient: string): Promise<ObjectRef> {
  const put = await school.store.objects.put(await encryptAge(bytes, [recipient]));
  const { objectId, fileDigest, fileBytes } = put;
  const plaintext = { plaintextDigest: digestOf(bytes), plaintextBytes: bytes.length };
  return { objectId, ...plaintext, fileDigest, fileBytes };
}

/** One exhibit of real objects, kept in the sitting. */
async function exhibit(stage: Stage, writer: LedgerWriter, number: number): Promise<KeptExhibit> {
  const { school, facts, reviewers } = stage;
  const captureId = id();
  const capturedAt = school.clock.now();
  const address = `${ADDRESS}?n=${number}`;
  const record = canonicalBytes({ v: 1, captureId, address, capturedAt });
  const contents = [
    { name: 'tile-0001.png', mediaType: 'image/png', bytes: tinyPng(4, 3, 40 * number) },
    { name: 'capture-record.json', mediaType: 'application/json', bytes: record },
  ];
  const objects: ObjectRef[] = [];
  for (const { bytes } of contents) objects.push(await store(stage, bytes, facts.contentRecipient));
  const files = contents.map((one) => ({ ...one, digest: digestOf(one.bytes) }));
  const digest = digestOf(record);
  const exhibitId = id();
  const exhibitRef: ExhibitRef = `RJT/${number}`;
  const entryIndex = write(
    stage,
    writer,
    {
      ...{ kind: 'capture-kept', captureId, exhibitId, exhibitRef, visitId: id(), address },
      ...{ producerId: reviewers[0].person.personId, capturedAt, state: 'complete' },
      ...{ missing: [], answers: [], digest, sizeBytes: record.length },
      files: files.map(({ name, mediaType, bytes, digest: fileDigest }, i) => ({
        ...{ name, mediaType, objectId: objects[i]?.objectId ?? '', digest: fileDigest },
        sizeBytes: bytes.length,
      })),
    },
    { objects },
  );
  const kept = { captureId, digest, exhibitId, exhibitRef, address, capturedAt, entryIndex, files };
  return { kind: 'capture', ...kept };
}

/** The record of review, signed as the application signs it. */
async function record(
  stage: Stage,
  writer: LedgerWriter,
  exhibits: readonly KeptExhibit[],
  version: number,
): Promise<PackRecord> {
  const { school, facts, reviewers } = stage;
  const { caCertificate, schoolName } = school.vault.settings;
  const signedAt = school.clock.now();
  const signers = reviewers.map(({ person, keys }) => ({
    ...{ name: person.name, certificate: person.certificate, pkcs8: keys.p256Pkcs8 },
  }));
  const reason = `Record of review ${facts.reference}, version ${version}`;
  const pdfFacts = { caDer: caCertificate, reason, location: schoolName, signedAt };
  const pdf = stage.small ? tinyPdf(reason) : await signPdf(tinyPdf(reason), signers, pdfFacts);
  const manifest = canonicalBytes({
    ...{ v: 1, kind: 'countersign/record-manifest', reference: facts.reference, version },
    ...{ investigationId: facts.investigationId, formDigest: digestOf(pdf) },
    exhibits: exhibits.map(({ exhibitId, exhibitRef, captureId, digest, files }) => ({
      ...{ exhibitId, exhibitRef, captureId, digest },
      files: files.map((file) => ({
        ...{ name: file.name, digest: file.digest, sizeBytes: file.bytes.length },
      })),
    })),
    checkpoint: school.vault.ledger(facts.origin).head().checkpoint,
  });
  const signature = await signCms(manifest, signers, caCertificate, { signedAt });
  const objects: ObjectRef[] = [];
  for (const bytes of [pdf, manifest, signature])
    objects.push(await store(stage, bytes, facts.recordRecipient));
  write(
    stage,
    writer,
    {
      ...{ kind: 'record-signed', version, supersedes: version > 1 ? version - 1 : null },
      ...{ personIds: facts.reviewerIds, withJudgement: version > 1 },
      ...{ formDigest: digestOf(pdf), manifestDigest: digestOf(manifest) },
      signatureDigest: digestOf(signature),
      formObjectId: objects[0]?.objectId ?? '',
      manifestObjectId: objects[1]?.objectId ?? '',
      signatureObjectId: objects[2]?.objectId ?? '',
    },
    { objects },
  );
  return { version, pdf, manifest, signature };
}

function investigationOf(sitting: Sitting): NonNullable<Sitting['investigation']> {
  if (sitting.investigation === null) throw new RangeError('an open investigation expected');
  return sitting.investigation;
}

function open(stage: Stage, people: Pair): Promise<Sitting> {
  const { investigationId } = stage.facts;
  return startSitting(stage.school.vault, people, { investigationId, codes: ['1234', '5678'] });
}

function began({ facts }: Stage, people: Pair): InvestigationEvent {
  const [first, second] = people;
  return {
    ...{ kind: 'sitting-started', screenPrivate: true, neitherConcerned: true },
    ...{ personIds: [first.person.personId, second.person.personId], stopKeyKnown: true },
    computerId: facts.computerId,
  };
}

/** A sitting of the reviewers with two exhibits and the signed record, ended and cosigned by both. */
async function review(
  stage: Stage,
): Promise<{ readonly exhibits: readonly KeptExhibit[]; readonly records: PackRecord[] }> {
  const sitting = await open(stage, stage.reviewers);
  const { writer } = investigationOf(sitting);
  write(stage, writer, began(stage, stage.reviewers));
  const exhibits = [await exhibit(stage, writer, 1), await exhibit(stage, writer, 2)];
  write(stage, writer, { kind: 'review-completed' });
  write(stage, writer, { kind: 'conclusion-written', rows: ['The concern has substance.'] });
  const records = [await record(stage, writer, exhibits, 1)];
  write(stage, writer, { kind: 'sitting-ended' });
  await sitting.end(stage.reviewers);
  return { exhibits, records };
}

function entriesOf({ school, facts }: Stage, sitting: Sitting): PackEntry[] {
  const { ledger, ring } = investigationOf(sitting);
  const rows = school.store.ledgerStore(facts.origin);
  return [...ledger.readEntries()].map(({ index, kind }) => {
    const row = rows.row(index);
    if (row === null) throw new RangeError('a row expected');
    const disclosed = kind === 'reporter-named' ? null : ledger.disclose(index, ring());
    return { bytes: row.bytes, checkpoint: row.checkpoint, disclosed };
  });
}

/** Label and custody of each, folded from the ledger as the application folds them. */
function labelled(
  { school, facts }: Stage,
  sitting: Sitting,
  exhibits: readonly KeptExhibit[],
  exportId: string,
): PackExhibit[] {
  const { ring } = investigationOf(sitting);
  const { entries } = new Folded(school.vault.ledger(facts.origin), ring);
  const records = exhibitRecords(entries, {
    exportId,
    personOf: (personId) => school.vault.person(personId),
    computerOf: () => school.vault.settings.computer,
  });
  return exhibits.flatMap(({ captureId: _captureId, digest: _digest, ...exhibit }) =>
    records
      .filter(({ exhibit: { exhibitId } }) => exhibitId === exhibit.exhibitId)
      .map((record) => ({ ...exhibit, record })),
  );
}

const TO = {
  ...{ recipient: 'PC 0000 Sample', organisation: 'Fictional Constabulary' },
  ...{ purpose: 'Advice', lawfulBasis: 'Data Protection Act 2018, schedule 2' },
};

/** Second sitting, of DSL and headteacher: the export starts in it. */
async function exported(
  stage: Stage,
  made: Awaited<ReturnType<typeof review>>,
): Promise<PackInput> {
  const { school, facts, heads, reviewers } = stage;
  const { settings } = school.vault;
  const sitting = await open(stage, heads);
  const { writer, refreshRing } = investigationOf(sitting);
  write(stage, writer, began(stage, heads));
  const packId = id();
  const signedByIds = [heads[0].person.personId, heads[1].person.personId] as const;
  write(stage, writer, { kind: 'export-started', exportId: packId, ...TO, signedByIds });
  await refreshRing();
  const { caCertificate, caFingerprint, schoolName, computer } = settings;
  const { certificate, ...named } = computer;
  const finalCheckpoint = school.vault.ledger(facts.origin).head().checkpoint ?? '';
  const sheet = stage.small ? utf8('%PDF-1.4\n% sheet\n%%EOF\n') : tinyPdf('Sheet');
  const why = 'Restricted to the DSL and the headteacher';
  const facts1: JsonValue = { title: 'An account', visits: 2 };
  return {
    ...{ packId, createdAt: school.clock.now(), schoolName, ...TO, facts: facts1 },
    ...{ investigationId: facts.investigationId, reference: facts.reference },
    ...{ demonstration: true, preview: true, caCertificate, caFingerprint },
    software: { name: 'Countersign', version: '0.1.0' },
    computers: [{ ...named, certificates: [certificate] }],
    people: [...reviewers, ...heads].map(({ person }) => ({
      ...{ personId: person.personId, name: person.name, position: person.position },
      certificates: [person.certificate],
    })),
    ledger: {
      ...{ origin: facts.origin, entries: entriesOf(stage, sitting), finalCheckpoint },
      sittings: school.store.ledgerStore(facts.origin).sittings(),
    },
    records: made.records,
    exhibits: labelled(stage, sitting, made.exhibits, packId),
    documents: [{ name: 'screenshot-sheet.pdf', mediaType: 'application/pdf', bytes: sheet }],
    withheld: [{ what: 'Who reported it', why, count: 1, digests: [] }],
    signers: [signerOf(heads[0]), signerOf(heads[1])],
  };
}

function signerOf({ person, keys }: OpenPerson): PackInput['signers'][0] {
  return { certificate: person.certificate, pkcs8: keys.p256Pkcs8 };
}

/** Make a real pack of a real vault, everything in it fictional. Close `school` when done. */
export async function makePack({ small = false }: TestPackOptions = {}): Promise<TestPack> {
  const school = await makeVault({ demonstration: true });
  const facts = await school.investigation();
  const reviewers = await school.pair();
  const heads = await school.pair('DAP', 'HE');
  const stage = { small, school, facts, reviewers, heads };
  await before(stage);
  const input = await exported(stage, await review(stage));
  const built = await buildPack(input);
  return { school, facts, input, built, people: [...reviewers, ...heads] };
}
