CREATE TABLE api_key (
  institution TEXT COLLATE "C" NOT NULL,
  key_id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  lookup TEXT COLLATE "C" NOT NULL,
  digest BYTEA NOT NULL,
  grants TEXT COLLATE "C" NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  last_used DATE,
  PRIMARY KEY (institution, key_id),
  UNIQUE (lookup)
);

CREATE TABLE api_usage (
  institution TEXT COLLATE "C" NOT NULL,
  day DATE NOT NULL,
  used BIGINT NOT NULL,
  PRIMARY KEY (institution, day)
);

CREATE TABLE library (
  institution TEXT COLLATE "C" NOT NULL,
  code TEXT COLLATE "C" NOT NULL,
  library_id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  description TEXT COLLATE "C" NOT NULL,
  resource_sharing BOOLEAN NOT NULL,
  PRIMARY KEY (institution, code)
);

CREATE TABLE location (
  institution TEXT COLLATE "C" NOT NULL,
  library TEXT COLLATE "C" NOT NULL,
  code TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  external_name TEXT COLLATE "C" NOT NULL,
  type TEXT COLLATE "C" NOT NULL,
  remote_storage TEXT COLLATE "C" NOT NULL,
  suppressed BOOLEAN NOT NULL,
  PRIMARY KEY (institution, library, code)
);

CREATE TABLE remote_storage (
  institution TEXT COLLATE "C" NOT NULL,
  code TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  profile_id TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (institution, code)
);

CREATE TABLE collection (
  institution TEXT COLLATE "C" NOT NULL,
  collection_id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (institution, collection_id)
);

CREATE UNIQUE INDEX collection_by_name ON collection (institution, name);

CREATE TABLE rule (
  institution TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  text TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (institution, name)
);

CREATE TABLE endpoint (
  institution TEXT COLLATE "C" NOT NULL,
  endpoint_id TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  path TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (institution, endpoint_id)
);

CREATE TABLE profile (
  institution TEXT COLLATE "C" NOT NULL,
  profile_id TEXT COLLATE "C" NOT NULL,
  code TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  type TEXT COLLATE "C" NOT NULL,
  system TEXT COLLATE "C" NOT NULL,
  description TEXT COLLATE "C" NOT NULL,
  active BOOLEAN NOT NULL,
  parameters TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (institution, profile_id)
);

CREATE UNIQUE INDEX profile_by_code ON profile (institution, code);

CREATE TABLE job (
  institution TEXT COLLATE "C" NOT NULL,
  job_id TEXT COLLATE "C" NOT NULL,
  job_type TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  description TEXT COLLATE "C" NOT NULL,
  category TEXT COLLATE "C" NOT NULL,
  content TEXT COLLATE "C" NOT NULL,
  profile_id TEXT COLLATE "C" NOT NULL,
  settings TEXT COLLATE "C" NOT NULL,
  schedule TEXT COLLATE "C" NOT NULL,
  schedule_words TEXT COLLATE "C" NOT NULL,
  creator TEXT COLLATE "C" NOT NULL,
  tasks INTEGER NOT NULL,
  closed_because TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (institution, job_id)
);

CREATE INDEX job_by_profile ON job (institution, profile_id);

CREATE TABLE institution (
  code TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  suffix TEXT COLLATE "C" NOT NULL,
  timezone TEXT COLLATE "C" NOT NULL,
  currency TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (code)
);

CREATE TABLE sequence (
  institution TEXT COLLATE "C" NOT NULL,
  what TEXT COLLATE "C" NOT NULL,
  last BIGINT NOT NULL,
  PRIMARY KEY (institution, what)
);

CREATE TABLE bib (
  institution TEXT COLLATE "C" NOT NULL,
  mms_id TEXT COLLATE "C" NOT NULL,
  format TEXT COLLATE "C" NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  title TEXT COLLATE "C" NOT NULL,
  author TEXT COLLATE "C" NOT NULL,
  isbn TEXT COLLATE "C" NOT NULL,
  issn TEXT COLLATE "C" NOT NULL,
  publication_year INTEGER,
  language TEXT COLLATE "C" NOT NULL,
  material_type TEXT COLLATE "C" NOT NULL,
  suppressed BOOLEAN NOT NULL,
  sync TEXT COLLATE "C" NOT NULL,
  collections TEXT COLLATE "C" NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  modified_at TIMESTAMP WITH TIME ZONE NOT NULL,
  marc BYTEA NOT NULL,
  PRIMARY KEY (institution, mms_id)
);

CREATE INDEX bib_modified ON bib (institution, modified_at);

CREATE TABLE bib_text (
  institution TEXT COLLATE "C" NOT NULL,
  mms_id TEXT COLLATE "C" NOT NULL,
  title TEXT COLLATE "C" NOT NULL,
  creator TEXT COLLATE "C" NOT NULL,
  series TEXT COLLATE "C" NOT NULL,
  subjects TEXT COLLATE "C" NOT NULL,
  publisher TEXT COLLATE "C" NOT NULL,
  local TEXT COLLATE "C" NOT NULL,
  everything TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (institution, mms_id)
);

