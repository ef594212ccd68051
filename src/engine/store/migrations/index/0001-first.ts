/** Folders, files, their text once each, passages, terms and vectors. All of it can be made again from the files. */
export const sql = `
CREATE TABLE folder (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  path TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  paused INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL DEFAULT 'live',
  -- Device number of its file system: an empty folder on another device is a drive that was unplugged.
  device TEXT,
  read_at INTEGER
) STRICT;

-- Text lives once: a copy or a renamed file points to the same content and embeds nothing.
CREATE TABLE content (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  hash TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  language TEXT,
  text_format TEXT NOT NULL,
  characters INTEGER NOT NULL,
  pages TEXT NOT NULL,
  blocks BLOB NOT NULL,
  runs BLOB,
  hidden TEXT NOT NULL DEFAULT '[]',
  pipeline_version INTEGER NOT NULL
) STRICT;

CREATE TABLE content_text (
  content_id INTEGER NOT NULL REFERENCES content(id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  start INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (content_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE document (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  folder_id INTEGER NOT NULL REFERENCES folder(id) ON DELETE CASCADE,
  path TEXT NOT NULL UNIQUE,
  relative_path TEXT NOT NULL,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  modified_at INTEGER NOT NULL,
  -- Inode: a renamed file keeps it.
  file_key TEXT,
  -- Size and modification time in nanoseconds as last seen; equal means not read again.
  stamp TEXT NOT NULL DEFAULT '',
  -- Hash of the file's bytes; null until read.
  file_hash TEXT,
  -- null while waiting.
  outcome TEXT,
  reason TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  extractor TEXT,
  pages INTEGER,
  content_id INTEGER REFERENCES content(id),
  -- 1: the user left it out. -1: the user wants it although a rule leaves it out.
  excluded INTEGER NOT NULL DEFAULT 0,
  -- Version of reading that gave the outcome; an older one is read again.
  pipeline_version INTEGER NOT NULL DEFAULT 0,
  read_at INTEGER,
  milliseconds INTEGER
) STRICT;
CREATE INDEX document_by_folder ON document(folder_id, name);
CREATE INDEX document_by_content ON document(content_id);
CREATE INDEX document_by_hash ON document(file_hash);
CREATE INDEX document_by_outcome ON document(folder_id, outcome);
CREATE INDEX document_by_key ON document(file_key);
-- The queue: what was tried least, then small files, then recent ones.
CREATE INDEX document_waiting ON document(attempts, (size > 262144), modified_at DESC) WHERE outcome IS NULL;

CREATE TABLE passage (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  content_id INTEGER NOT NULL REFERENCES content(id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  page INTEGER,
  headings TEXT NOT NULL,
  terms INTEGER NOT NULL DEFAULT 0,
  UNIQUE (content_id, ordinal)
) STRICT;

-- Terms of our own tokeniser, joined by spaces; the words themselves are not stored again.
-- Marks count as letters, or the vowels of Thai and Hindi would cut words in two.
CREATE VIRTUAL TABLE passage_terms USING fts5(
  headings, body, identifiers,
  content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co M*'"
);

CREATE TABLE embedding_space (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  dimensions INTEGER NOT NULL
) STRICT;

CREATE TABLE passage_vector (
  passage_id INTEGER PRIMARY KEY REFERENCES passage(id) ON DELETE CASCADE,
  space_id INTEGER NOT NULL REFERENCES embedding_space(id),
  vector BLOB NOT NULL
) STRICT;
CREATE INDEX passage_vector_by_space ON passage_vector(space_id);

-- Walks a term's occurrences to count its passages; read for the few terms of a query.
CREATE VIRTUAL TABLE passage_term_counts USING fts5vocab(passage_terms, row);
`;
