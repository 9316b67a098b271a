CREATE TABLE api_key (
  institution TEXT NOT NULL,
  key_id TEXT NOT NULL,
  name TEXT NOT NULL,
  lookup TEXT NOT NULL,
  digest BLOB NOT NULL,
  grants TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_used DATE,
  PRIMARY KEY (institution, key_id),
  UNIQUE (lookup)
);

CREATE TABLE api_usage (
  institution TEXT NOT NULL,
  day DATE NOT NULL,
  used BIGINT NOT NULL,
  PRIMARY KEY (institution, day)
);

CREATE TABLE library (
  institution TEXT NOT NULL,
  code TEXT NOT NULL,
  library_id TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  resource_sharing BOOLEAN NOT NULL,
  PRIMARY KEY (institution, code)
);

CREATE TABLE location (
  institution TEXT NOT NULL,
  library TEXT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  external_name TEXT NOT NULL,
  type TEXT NOT NULL,
  remote_storage TEXT NOT NULL,
  suppressed BOOLEAN NOT NULL,
  PRIMARY KEY (institution, library, code)
);

CREATE TABLE remote_storage (
  institution TEXT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  profile_id TEXT NOT NULL,
  PRIMARY KEY (institution, code)
);

CREATE TABLE collection (
  institution TEXT NOT NULL,
  collection_id TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (institution, collection_id)
);

CREATE UNIQUE INDEX collection_by_name ON collection (institution, name);

CREATE TABLE rule (
  institution TEXT NOT NULL,
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (institution, name)
);

CREATE TABLE endpoint (
  institution TEXT NOT NULL,
  endpoint_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  path TEXT NOT NULL,
  PRIMARY KEY (institution, endpoint_id)
);

CREATE TABLE profile (
  institution TEXT NOT NULL,
  profile_id TEXT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  system TEXT NOT NULL,
  description TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  parameters TEXT NOT NULL,
  PRIMARY KEY (institution, profile_id)
);

CREATE UNIQUE INDEX profile_by_code ON profile (institution, code);

CREATE TABLE job (
  institution TEXT NOT NULL,
  job_id TEXT NOT NULL,
  job_type TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  category TEXT NOT NULL,
  content TEXT NOT NULL,
  profile_id TEXT NOT NULL,
  settings TEXT NOT NULL,
  schedule TEXT NOT NULL,
  schedule_words TEXT NOT NULL,
  creator TEXT NOT NULL,
  tasks INTEGER NOT NULL,
  closed_because TEXT NOT NULL,
  PRIMARY KEY (institution, job_id)
);

CREATE INDEX job_by_profile ON job (institution, profile_id);

CREATE TABLE institution (
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  suffix TEXT NOT NULL,
  timezone TEXT NOT NULL,
  currency TEXT NOT NULL,
  PRIMARY KEY (code)
);

CREATE TABLE sequence (
  institution TEXT NOT NULL,
  what TEXT NOT NULL,
  last BIGINT NOT NULL,
  PRIMARY KEY (institution, what)
);

CREATE TABLE bib (
  institution TEXT NOT NULL,
  mms_id TEXT NOT NULL,
  format TEXT NOT NULL,
  status TEXT NOT NULL,
  title TEXT NOT NULL,
  author TEXT NOT NULL,
  isbn TEXT NOT NULL,
  issn TEXT NOT NULL,
  publication_year INTEGER,
  language TEXT NOT NULL,
  material_type TEXT NOT NULL,
  suppressed BOOLEAN NOT NULL,
  sync TEXT NOT NULL,
  collections TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  modified_at BIGINT NOT NULL,
  marc BLOB NOT NULL,
  PRIMARY KEY (institution, mms_id)
);

CREATE INDEX bib_modified ON bib (institution, modified_at);

CREATE TABLE bib_text (
  institution TEXT NOT NULL,
  mms_id TEXT NOT NULL,
  title TEXT NOT NULL,
  creator TEXT NOT NULL,
  series TEXT NOT NULL,
  subjects TEXT NOT NULL,
  publisher TEXT NOT NULL,
  local TEXT NOT NULL,
  everything TEXT NOT NULL,
  PRIMARY KEY (institution, mms_id)
);

CREATE TABLE bib_collection (
  institution TEXT NOT NULL,
  collection_id TEXT NOT NULL,
  mms_id TEXT NOT NULL,
  PRIMARY KEY (institution, collection_id, mms_id)
);

