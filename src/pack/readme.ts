import type { AboutV1 } from './format.ts';

/** 64 hexadecimal digits in groups of four, for reading aloud. */
function grouped(hex: string): string {
  return (hex.match(/.{4}/g) ?? []).join(' ');
}

function marks({ demonstration, preview }: AboutV1): string[] {
  return [
    ...(demonstration ? ['DEMONSTRATION: made from fictional material. Not evidence.', ''] : []),
    ...(preview ? ['PREVIEW: made without Electron. Not for live evidence.', ''] : []),
  ];
}

function contents(about: AboutV1): string[] {
  return [
    ...about.records.map(
      ({ version, form }) => `  ${form}  (record of review, version ${version})`,
    ),
    ...about.exhibits.map(
      ({ exhibitRef, files }) =>
        `  exhibit ${exhibitRef}: ${files.length} files below data/exhibits`,
    ),
    ...about.documents.map(({ path }) => `  ${path}`),
    '  data/record/exhibits.json  (label and continuity of every exhibit)',
    '  data/ledger  (every act that was recorded, in order)',
    '  data/pack.json  (what is in this pack, for programs)',
  ];
}

function staysBehind({ withheld, ledger }: AboutV1): string[] {
  return [
    `  ${ledger.withheld} of ${ledger.entries} ledger entries have their content withheld; that they exist, and when, is shown.`,
    ...withheld.flatMap(({ what, why, count, digests }) => [
      `  ${count} × ${what}: ${why}`,
      ...digests.map((digest) => `    ${digest}`),
    ]),
  ];
}

/**
 * `README.txt`: what the pack is, how to check it with ordinary tools, what that proves and what not.
 * @param about - written into the pack beside it
 */
export function readmeText(about: AboutV1): string {
  return [
    'Countersign evidence pack',
    '=========================',
    '',
    ...marks(about),
    `From:          ${about.school.name}`,
    `Investigation: ${about.investigation.reference}`,
    `Made:          ${about.createdAt} (by this computer's clock)`,
    `For:           ${about.recipient.name}, ${about.recipient.organisation}`,
    `Purpose:       ${about.recipient.purpose}`,
    `Lawful basis:  ${about.recipient.lawfulBasis}`,
    '',
    'What is inside',
    ...contents(about),
    '',
    'What stays behind',
    ...staysBehind(about),
    '',
    'How to check it without Countersign',
    '  Unpack it, open a command line in its folder, and run:',
    '',
    '  sha256sum --strict --check manifest-sha256.txt',
    '  sha256sum --strict --check tagmanifest-sha256.txt',
    '  openssl cms -verify -binary -inform DER -in signatures/tagmanifest-sha256.txt.p7s \\',
    '    -content tagmanifest-sha256.txt -CAfile certificates/ca.pem -out /dev/null',
    '',
    "  The certificate in this pack came with the pack. Compare the school's fingerprint",
    '  with the one on the printed form or the paper receipt:',
    '',
    `  ${grouped(about.school.caFingerprint.slice('sha256:'.length))}`,
    '',
    '  openssl x509 -in certificates/ca.pem -outform DER | sha256sum',
    '',
    'What this proves',
    '  Nothing in this pack has changed since two people of the school signed it.',
    '  The record inside is whole and in order up to this export: no entry was left out, added',
    '  or moved. (The commands above show the first. Countersign shows both.)',
    '',
    'What this does not prove',
    '  That a page told the truth, or who posted what it shows.',
    "  When it was made, beyond this computer's own clock.",
    '',
  ].join('\n');
}