CREATE TABLE bib_collection (
  institution TEXT COLLATE "C" NOT NULL,
  collection_id TEXT COLLATE "C" NOT NULL,
  mms_id TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (institution, collection_id, mms_id)
);

CREATE INDEX bib_collection_bib ON bib_collection (institution, mms_id);

CREATE TABLE authority (
  institution TEXT COLLATE "C" NOT NULL,
  authority_id TEXT COLLATE "C" NOT NULL,
  format TEXT COLLATE "C" NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  heading TEXT COLLATE "C" NOT NULL,
  everything TEXT COLLATE "C" NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  modified_at TIMESTAMP WITH TIME ZONE NOT NULL,
  marc BYTEA NOT NULL,
  PRIMARY KEY (institution, authority_id)
);

CREATE TABLE record_key (
  institution TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  key_type TEXT COLLATE "C" NOT NULL,
  value TEXT COLLATE "C" NOT NULL,
  record_id TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (institution, kind, key_type, value, record_id)
);

CREATE INDEX record_key_record ON record_key (institution, kind, record_id);

CREATE TABLE holding (
  institution TEXT COLLATE "C" NOT NULL,
  holding_id TEXT COLLATE "C" NOT NULL,
  mms_id TEXT COLLATE "C" NOT NULL,
  library TEXT COLLATE "C" NOT NULL,
  location TEXT COLLATE "C" NOT NULL,
  call_number_type TEXT COLLATE "C" NOT NULL,
  call_number TEXT COLLATE "C" NOT NULL,
  call_number_words TEXT COLLATE "C" NOT NULL,
  suppressed BOOLEAN NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  modified_at TIMESTAMP WITH TIME ZONE NOT NULL,
  marc BYTEA NOT NULL,
  PRIMARY KEY (institution, holding_id)
);

CREATE INDEX holding_location ON holding (institution, library, location);

CREATE INDEX holding_bib ON holding (institution, mms_id);

CREATE TABLE item (
  institution TEXT COLLATE "C" NOT NULL,
  pid TEXT COLLATE "C" NOT NULL,
  holding_id TEXT COLLATE "C" NOT NULL,
  mms_id TEXT COLLATE "C" NOT NULL,
  barcode TEXT COLLATE "C" NOT NULL,
  library TEXT COLLATE "C" NOT NULL,
  location TEXT COLLATE "C" NOT NULL,
  temp_library TEXT COLLATE "C" NOT NULL,
  temp_location TEXT COLLATE "C" NOT NULL,
  current_library TEXT COLLATE "C" NOT NULL,
  current_location TEXT COLLATE "C" NOT NULL,
  material_type TEXT COLLATE "C" NOT NULL,
  item_policy TEXT COLLATE "C" NOT NULL,
  base_status TEXT COLLATE "C" NOT NULL,
  process_type TEXT COLLATE "C" NOT NULL,
  description TEXT COLLATE "C" NOT NULL,
  description_words TEXT COLLATE "C" NOT NULL,
  po_line TEXT COLLATE "C" NOT NULL,
  received TEXT COLLATE "C" NOT NULL,
  call_number_words TEXT COLLATE "C" NOT NULL,
  details TEXT COLLATE "C" NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  modified_at TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (institution, pid)
);

CREATE INDEX item_location ON item (institution, current_library, current_location);

CREATE INDEX item_holding ON item (institution, holding_id);

CREATE INDEX item_barcode ON item (institution, barcode);

CREATE INDEX item_bib ON item (institution, mms_id);

CREATE TABLE portfolio (
  institution TEXT COLLATE "C" NOT NULL,
  pid TEXT COLLATE "C" NOT NULL,
  mms_id TEXT COLLATE "C" NOT NULL,
  url TEXT COLLATE "C" NOT NULL,
  url_words TEXT COLLATE "C" NOT NULL,
  collection TEXT COLLATE "C" NOT NULL,
  interface TEXT COLLATE "C" NOT NULL,
  available BOOLEAN NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  modified_at TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (institution, pid)
);

CREATE INDEX portfolio_bib ON portfolio (institution, mms_id);

CREATE INDEX portfolio_collection ON portfolio (institution, collection);

CREATE TABLE users (
  institution TEXT COLLATE "C" NOT NULL,
  primary_id TEXT COLLATE "C" NOT NULL,
  first_name TEXT COLLATE "C" NOT NULL,
  last_name TEXT COLLATE "C" NOT NULL,
  user_group TEXT COLLATE "C" NOT NULL,
  record_type TEXT COLLATE "C" NOT NULL,
  account_type TEXT COLLATE "C" NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  email TEXT COLLATE "C" NOT NULL,
  expiry_date DATE,
  identifiers TEXT COLLATE "C" NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  modified_at TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (institution, primary_id)
);