CREATE INDEX bib_collection_bib ON bib_collection (institution, mms_id);

CREATE TABLE authority (
  institution TEXT NOT NULL,
  authority_id TEXT NOT NULL,
  format TEXT NOT NULL,
  status TEXT NOT NULL,
  heading TEXT NOT NULL,
  everything TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  modified_at BIGINT NOT NULL,
  marc BLOB NOT NULL,
  PRIMARY KEY (institution, authority_id)
);

CREATE TABLE record_key (
  institution TEXT NOT NULL,
  kind TEXT NOT NULL,
  key_type TEXT NOT NULL,
  value TEXT NOT NULL,
  record_id TEXT NOT NULL,
  PRIMARY KEY (institution, kind, key_type, value, record_id)
)
 WITHOUT ROWID;

CREATE INDEX record_key_record ON record_key (institution, kind, record_id);

CREATE TABLE holding (
  institution TEXT NOT NULL,
  holding_id TEXT NOT NULL,
  mms_id TEXT NOT NULL,
  library TEXT NOT NULL,
  location TEXT NOT NULL,
  call_number_type TEXT NOT NULL,
  call_number TEXT NOT NULL,
  call_number_words TEXT NOT NULL,
  suppressed BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  modified_at BIGINT NOT NULL,
  marc BLOB NOT NULL,
  PRIMARY KEY (institution, holding_id)
);

CREATE INDEX holding_location ON holding (institution, library, location);

CREATE INDEX holding_bib ON holding (institution, mms_id);

CREATE TABLE item (
  institution TEXT NOT NULL,
  pid TEXT NOT NULL,
  holding_id TEXT NOT NULL,
  mms_id TEXT NOT NULL,
  barcode TEXT NOT NULL,
  library TEXT NOT NULL,
  location TEXT NOT NULL,
  temp_library TEXT NOT NULL,
  temp_location TEXT NOT NULL,
  current_library TEXT NOT NULL,
  current_location TEXT NOT NULL,
  material_type TEXT NOT NULL,
  item_policy TEXT NOT NULL,
  base_status TEXT NOT NULL,
  process_type TEXT NOT NULL,
  description TEXT NOT NULL,
  description_words TEXT NOT NULL,
  po_line TEXT NOT NULL,
  received TEXT NOT NULL,
  call_number_words TEXT NOT NULL,
  details TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  modified_at BIGINT NOT NULL,
  PRIMARY KEY (institution, pid)
);

CREATE INDEX item_location ON item (institution, current_library, current_location);

CREATE INDEX item_holding ON item (institution, holding_id);

CREATE INDEX item_barcode ON item (institution, barcode);

CREATE INDEX item_bib ON item (institution, mms_id);

CREATE TABLE portfolio (
  institution TEXT NOT NULL,
  pid TEXT NOT NULL,
  mms_id TEXT NOT NULL,
  url TEXT NOT NULL,
  url_words TEXT NOT NULL,
  collection TEXT NOT NULL,
  interface TEXT NOT NULL,
  available BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  modified_at BIGINT NOT NULL,
  PRIMARY KEY (institution, pid)
);

CREATE INDEX portfolio_bib ON portfolio (institution, mms_id);

CREATE INDEX portfolio_collection ON portfolio (institution, collection);

CREATE TABLE users (
  institution TEXT NOT NULL,
  primary_id TEXT NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  user_group TEXT NOT NULL,
  record_type TEXT NOT NULL,
  account_type TEXT NOT NULL,
  status TEXT NOT NULL,
  email TEXT NOT NULL,
  expiry_date DATE,
  identifiers TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  modified_at BIGINT NOT NULL,
  PRIMARY KEY (institution, primary_id)
);

CREATE TABLE user_identifier (
  institution TEXT NOT NULL,
  identifier_type TEXT NOT NULL,
  value TEXT NOT NULL,
  primary_id TEXT NOT NULL,
  PRIMARY KEY (institution, identifier_type, value, primary_id)
);

CREATE INDEX user_identifier_value ON user_identifier (institution, value);

CREATE INDEX user_identifier_user ON user_identifier (institution, primary_id);

