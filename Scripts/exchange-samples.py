"""Writes buckets as ActivityWatch's server exports them."""

import json
from datetime import datetime, timedelta, timezone

from aw_core.models import Event
from aw_datastore import Datastore
from aw_datastore.storages import MemoryStorage

START = datetime(2026, 11, 20, 9, 0, tzinfo=timezone.utc)
store = Datastore(MemoryStorage, testing=True)


def add(bucket, kind, client, *events):
    """Makes a bucket of events: minutes after the start, length, data."""
    store.create_bucket(bucket, kind, client, "laptop", START)
    for begin, length, data in events:
        at = START + timedelta(minutes=begin)
        store[bucket].insert(Event(timestamp=at, duration=length, data=data))


add(
    "aw-watcher-afk_laptop", "afkstatus", "aw-watcher-afk",
    (0, timedelta(minutes=50, milliseconds=123), {"status": "not-afk"}),
    (51, timedelta(minutes=20), {"status": "afk"}),
    (71 + 0.1234 / 60, timedelta(seconds=1830.5), {"status": "not-afk"}),
)
add(
    "aw-watcher-window_laptop", "currentwindow", "aw-watcher-window",
    (0, timedelta(minutes=5), {"app": "Firefox", "title": "not looked at"}),
)
add(
    "aw-watcher-vim_laptop", "app.editor.activity", "aw-watcher-vim",
    (5, timedelta(minutes=5), {"file": "report.md", "project": "app", "language": "markdown"}),
)

buckets = {
    name: {**about, "events": [event.to_json_dict() for event in store[name].get(-1)]}
    for name, about in store.buckets().items()
}
print(json.dumps({"buckets": buckets}, indent=1, default=str))
