"""The CalDAV server: `server` answers each method, `props` has the properties, `reports` the reports, `writing` the writes."""
