/**
 * Version 1: the tables of the first vaults. Ids, digests and public facts are plain; every other
 * value arrives encrypted. Entries can't be changed or deleted, only lose their payload.
 * @see docs/spec/store.md, section 3
 */
export const first = `
CREATE TABLE data_keys (
  origin TEXT NOT NULL,
  data_key_id TEXT NOT NULL,
  sitting_id TEXT,
  restricted INTEGER NOT NULL CHECK (restricted IN (0, 1)),
  file BLOB NOT NULL,
  PRIMARY KEY (origin, data_key_id)
) STRICT;
CREATE TABLE sittings (
  origin TEXT NOT NULL,
  sitting_id TEXT NOT NULL,
  delegation BLOB NOT NULL,
  ended_checkpoint TEXT,
  PRIMARY KEY (origin, sitting_id)
) STRICT;
CREATE TABLE entries (
  origin TEXT NOT NULL,
  idx INTEGER NOT NULL CHECK (idx >= 0),
  bytes BLOB NOT NULL,
  payload BLOB,
  data_key_id TEXT NOT NULL,
  checkpoint TEXT NOT NULL,
  PRIMARY KEY (origin, idx),
  FOREIGN KEY (origin, data_key_id) REFERENCES data_keys (origin, data_key_id)
) STRICT;
CREATE TRIGGER entries_stay BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;
CREATE TRIGGER entries_unchanged BEFORE UPDATE ON entries
WHEN NEW.origin IS NOT OLD.origin OR NEW.idx IS NOT OLD.idx OR NEW.bytes IS NOT OLD.bytes
  OR NEW.data_key_id IS NOT OLD.data_key_id OR NEW.checkpoint IS NOT OLD.checkpoint
  OR NEW.payload IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
CREATE TABLE objects (
  object_id TEXT NOT NULL PRIMARY KEY,
  origin TEXT,
  idx INTEGER,
  file_digest TEXT NOT NULL,
  file_bytes INTEGER NOT NULL CHECK (file_bytes >= 0),
  CHECK ((origin IS NULL) = (idx IS NULL)),
  FOREIGN KEY (origin, idx) REFERENCES entries (origin, idx)
) STRICT;
CREATE INDEX objects_by_entry ON objects (origin, idx);
CREATE TABLE people (
  person_id TEXT NOT NULL PRIMARY KEY,
  public_record BLOB NOT NULL,
  key_file BLOB NOT NULL,
  certificate BLOB
) STRICT;
CREATE TABLE investigations (
  investigation_id TEXT NOT NULL PRIMARY KEY,
  reference TEXT NOT NULL,
  origin TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  slot_id TEXT UNIQUE,
  last_opened_at TEXT,
  last_sitting_ended_at TEXT,
  facts BLOB NOT NULL
) STRICT;
CREATE TABLE envelopes (
  kind TEXT NOT NULL,
  investigation_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  box BLOB NOT NULL,
  PRIMARY KEY (kind, investigation_id, person_id)
) STRICT;
CREATE TABLE exhibit_keys (
  investigation_id TEXT NOT NULL,
  capture_id TEXT NOT NULL,
  box BLOB NOT NULL,
  PRIMARY KEY (investigation_id, capture_id)
) STRICT;
CREATE TABLE kv (
  key TEXT NOT NULL PRIMARY KEY,
  value BLOB NOT NULL
) STRICT;
CREATE TABLE abandoned_slots (
  slot_id TEXT NOT NULL PRIMARY KEY
) STRICT;
`;
