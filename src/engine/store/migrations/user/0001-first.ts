/** What a user has made and nobody can make again: conversations, runs, signals, suggestions, settings, the ledger. */
export const sql = `
CREATE TABLE conversation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL,
  pinned INTEGER NOT NULL DEFAULT 0,
  model_id TEXT,
  cloud_consent TEXT,
  -- Set by the first send that the user saw and allowed.
  cloud_sent INTEGER NOT NULL DEFAULT 0,
  folder_ids TEXT NOT NULL DEFAULT '[]',
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  -- Order of use; counts up, because clocks jump.
  sequence INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE INDEX conversation_by_use ON conversation(sequence) WHERE deleted_at IS NULL;

CREATE TABLE message (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  conversation_id INTEGER NOT NULL REFERENCES conversation(id) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('question', 'answer')),
  -- For an answer: the question it answers. Answers of one question are its variants, in order of id.
  question_id INTEGER REFERENCES message(id) ON DELETE CASCADE,
  text TEXT NOT NULL,
  -- For an answer: everything of it but its text, as the wire has it.
  body TEXT,
  state TEXT NOT NULL CHECK (state IN ('complete', 'stopped', 'failed', 'writing')),
  run_id INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX message_by_conversation ON message(conversation_id, id);

CREATE TABLE setup (
  id TEXT PRIMARY KEY,
  record TEXT NOT NULL
) STRICT;

CREATE TABLE run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  setup_id TEXT NOT NULL REFERENCES setup(id),
  question TEXT NOT NULL,
  manifest TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE signal (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  run_id INTEGER NOT NULL,
  type TEXT NOT NULL,
  value TEXT,
  surface TEXT NOT NULL
) STRICT;
CREATE INDEX signal_by_run ON signal(run_id);

CREATE TABLE open_question (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  answer_id INTEGER NOT NULL UNIQUE,
  run_id INTEGER NOT NULL,
  conversation_id INTEGER NOT NULL,
  question TEXT NOT NULL,
  language TEXT,
  -- Best scores of the library when it was asked: what a new passage must beat.
  best_cosine REAL,
  asked_at INTEGER NOT NULL,
  answered_by INTEGER
) STRICT;

CREATE TABLE suggestion (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  dedupe_key TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('ready', 'shown', 'later', 'done', 'expired', 'suppressed')),
  later_until INTEGER,
  detector TEXT NOT NULL,
  detector_version INTEGER NOT NULL,
  confidence REAL NOT NULL,
  reason_code TEXT NOT NULL,
  reason_arguments TEXT NOT NULL,
  evidence TEXT NOT NULL
) STRICT;

CREATE TABLE decision (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  moment TEXT NOT NULL,
  surface TEXT NOT NULL,
  policy TEXT NOT NULL,
  context TEXT NOT NULL,
  candidates TEXT NOT NULL,
  -- null: chose silence.
  action_id INTEGER,
  propensity REAL NOT NULL,
  action_probabilities TEXT NOT NULL,
  seed INTEGER NOT NULL,
  epsilon REAL NOT NULL,
  threshold REAL NOT NULL,
  budget_left INTEGER NOT NULL
) STRICT;

CREATE TABLE impression (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  decision_id INTEGER NOT NULL REFERENCES decision(id) ON DELETE CASCADE,
  suggestion_id INTEGER NOT NULL REFERENCES suggestion(id) ON DELETE CASCADE,
  surface TEXT NOT NULL,
  shown_at INTEGER NOT NULL,
  visible_ms INTEGER,
  closed_by TEXT
) STRICT;

CREATE TABLE outcome (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  suggestion_id INTEGER NOT NULL REFERENCES suggestion(id) ON DELETE CASCADE,
  impression_id INTEGER REFERENCES impression(id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  latency_ms INTEGER,
  label_version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE suppression (
  scope TEXT NOT NULL CHECK (scope IN ('kind', 'folder', 'dedupe-key', 'global')),
  key TEXT NOT NULL,
  until INTEGER,
  source TEXT NOT NULL,
  PRIMARY KEY (scope, key)
) STRICT;

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE model_server (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  label TEXT NOT NULL,
  base_url TEXT NOT NULL,
  model TEXT NOT NULL
) STRICT;

CREATE TABLE model_file (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  path TEXT NOT NULL UNIQUE,
  sha256 TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  license TEXT,
  context_tokens INTEGER,
  quarantined TEXT
) STRICT;

-- Hashes already computed, so that a model file is not read whole at every start.
CREATE TABLE file_hash (
  path TEXT PRIMARY KEY,
  size_bytes INTEGER NOT NULL,
  modified_at REAL NOT NULL,
  sha256 TEXT NOT NULL
) STRICT;

CREATE TABLE egress (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  purpose TEXT NOT NULL,
  host TEXT NOT NULL,
  bytes_sent INTEGER NOT NULL DEFAULT 0,
  bytes_received INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK (state IN ('open', 'complete', 'failed', 'cancelled')),
  documents TEXT NOT NULL DEFAULT '[]',
  passages INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE evaluation_run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  set_name TEXT NOT NULL,
  set_hash TEXT NOT NULL,
  setup_id TEXT NOT NULL,
  result TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
`;
