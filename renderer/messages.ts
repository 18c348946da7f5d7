import type { EvidenceErrorCode } from '../src/core/errors.ts';

/** Words for one code: what failed, what is safe, what to do. */
export interface Words {
  readonly what: string;
  readonly safe: string;
  readonly act: string;
}

const nothingLost = 'Nothing that was saved before is lost.';
const nothingChanged = 'Nothing was changed.';
const nothingSent = 'Nothing was asked for there.';
const again =
  'Try once more. If it comes back, write the code and the time down and ring the network manager.';
const stopUsing =
  'Stop working in this vault. Write the code and the time down and ring the network manager before anything else.';
const keepPack = 'Keep the file as it is and ask whoever sent it for another copy.';

function words(what: string, safe: string, act: string): Words {
  return { what, safe, act };
}

/** Words for every code there is. */
export const messages: Readonly<Record<EvidenceErrorCode, Words>> = {
  JSON_NOT_CANONICAL: words(
    'Something stored is not written the way we write it',
    nothingChanged,
    stopUsing,
  ),
  JSON_UNSUPPORTED_VALUE: words(
    'Something could not be written down exactly',
    nothingChanged,
    again,
  ),
  JSON_MALFORMED: words('Something stored could not be read', nothingChanged, stopUsing),
  BYTES_MALFORMED: words('Something stored could not be read', nothingChanged, stopUsing),
  DIGEST_MALFORMED: words(
    'A digest is not written as one',
    nothingChanged,
    'Check it for a missing or extra character.',
  ),
  DIGEST_MISMATCH: words(
    'A digest does not match: something has changed since it was recorded',
    nothingChanged,
    stopUsing,
  ),
  TIME_UNKNOWN: words(
    'The time server gave no time',
    nothingChanged,
    'Go on without it, or ask your network manager about its address.',
  ),
  CLOCK_OFF: words(
    'This computer’s clock is not right, says the school’s time server',
    'Nothing is changed by that: the order of the record does not depend on it.',
    'Compare with another clock. Both of you are asked about it again at each capture, and the network manager can set it right before you go on.',
  ),
  EGRESS_UNKNOWN: words(
    'The school’s server did not say which address its network goes out with',
    nothingChanged,
    'Go on without it, or ask your network manager about the server.',
  ),
  VALUE_INVALID: words(
    'One of the answers can’t be used',
    nothingChanged,
    'Check what was typed, then try again.',
  ),

  PASSPHRASE_WRONG: words(
    'That passphrase does not open this person’s keys',
    'Nothing was opened. The try is on record.',
    'Check who is chosen and that capitals are off, then type it again.',
  ),
  PASSPHRASE_WEAK: words(
    'That passphrase is too easy to guess',
    nothingChanged,
    'Use the five words offered, or make it longer.',
  ),
  KEY_FILE_DAMAGED: words(
    'This person’s keys can’t be read: the key file is damaged',
    nothingLost,
    'Somebody else who may review can sign in. Ring the network manager for the back-up.',
  ),
  KEY_FILE_NEWER: words(
    'These keys were made by a newer Countersign',
    nothingChanged,
    'Install the newer version on this computer.',
  ),
  KEY_FILE_FOREIGN: words(
    'These keys belong to another school or person',
    nothingChanged,
    'Choose the right person, or ring the network manager.',
  ),
  AGE_DAMAGED: words('An encrypted file is damaged and was not opened', nothingLost, stopUsing),
  AGE_NO_MATCH: words(
    'These keys don’t open this',
    nothingChanged,
    'Somebody who is authorised for it has to sign in.',
  ),
  AGE_MIXED_RECIPIENTS: words(
    'Old and new kinds of key can’t be used together',
    nothingChanged,
    again,
  ),
  SHARE_MALFORMED: words(
    'A part of a key can’t be read',
    nothingChanged,
    'Type the sheet again, word by word.',
  ),
  SHARE_MISMATCH: words(
    'These two sheets don’t belong together',
    nothingChanged,
    'Use two sheets of the newest set.',
  ),
  SHARE_TOO_FEW: words(
    'One part of the key is not enough',
    nothingChanged,
    'Two different people have to give theirs.',
  ),
  SHEET_CHECK_FAILED: words(
    'The words don’t fit together: at least one is wrong or in the wrong place',
    nothingChanged,
    'Compare each word with the sheet, in order.',
  ),
  SHEET_WORD_UNKNOWN: words(
    'One of the words is on no sheet',
    nothingChanged,
    'Look at that word again: every letter counts.',
  ),
  SIGNATURE_INVALID: words('A signature does not fit what it signs', nothingChanged, stopUsing),
  SIGNATURE_NOT_CANONICAL: words(
    'A signature is not written the one way we accept',
    nothingChanged,
    stopUsing,
  ),
  SIGNER_UNKNOWN: words(
    'Signed by somebody this school does not know',
    nothingChanged,
    'Compare the certificate’s fingerprint with the paper receipt.',
  ),
  CERTIFICATE_INVALID: words(
    'A certificate was not issued by this school',
    nothingChanged,
    stopUsing,
  ),
  CERTIFICATE_EXPIRED: words(
    'A certificate has run out',
    nothingChanged,
    'Two of the three who hold the certificate key can renew it.',
  ),
  CERTIFICATE_REVOKED: words(
    'A certificate has been withdrawn',
    nothingChanged,
    'That person can’t sign. Somebody else who may has to.',
  ),
  CERTIFICATE_WRONG_ROLE: words(
    'This person’s certificate does not allow this',
    nothingChanged,
    'Somebody with that role has to do it.',
  ),
  NOTE_MALFORMED: words('A signed note can’t be read', nothingChanged, stopUsing),
  CRYPTO_FAILED: words('Something could not be encrypted or opened', nothingLost, again),

  LEDGER_ENTRY_MALFORMED: words('An entry of the ledger can’t be read', nothingChanged, stopUsing),
  LEDGER_ENTRY_TOO_LARGE: words(
    'That is too long for one entry',
    nothingChanged,
    'Shorten the text, then try again.',
  ),
  LEDGER_INDEX_GAP: words('An entry of the ledger is missing', nothingChanged, stopUsing),
  LEDGER_HEAD_MOVED: words(
    'Something else was written first',
    nothingLost,
    'Try again: nothing has to be typed twice.',
  ),
  LEDGER_ROOT_MISMATCH: words(
    'The ledger does not add up to what was signed',
    nothingChanged,
    stopUsing,
  ),
  LEDGER_ORIGIN_MISMATCH: words('This belongs to another ledger', nothingChanged, stopUsing),
  LEDGER_COMMITMENT_MISMATCH: words(
    'An entry’s words are not those that were recorded',
    nothingChanged,
    stopUsing,
  ),
  LEDGER_CHECKPOINT_INVALID: words(
    'A checkpoint of the ledger is not valid',
    nothingChanged,
    stopUsing,
  ),
  LEDGER_CHECKPOINT_MISSING: words(
    'A checkpoint of the ledger is missing',
    nothingChanged,
    stopUsing,
  ),
  LEDGER_PROOF_INVALID: words('A proof does not hold', nothingChanged, stopUsing),
  LEDGER_PAYLOAD_WITHHELD: words(
    'This entry’s words are withheld',
    'That it was made, and when, stays on record.',
    'Nobody at the school can open it here.',
  ),
  LEDGER_PAYLOAD_DAMAGED: words(
    'An entry’s words can’t be read',
    'Its place in the ledger is still proved.',
    stopUsing,
  ),
  LEDGER_ROLLED_BACK: words(
    'This vault is older than a receipt says it should be',
    nothingChanged,
    stopUsing,
  ),
  LEDGER_SITTING_UNKNOWN: words(
    'An entry names a sitting that is not on record',
    nothingChanged,
    stopUsing,
  ),
  LEDGER_SITTING_EXPIRED: words('This sitting has run out', nothingLost, 'Both sign in to go on.'),
  LEDGER_DATA_KEY_MISSING: words(
    'The key to some entries’ words is not open here',
    'Their place in the ledger is still proved.',
    'Two people who are authorised for this investigation sign in.',
  ),

  STORE_BUSY: words(
    'Countersign is already open on this vault',
    nothingChanged,
    'Use the window that is open, or close it first.',
  ),
  STORE_SUSPECT: words(
    'Saving failed, so nothing more is written',
    nothingLost,
    'Close Countersign and ring the network manager. Don’t restart this computer before they say so.',
  ),
  STORE_DAMAGED: words(
    'The vault is damaged and was not opened',
    'Nothing was written to it.',
    stopUsing,
  ),
  STORE_NEWER_VERSION: words(
    'This vault was made by a newer Countersign',
    'Nothing was written to it.',
    'Install the newer version on this computer.',
  ),
  STORE_NOT_A_VAULT: words(
    'This folder is not a vault',
    nothingChanged,
    'Ring the network manager: the vault’s folder may have been moved.',
  ),
  STORE_FOLDER_NOT_EMPTY: words(
    'That folder already holds something else',
    nothingChanged,
    'Choose an empty folder, or a new one.',
  ),
  STORE_DISK_FULL: words(
    'Not saved: the disk is full',
    nothingLost,
    'Ask the network manager for 2 GB of space on this computer. Don’t restart it. STOP still works.',
  ),
  STORE_IO_FAILED: words(
    'Not saved: the disk did not answer',
    nothingLost,
    'Close Countersign and ring the network manager. STOP still works.',
  ),
  STORE_DURABILITY_OFF: words(
    'The disk does not promise to keep what is written',
    nothingChanged,
    'Ring the network manager: the vault has to be on this computer’s own disk.',
  ),
  STORE_LOCATION_NETWORK: words(
    'The vault’s folder is on a network drive',
    'Nothing was written to it.',
    'Choose a folder on this computer’s own disk.',
  ),
  STORE_LOCATION_SYNCED: words(
    'The vault’s folder is copied to a cloud service',
    'Nothing was written to it.',
    'Choose a folder that is not synchronised.',
  ),
  STORE_NODE_TOO_OLD: words(
    'This installation is not complete',
    nothingChanged,
    'Ring the network manager and have it installed again.',
  ),
  OBJECT_MISSING: words(
    'A file of the vault is missing',
    'The record that it existed, with its digest, is safe.',
    stopUsing,
  ),
  OBJECT_DAMAGED: words(
    'A file of the vault has changed and was not opened',
    'The record of what it was, with its digest, is safe.',
    stopUsing,
  ),
  OBJECT_STRAY: words(
    'The vault holds a file that no entry names',
    'Nothing that is on record is missing.',
    'Write the code and the time down and tell the network manager. Work can go on.',
  ),
  OBJECT_TOO_LARGE: words(
    'That is larger than a vault takes',
    nothingChanged,
    'Capture a shorter part of the page.',
  ),

  VAULT_NOT_SET_UP: words(
    'Countersign is not set up on this computer',
    nothingChanged,
    'Go through the first run.',
  ),
  VAULT_ALREADY_SET_UP: words(
    'Countersign is already set up on this computer',
    nothingChanged,
    'Sign in instead.',
  ),
  VAULT_SETUP_INCOMPLETE: words(
    'Setting up was not finished',
    'Nothing has been reviewed with it.',
    'Start setting up again.',
  ),
  VAULT_SETUP_INVALID: words(
    'That can’t be set up like this',
    nothingChanged,
    'Check what this step asks for.',
  ),
  VAULT_PERSON_UNKNOWN: words(
    'This person has no account here',
    nothingChanged,
    'Choose somebody from the list.',
  ),
  VAULT_SAME_PERSON: words(
    'This needs two different people',
    nothingChanged,
    'The second person gives their own passphrase.',
  ),
  VAULT_NOT_AUTHORISED: words(
    'This person is not named in the authority',
    nothingChanged,
    'Somebody who is named has to do it.',
  ),
  VAULT_TOO_FEW_PEOPLE: words(
    'One person is signed in. This needs two',
    nothingChanged,
    'The second person signs in.',
  ),
  VAULT_OTHER_COMPUTER: words(
    'This investigation belongs to another computer',
    nothingChanged,
    'Review it on the computer named in the authority.',
  ),
  VAULT_LOCKED: words(
    'Locked: nobody at the school can open it',
    'Its number, time and digest can be read.',
    'Only two custodians can release it.',
  ),
  VAULT_STOPPED: words(
    'This investigation is stopped',
    'What was captured before is locked and whole.',
    'Follow the steps on the stopped screen.',
  ),
  VAULT_NOTHING_TO_LOCK: words(
    'STOP was pressed. Nothing was locked',
    'No page is open. What was open here in the last 24 hours, if anything was, is locked already.',
    'If something was seen all the same, call the police now: 999, or 101.',
  ),
  VAULT_SHEETS_USED: words(
    'Released. The recovery sheets are used up',
    'Why, by whom and when is on record.',
    'Have new recovery sheets made before the next review.',
  ),
  VAULT_RECIPIENT_SWAPPED: words('A person’s keys have been exchanged', nothingChanged, stopUsing),
  VAULT_SLOT_MISSING: words(
    'The lock of this investigation is missing',
    'It is treated as locked.',
    stopUsing,
  ),
  VAULT_SLOT_DAMAGED: words(
    'The lock of this investigation can’t be read',
    'It is treated as locked.',
    stopUsing,
  ),
  VAULT_SLOT_STRAY: words(
    'The vault holds a lock that belongs to no investigation',
    'Nothing that is on record is missing.',
    'Write the code and the time down and tell the network manager. Work can go on.',
  ),
  VAULT_RELEASE_REFUSED: words(
    'It can’t be released like this',
    'It stays locked.',
    'Check the reason, the two sheets and who has to agree.',
  ),

  SITTING_NONE: words('Nobody is signed in', nothingChanged, 'Both sign in first.'),
  SITTING_PAUSED: words('The sitting is paused', nothingLost, 'Both sign in to go on.'),
  SITTING_CODE_WRONG: words(
    'That is not this person’s sitting code',
    'Nothing was agreed. The try is on record.',
    'Type the four digits chosen at sign-in. After three wrong tries the sitting pauses.',
  ),
  SITTING_CODE_INVALID: words(
    'A sitting code is four digits',
    nothingChanged,
    'Choose another one.',
  ),
  SITTING_CODE_SAME: words(
    'Both of you chose the same sitting code',
    nothingChanged,
    'One of you chooses another, without saying it aloud.',
  ),
  SITTING_EXPIRED: words('This sitting has run out', nothingLost, 'Both sign in to go on.'),

  INVESTIGATION_UNKNOWN: words(
    'This investigation is not on this computer',
    nothingChanged,
    'Choose one from the list.',
  ),
  INVESTIGATION_REFUSED: words(
    'The procedure does not allow that now',
    nothingChanged,
    'See what the next step is.',
  ),
  INVESTIGATION_EVENT_MALFORMED: words(
    'An entry of this investigation can’t be read',
    nothingChanged,
    stopUsing,
  ),

  ADDRESS_INVALID: words(
    'That is not an address',
    nothingSent,
    'Check it for a missing letter or a space.',
  ),
  ADDRESS_PRIVATE: words(
    'That address is inside the school’s own network, or leads there',
    nothingSent,
    'Go on without it: only pages of the open web are reviewed here.',
  ),
  ADDRESS_SCHEME: words(
    'Only addresses that begin with http or https can be opened',
    nothingSent,
    'Check how the address begins. If a page led there, go on without it.',
  ),
  PAGE_UNREACHABLE: words(
    'The site did not answer',
    'That it was tried is on record.',
    'Check the address. If the school’s filter blocks it, ask the network manager for an exception.',
  ),
  PAGE_CERTIFICATE: words(
    'The site’s certificate is not valid, so it was not opened',
    'That it was tried is on record.',
    'Note it as a reason for concern if it matters. There is no way round it here.',
  ),
  PAGE_NEVER_LOADED: words(
    'The page did not finish loading',
    'What had arrived is on record as an incomplete visit.',
    'Load it again, or go on without it.',
  ),
  PAGE_DOWNLOAD: words(
    'The address leads to a file to download, not to a page',
    'Nothing was saved on this computer. That it was tried is on record.',
    'Note it as a reason for concern if it matters, and go on without it.',
  ),
  PAGE_OTHER_SITE: words(
    'The page wanted to go on at another host, which was refused',
    'Nothing was sent there. That it was tried is on record.',
    'A log-in or a notice is let through only where it stays at the host that both of you agreed to. If this site does it at another host, give up: it can’t be done here.',
  ),
  PAGE_CRASHED: words(
    'The page failed and was closed',
    'The visit is on record.',
    'Load it again, or go on without it.',
  ),
  PAGE_PROXY_LOG_IN: words(
    'The school’s proxy let nothing through without a name and password',
    'That it was tried is on record.',
    'Open the address again and type them, or ask the network manager.',
  ),
  PAGE_FAILED: words(
    'The page could not be shown',
    'That it was tried is on record.',
    'Load it again, or go on without it.',
  ),
  CAPTURE_STEP_TIMEOUT: words(
    'One step of the capture took too long',
    'What could not be kept is named in the record.',
    'Keep it as partial, or capture again.',
  ),
  CAPTURE_STEP_FAILED: words(
    'One step of the capture failed',
    'What could not be kept is named in the record.',
    'Keep it as partial, or capture again.',
  ),
  CAPTURE_TILE_MISMATCH: words(
    'Two parts of the picture don’t fit together',
    'It is not counted as complete.',
    'Capture again when the page is still.',
  ),
  CAPTURE_STOPPED: words(
    'The capture was ended',
    'Nothing of it was kept. That it was begun stays on record.',
    'Capture again if it is still needed.',
  ),
  CAPTURE_NOT_ATTESTED: words(
    'Nothing is captured before both have agreed',
    nothingChanged,
    'Each of you gives your own sitting code.',
  ),
  CAPTURE_WHILE_VEILED: words(
    'Nothing is captured while the pictures are veiled',
    nothingChanged,
    'Show them plain together, or go back to no pictures, then capture.',
  ),
  CAPTURE_UNKNOWN: words(
    'This capture is no longer here',
    'That it was made stays on record.',
    'Capture again if it is still needed.',
  ),
  CAPTURE_RECORD_MALFORMED: words(
    'The record of a capture can’t be read',
    nothingChanged,
    stopUsing,
  ),
  PICTURE_MALFORMED: words('The picture can’t be read', nothingLost, 'Capture again.'),

  FORM_INCOMPLETE: words(
    'The record is not complete',
    nothingChanged,
    'Fill in what is named as missing.',
  ),
  FORM_RENDER_FAILED: words('The document could not be made', nothingLost, again),
  PDF_MALFORMED: words('The document can’t be read', nothingLost, again),

  PACK_NOT_A_PACK: words('This file is not a pack', nothingChanged, keepPack),
  PACK_NOT_CANONICAL: words(
    'This pack is not written the one way we accept',
    nothingChanged,
    keepPack,
  ),
  PACK_TOO_LARGE: words('This pack is larger than we read', nothingChanged, keepPack),
  PACK_PATH_INVALID: words('A name in this pack is not allowed', nothingChanged, keepPack),
  PACK_FILE_MISSING: words('A file the pack lists is missing', nothingChanged, keepPack),
  PACK_FILE_UNLISTED: words('The pack holds a file it does not list', nothingChanged, keepPack),
  PACK_DIGEST_MISMATCH: words(
    'A file in this pack has changed since it was signed',
    nothingChanged,
    keepPack,
  ),
  PACK_SIZE_MISMATCH: words(
    'A file in this pack has another size than it had',
    nothingChanged,
    keepPack,
  ),
  PACK_MANIFEST_MALFORMED: words(
    'The pack’s list of files can’t be read',
    nothingChanged,
    keepPack,
  ),
  PACK_SIGNATURE_MISSING: words('A signature of this pack is missing', nothingChanged, keepPack),
  PACK_SIGNATURE_INVALID: words('A signature of this pack does not hold', nothingChanged, keepPack),
  PACK_QUORUM_NOT_MET: words('The pack is not signed by two people', nothingChanged, keepPack),
  PACK_LEDGER_INVALID: words('The ledger in this pack does not add up', nothingChanged, keepPack),
  PACK_EXHIBIT_UNPROVED: words(
    'An exhibit in this pack is not proved by its ledger',
    nothingChanged,
    keepPack,
  ),
  PACK_EXHIBIT_KIND_UNKNOWN: words(
    'An exhibit in this pack is of a kind that this program cannot judge',
    nothingChanged,
    keepPack,
  ),
  PACK_VERSION_NEWER: words(
    'This pack was made by a newer Countersign',
    nothingChanged,
    'Use the newer version to check it.',
  ),
  PACK_CONTENT_REFUSED: words(
    'Something in it may not leave the school',
    'Nothing has left.',
    'Look at what stays, and why.',
  ),
  PACK_WRITE_FAILED: words(
    'The pack could not be written',
    'Nothing has left. The vault is unchanged.',
    'Check the disk or drive you chose, then try again.',
  ),

  IPC_SENDER_REFUSED: words(
    'Something that is not this window asked for something',
    'It was refused and is on record.',
    'Close Countersign and start it again.',
  ),
  IPC_ARGUMENTS_INVALID: words(
    'One of the answers can’t be used',
    nothingChanged,
    'Check what was typed, then try again.',
  ),
  IPC_CHANNEL_UNKNOWN: words(
    'This window and the program don’t fit together',
    nothingChanged,
    'Close Countersign and start it again.',
  ),
  COMMAND_REFUSED: words(
    'That can’t be done now',
    nothingChanged,
    'See what stands beside the button.',
  ),
  INTERNAL: words('Something went wrong that should not have', nothingLost, again),
};

function isCode(code: string): code is EvidenceErrorCode {
  return Object.hasOwn(messages, code);
}

/**
 * Words for a failure.
 * @param code - the coded failure
 * @param message - its own message; used only where the main process words it for people (refusals)
 * @param details - `position` of a wrong word on a sheet, counted from 1
 * @returns what failed, what is safe, what to do; an unknown code gets the words of `INTERNAL`
 */
export function wordsFor(
  code: string,
  message?: string,
  details: Readonly<Record<string, string | number | boolean>> = {},
): Words {
  const found = messages[isCode(code) ? code : 'INTERNAL'];
  if (
    (code === 'INVESTIGATION_REFUSED' || code === 'COMMAND_REFUSED') &&
    message !== undefined &&
    message !== ''
  ) {
    return { ...found, act: asSentence(message) };
  }
  if (code === 'SHEET_WORD_UNKNOWN' && typeof details.position === 'number') {
    return { ...found, what: `Word ${details.position} is on no sheet` };
  }
  return found;
}

function asSentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/u.test(text) ? text : `${text}.`;
}