CREATE TABLE user_identifier (
  institution TEXT COLLATE "C" NOT NULL,
  identifier_type TEXT COLLATE "C" NOT NULL,
  value TEXT COLLATE "C" NOT NULL,
  primary_id TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (institution, identifier_type, value, primary_id)
);

CREATE INDEX user_identifier_value ON user_identifier (institution, value);

CREATE INDEX user_identifier_user ON user_identifier (institution, primary_id);

CREATE TABLE request (
  institution TEXT COLLATE "C" NOT NULL,
  request_id TEXT COLLATE "C" NOT NULL,
  request_type TEXT COLLATE "C" NOT NULL,
  pid TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  pickup_library TEXT COLLATE "C" NOT NULL,
  pickup_desk TEXT COLLATE "C" NOT NULL,
  placed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  note TEXT COLLATE "C" NOT NULL,
  sent_at TIMESTAMP WITH TIME ZONE,
  sent_by TEXT COLLATE "C" NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  modified_at TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (institution, request_id)
);

CREATE INDEX request_sent ON request (institution, sent_at);

CREATE TABLE run (
  institution TEXT COLLATE "C" NOT NULL,
  run_id TEXT COLLATE "C" NOT NULL,
  external_id TEXT COLLATE "C" NOT NULL,
  job_id TEXT COLLATE "C" NOT NULL,
  job_type TEXT COLLATE "C" NOT NULL,
  job_name TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  origin TEXT COLLATE "C" NOT NULL,
  submitted_by TEXT COLLATE "C" NOT NULL,
  submitted_by_name TEXT COLLATE "C" NOT NULL,
  set_id TEXT COLLATE "C" NOT NULL,
  profile_id TEXT COLLATE "C" NOT NULL,
  parameters JSON NOT NULL,
  settings JSON NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  submitted_at TIMESTAMP WITH TIME ZONE NOT NULL,
  started_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  status_at TIMESTAMP WITH TIME ZONE NOT NULL,
  members BIGINT NOT NULL,
  changed BIGINT NOT NULL,
  unchanged BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  repaired BIGINT NOT NULL,
  attempt INTEGER NOT NULL,
  abort_requested BOOLEAN NOT NULL,
  counters JSON NOT NULL,
  alert TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (institution, run_id)
);

CREATE INDEX run_of_job ON run (institution, job_id, submitted_at);

CREATE INDEX run_unfinished ON run (institution, job_id) WHERE ended_at IS NULL;

CREATE INDEX run_newest ON run (institution, submitted_at, run_id);

CREATE TABLE run_range (
  institution TEXT COLLATE "C" NOT NULL,
  run_id TEXT COLLATE "C" NOT NULL,
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
  institution TEXT COLLATE "C" NOT NULL,
  run_id TEXT COLLATE "C" NOT NULL,
  range_no INTEGER NOT NULL,
  members BYTEA NOT NULL,
  PRIMARY KEY (institution, run_id, range_no)
);

CREATE TABLE run_event (
  event_no BIGSERIAL NOT NULL,
  institution TEXT COLLATE "C" NOT NULL,
  run_id TEXT COLLATE "C" NOT NULL,
  range_no INTEGER NOT NULL,
  record_id TEXT COLLATE "C" NOT NULL,
  outcome TEXT COLLATE "C" NOT NULL,
  message TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (event_no)
);

CREATE INDEX event_of_run ON run_event (institution, run_id, range_no);

CREATE TABLE artifact (
  institution TEXT COLLATE "C" NOT NULL,
  run_id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  size BIGINT NOT NULL,
  sha256 TEXT COLLATE "C" NOT NULL,
  records BIGINT NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (institution, run_id, name)
);

CREATE TABLE delivery (
  institution TEXT COLLATE "C" NOT NULL,
  run_id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  endpoint TEXT COLLATE "C" NOT NULL,
  path TEXT COLLATE "C" NOT NULL,
  sha256 TEXT COLLATE "C" NOT NULL,
  delivered_at TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (institution, run_id, name)
);

CREATE TABLE record_set (
  institution TEXT COLLATE "C" NOT NULL,
  set_id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  name_words TEXT COLLATE "C" NOT NULL,
  content TEXT COLLATE "C" NOT NULL,
  type TEXT COLLATE "C" NOT NULL,
  description TEXT COLLATE "C" NOT NULL,
  query TEXT COLLATE "C" NOT NULL,
  private BOOLEAN NOT NULL,
  active BOOLEAN NOT NULL,
  created_by TEXT COLLATE "C" NOT NULL,
  created_by_words TEXT COLLATE "C" NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  modified_at TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (institution, set_id)
);

CREATE INDEX record_set_newest ON record_set (institution, created_at, set_id);

CREATE UNIQUE INDEX record_set_name ON record_set (institution, name);

CREATE TABLE set_member (
  institution TEXT COLLATE "C" NOT NULL,
  set_id TEXT COLLATE "C" NOT NULL,
  record_id TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (institution, set_id, record_id)
);

CREATE TABLE worker (
  worker_id TEXT COLLATE "C" NOT NULL,
  seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (worker_id)
);
