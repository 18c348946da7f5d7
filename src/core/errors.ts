/**
 * Every code an {@link EvidenceError} can carry, grouped by noun. The interface turns a code into
 * words (`renderer/messages.ts`); a code never changes its meaning once released.
 */
export type EvidenceErrorCode =
  // values
  | 'JSON_NOT_CANONICAL'
  | 'JSON_UNSUPPORTED_VALUE'
  | 'JSON_MALFORMED'
  | 'BYTES_MALFORMED'
  | 'DIGEST_MALFORMED'
  | 'DIGEST_MISMATCH'
  | 'VALUE_INVALID'
  | 'TIME_UNKNOWN'
  | 'CLOCK_OFF'
  | 'EGRESS_UNKNOWN'
  // keys and cryptography
  | 'PASSPHRASE_WRONG'
  | 'PASSPHRASE_WEAK'
  | 'KEY_FILE_DAMAGED'
  | 'KEY_FILE_NEWER'
  | 'KEY_FILE_FOREIGN'
  | 'AGE_DAMAGED'
  | 'AGE_NO_MATCH'
  | 'AGE_MIXED_RECIPIENTS'
  | 'SHARE_MALFORMED'
  | 'SHARE_MISMATCH'
  | 'SHARE_TOO_FEW'
  | 'SHEET_CHECK_FAILED'
  | 'SHEET_WORD_UNKNOWN'
  | 'SIGNATURE_INVALID'
  | 'SIGNATURE_NOT_CANONICAL'
  | 'SIGNER_UNKNOWN'
  | 'CERTIFICATE_INVALID'
  | 'CERTIFICATE_EXPIRED'
  | 'CERTIFICATE_REVOKED'
  | 'CERTIFICATE_WRONG_ROLE'
  | 'NOTE_MALFORMED'
  | 'CRYPTO_FAILED'
  // ledger
  | 'LEDGER_ENTRY_MALFORMED'
  | 'LEDGER_ENTRY_TOO_LARGE'
  | 'LEDGER_INDEX_GAP'
  | 'LEDGER_HEAD_MOVED'
  | 'LEDGER_ROOT_MISMATCH'
  | 'LEDGER_ORIGIN_MISMATCH'
  | 'LEDGER_COMMITMENT_MISMATCH'
  | 'LEDGER_CHECKPOINT_INVALID'
  | 'LEDGER_CHECKPOINT_MISSING'
  | 'LEDGER_PROOF_INVALID'
  | 'LEDGER_PAYLOAD_WITHHELD'
  | 'LEDGER_PAYLOAD_DAMAGED'
  | 'LEDGER_ROLLED_BACK'
  | 'LEDGER_SITTING_UNKNOWN'
  | 'LEDGER_SITTING_EXPIRED'
  | 'LEDGER_DATA_KEY_MISSING'
  // store
  | 'STORE_BUSY'
  | 'STORE_SUSPECT'
  | 'STORE_DAMAGED'
  | 'STORE_NEWER_VERSION'
  | 'STORE_NOT_A_VAULT'
  | 'STORE_FOLDER_NOT_EMPTY'
  | 'STORE_DISK_FULL'
  | 'STORE_IO_FAILED'
  | 'STORE_DURABILITY_OFF'
  | 'STORE_LOCATION_NETWORK'
  | 'STORE_LOCATION_SYNCED'
  | 'STORE_NODE_TOO_OLD'
  | 'OBJECT_MISSING'
  | 'OBJECT_DAMAGED'
  | 'OBJECT_TOO_LARGE'
  | 'OBJECT_STRAY'
  // vault
  | 'VAULT_NOT_SET_UP'
  | 'VAULT_ALREADY_SET_UP'
  | 'VAULT_SETUP_INCOMPLETE'
  | 'VAULT_SETUP_INVALID'
  | 'VAULT_PERSON_UNKNOWN'
  | 'VAULT_SAME_PERSON'
  | 'VAULT_NOT_AUTHORISED'
  | 'VAULT_TOO_FEW_PEOPLE'
  | 'VAULT_OTHER_COMPUTER'
  | 'VAULT_LOCKED'
  | 'VAULT_STOPPED'
  | 'VAULT_NOTHING_TO_LOCK'
  | 'VAULT_SHEETS_USED'
  | 'VAULT_RECIPIENT_SWAPPED'
  | 'VAULT_SLOT_MISSING'
  | 'VAULT_SLOT_DAMAGED'
  | 'VAULT_SLOT_STRAY'
  | 'VAULT_RELEASE_REFUSED'
  // sitting
  | 'SITTING_NONE'
  | 'SITTING_PAUSED'
  | 'SITTING_CODE_WRONG'
  | 'SITTING_CODE_INVALID'
  | 'SITTING_CODE_SAME'
  | 'SITTING_EXPIRED'
  // investigation
  | 'INVESTIGATION_UNKNOWN'
  | 'INVESTIGATION_REFUSED'
  | 'INVESTIGATION_EVENT_MALFORMED'
  // review browser and capture
  | 'ADDRESS_INVALID'
  | 'ADDRESS_PRIVATE'
  | 'ADDRESS_SCHEME'
  | 'PAGE_UNREACHABLE'
  | 'PAGE_CERTIFICATE'
  | 'PAGE_NEVER_LOADED'
  | 'PAGE_DOWNLOAD'
  | 'PAGE_OTHER_SITE'
  | 'PAGE_CRASHED'
  | 'PAGE_PROXY_LOG_IN'
  | 'PAGE_FAILED'
  | 'CAPTURE_STEP_TIMEOUT'
  | 'CAPTURE_STEP_FAILED'
  | 'CAPTURE_TILE_MISMATCH'
  | 'CAPTURE_STOPPED'
  | 'CAPTURE_NOT_ATTESTED'
  | 'CAPTURE_WHILE_VEILED'
  | 'CAPTURE_UNKNOWN'
  | 'CAPTURE_RECORD_MALFORMED'
  | 'PICTURE_MALFORMED'
  // forms
  | 'FORM_INCOMPLETE'
  | 'FORM_RENDER_FAILED'
  | 'PDF_MALFORMED'
  // packs
  | 'PACK_NOT_A_PACK'
  | 'PACK_NOT_CANONICAL'
  | 'PACK_TOO_LARGE'
  | 'PACK_PATH_INVALID'
  | 'PACK_FILE_MISSING'
  | 'PACK_FILE_UNLISTED'
  | 'PACK_DIGEST_MISMATCH'
  | 'PACK_SIZE_MISMATCH'
  | 'PACK_MANIFEST_MALFORMED'
  | 'PACK_SIGNATURE_MISSING'
  | 'PACK_SIGNATURE_INVALID'
  | 'PACK_QUORUM_NOT_MET'
  | 'PACK_LEDGER_INVALID'
  | 'PACK_EXHIBIT_UNPROVED'
  | 'PACK_EXHIBIT_KIND_UNKNOWN'
  | 'PACK_VERSION_NEWER'
  | 'PACK_CONTENT_REFUSED'
  | 'PACK_WRITE_FAILED'
  // the boundary with the screens
  | 'IPC_SENDER_REFUSED'
  | 'IPC_ARGUMENTS_INVALID'
  | 'IPC_CHANNEL_UNKNOWN'
  | 'COMMAND_REFUSED'
  | 'INTERNAL';

/** Machine-readable facts beside a message: never page text, names or paths of people, or keys. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean>>;

/**
 * The one error class for everything that can go wrong with evidence: untrusted bytes, keys,
 * people, disks. Wrong use by our own code is a `TypeError` or `RangeError` instead.
 */
export class EvidenceError extends Error {
  readonly code: EvidenceErrorCode;
  readonly details: ErrorDetails;

  /**
   * @param code - closed code, see {@link EvidenceErrorCode}
   * @param message - lower case, no full stop, field first, expected then got; goes into the record
   * @param options - `cause` for the underlying error, `details` for machine-readable facts
   */
  constructor(
    code: EvidenceErrorCode,
    message: string,
    options: { readonly cause?: unknown; readonly details?: ErrorDetails } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'EvidenceError';
    this.code = code;
    this.details = options.details ?? {};
  }
}

/**
 * Whether a thrown value is an {@link EvidenceError}, optionally of one code.
 * @param value - anything that was thrown
 * @param code - when given, the code it must carry
 */
export function isEvidenceError(value: unknown, code?: EvidenceErrorCode): value is EvidenceError {
  return value instanceof EvidenceError && (code === undefined || value.code === code);
}