CREATE TABLE request (
  institution TEXT NOT NULL,
  request_id TEXT NOT NULL,
  request_type TEXT NOT NULL,
  pid TEXT NOT NULL,
  user_id TEXT NOT NULL,
  pickup_library TEXT NOT NULL,
  pickup_desk TEXT NOT NULL,
  placed_at BIGINT NOT NULL,
  note TEXT NOT NULL,
  sent_at BIGINT,
  sent_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  modified_at BIGINT NOT NULL,
  PRIMARY KEY (institution, request_id)
);

CREATE INDEX request_sent ON request (institution, sent_at);

CREATE TABLE run (
  institution TEXT NOT NULL,
  run_id TEXT NOT NULL,
  external_id TEXT NOT NULL,
  job_id TEXT NOT NULL,
  job_type TEXT NOT NULL,
  job_name TEXT NOT NULL,
  name TEXT NOT NULL,
  origin TEXT NOT NULL,
  submitted_by TEXT NOT NULL,
  submitted_by_name TEXT NOT NULL,
  set_id TEXT NOT NULL,
  profile_id TEXT NOT NULL,
  parameters JSON NOT NULL,
  settings JSON NOT NULL,
  status TEXT NOT NULL,
  submitted_at BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  status_at BIGINT NOT NULL,
  members BIGINT NOT NULL,
  changed BIGINT NOT NULL,
  unchanged BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  repaired BIGINT NOT NULL,
  attempt INTEGER NOT NULL,
  abort_requested BOOLEAN NOT NULL,
  counters JSON NOT NULL,
  alert TEXT NOT NULL,
  PRIMARY KEY (institution, run_id)
);

CREATE INDEX run_of_job ON run (institution, job_id, submitted_at);

CREATE INDEX run_unfinished ON run (institution, job_id) WHERE ended_at IS NULL;

CREATE INDEX run_newest ON run (institution, submitted_at, run_id);

CREATE TABLE run_range (
  institution TEXT NOT NULL,
  run_id TEXT NOT NULL,
  range_no INTEGER NOT NULL,
  size INTEGER NOT NULL,
  cursor INTEGER NOT NULL,
  changed BIGINT NOT NULL,
  unchanged BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  repaired BIGINT NOT NULL,
  PRIMARY KEY (institution, run_id, range_no)
);

CREATE TABLE range_members (
  institution TEXT NOT NULL,
  run_id TEXT NOT NULL,
  range_no INTEGER NOT NULL,
  members BLOB NOT NULL,
  PRIMARY KEY (institution, run_id, range_no)
);

CREATE TABLE run_event (
  event_no INTEGER NOT NULL,
  institution TEXT NOT NULL,
  run_id TEXT NOT NULL,
  range_no INTEGER NOT NULL,
  record_id TEXT NOT NULL,
  outcome TEXT NOT NULL,
  message TEXT NOT NULL,
  PRIMARY KEY (event_no)
);

CREATE INDEX event_of_run ON run_event (institution, run_id, range_no);

CREATE TABLE artifact (
  institution TEXT NOT NULL,
  run_id TEXT NOT NULL,
  name TEXT NOT NULL,
  size BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  records BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (institution, run_id, name)
);

CREATE TABLE delivery (
  institution TEXT NOT NULL,
  run_id TEXT NOT NULL,
  name TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  delivered_at BIGINT NOT NULL,
  PRIMARY KEY (institution, run_id, name)
);

CREATE TABLE record_set (
  institution TEXT NOT NULL,
  set_id TEXT NOT NULL,
  name TEXT NOT NULL,
  name_words TEXT NOT NULL,
  content TEXT NOT NULL,
  type TEXT NOT NULL,
  description TEXT NOT NULL,
  "query" TEXT NOT NULL,
  private BOOLEAN NOT NULL,
  active BOOLEAN NOT NULL,
  created_by TEXT NOT NULL,
  created_by_words TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  modified_at BIGINT NOT NULL,
  PRIMARY KEY (institution, set_id)
);

CREATE INDEX record_set_newest ON record_set (institution, created_at, set_id);

CREATE UNIQUE INDEX record_set_name ON record_set (institution, name);

CREATE TABLE set_member (
  institution TEXT NOT NULL,
  set_id TEXT NOT NULL,
  record_id TEXT NOT NULL,
  PRIMARY KEY (institution, set_id, record_id)
)
 WITHOUT ROWID;

CREATE TABLE worker (
  worker_id TEXT NOT NULL,
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (worker_id)
);
