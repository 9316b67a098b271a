"""What the demo leaves its reader with: URL, key, curls, and what to expect."""

import json
from typing import Final

from almandine.cli.demo.client import CONF, Client
from almandine.cli.demo.story import Story
from almandine.cli.demo.tour import EXPORT_BIBS, body
from almandine.cli.sample import PICKED_TITLES

DIFFERENCES: Final = """\
Jobs are those that `almandine jobs list` shows; Alma has many more.
Exported files are fetched from /api/v1/runs/…/artifacts; Alma's API has no way.
Ids M900 and up, and counters named almandine.*, are ours: Alma's are not public.
There is no network zone, no ERP, bursar or student system, and no user interface yet.
The whole list: docs/explain/what-differs-from-alma.md"""

POINTING: Final = """\
Give your client {url} for https://api-….hosted.exlibrisgroup.com, and the key above.
A client with that host fixed in its code: serve with --tls --port 443, name the host
in /etc/hosts, and trust the certificate authority that the service tells you of.
More: docs/howto/point-a-client-at-almandine.md"""


def curls(client: Client, link: str) -> list[str]:
    """Return three commands that work while the service is up."""
    key = f"-H 'Authorization: apikey {client.key}'"
    sent = json.dumps(body(PICKED_TITLES))
    sending = f"{key} -H 'Content-Type: application/json' -d '{sent}'"
    return [
        f"curl -s {key} '{client.url}{CONF}/jobs?limit=3&format=json'",
        f"curl -s {sending} '{client.url}{CONF}/jobs/{EXPORT_BIBS}?op=run&format=json'",
        f"curl -s {key} '{link}?format=json'",
    ]


def tell_ending(client: Client, link: str, story: Story) -> None:
    """Print what is needed to go on alone."""
    story.heading("Go on yourself")
    story.say(f"URL  {client.url}")
    story.say(f"Key  {client.key}")
    for command in curls(client, link):
        story.say(command)
    story.heading("Point an existing client here")
    story.say(POINTING.format(url=client.url))
    story.heading("What differs from Alma")
    story.say(DIFFERENCES)
