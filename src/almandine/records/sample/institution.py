"""How the sample institution is set up: a file for `almandine apply`.

The sets that list records are not in it: `seed` adds those once it has made some.
"""

from typing import Final

INSTITUTION: Final = "01ALM_INST"
"""Code of the institution."""

CONFIGURATION: Final = """\
[institution]
code = "01ALM_INST"
name = "Almandine Sample Libraries"
suffix = "0101"
timezone = "Europe/Vienna"
currency = "EUR"

[[libraries]]
code = "MAIN"
id = "1290000000010101"
name = "Main Library"
description = "Humanities, social sciences and everything else"

[[libraries.locations]]
code = "stacks"
name = "Main stacks"

[[libraries.locations]]
code = "reference"
name = "Reading room"

[[libraries.locations]]
code = "offsite"
name = "Off-site storage"
external_name = "Storage: please request"
type = "REMOTE"
remote_storage = "OFFSITE"

[[libraries]]
code = "LAW"
id = "1290000000020101"
name = "Law Library"

[[libraries.locations]]
code = "stacks"
name = "Law stacks"

[[libraries.locations]]
code = "offsite"
name = "Off-site storage (law)"
external_name = "Storage: please request"
type = "REMOTE"
remote_storage = "OFFSITE"

[[libraries]]
code = "MUSIC"
id = "1290000000030101"
name = "Music Library"

[[libraries.locations]]
code = "stacks"
name = "Books on music"

[[libraries.locations]]
code = "scores"
name = "Scores"

[[libraries]]
code = "SCIENCE"
id = "1290000000040101"
name = "Science Library"

[[libraries.locations]]
code = "stacks"
name = "Science stacks"

[[libraries.locations]]
code = "maps"
name = "Map room"

[[libraries.locations]]
code = "offsite"
name = "Off-site storage (science)"
external_name = "Storage: please request"
type = "REMOTE"
remote_storage = "OFFSITE"

[[remote_storages]]
code = "OFFSITE"
name = "Off-site storage"
profile = "OFFSITE"

[[collections]]
id = "8190000000010101"
name = "Regional studies"

[[collections]]
id = "8190000000020101"
name = "Exhibition of the year"

[[rules]]
name = "Remove FAST headings"
text = '''
rule "Remove FAST headings"
when
  (exists "650.{*,7}.2.fast")
then
  removeField "650" if (exists "650.{*,7}.2.fast")
end
'''

[[rules]]
name = "Mark as reviewed"
text = '''
rule "Mark as reviewed"
when
  (not exists "949.a.reviewed")
then
  addField "949.{-,-}.a.reviewed"
end
'''

[[endpoints]]
id = "remote-storage"
kind = "directory"
path = "outbox/remote-storage"

[[endpoints]]
id = "exports"
kind = "directory"
path = "outbox/exports"

[[sets]]
id = "9590000000010101"
name = "All titles"
content = "BIB_MMS"
description = "Every title of the sample"
query = 'BIB_MMS where BIB_MMS (mms_id NOT_EMPTY)'

[[sets]]
id = "9590000000020101"
name = "Titles on gardens"
content = "BIB_MMS"
query = 'BIB_MMS where BIB_MMS (subjects CONTAIN "gardens")'

[[sets]]
id = "9590000000030101"
name = "Suppressed titles"
content = "BIB_MMS"
query = 'BIB_MMS where BIB_MMS (mms_tagSuppressed EQUAL "true")'

[[sets]]
id = "9590000000040101"
name = "All holdings"
content = "HOLDING"
query = 'HOLDING where HOLDING (holding_pid NOT_EMPTY)'

[[sets]]
id = "9590000000050101"
name = "All items"
content = "ITEM"
query = 'ITEM where ITEM (item_pid NOT_EMPTY)'

[[sets]]
id = "9590000000060101"
name = "Items of the Music Library"
content = "ITEM"
query = 'ITEM where ITEM (current_Library EQUAL "MUSIC")'

[[profiles]]
id = "6590000000010101"
code = "OFFSITE"
name = "Off-site storage"
type = "REMOTE_STORAGE"
system = "CAIASOFT"
description = "Requests for the off-site storage, as files"

[[profiles.actions]]
action = "SEND_REQUESTS"
job_id = "S6490000000010101"
schedule = "EVERY_DAY_06_30"
settings = { endpoint = "remote-storage", institution = "01ALM_INST" }

[[profiles]]
id = "6590000000020101"
code = "DISCOVERY"
name = "Discovery"
type = "PUBLISHING"
description = "What changed, for the search of the library"

[[profiles.actions]]
action = "PUBLISH"
job_id = "S6490000000040101"
schedule = "EVERY_DAY_04"

[profiles.actions.settings]
endpoint = "exports"
directory = "discovery"
compression = "TAR_GZ"
holdings_field = "852"
portfolios_field = "856"

[[processes]]
id = "M6490000000020101"
name = "Remove FAST headings"
description = "Take the FAST headings out of the subjects"
type = "normalize_bibs"
rule = "Remove FAST headings"

[[processes]]
id = "M6490000000030101"
name = "Mark as reviewed"
description = "Add a local field 949 to what has been looked at"
type = "normalize_bibs"
rule = "Mark as reviewed"
"""
"""The TOML text; ids are stated, so that scripts and pages can name them."""
