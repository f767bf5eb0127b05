const words: Record<string, string> = {
  "account.create": "Made the account",
  "account.update": "Changed the account",
  "account.terms": "Set the API terms",
  "account.plan": "Set the plan",
  "account.rate": "Set the rate limit",
  "access.refused": "Was refused",
  "access.export": "Exported the access review",
  "alerts.test": "Sent a test alert",
  "audit.export": "Exported the audit trail",
  "audit.chain-export": "Exported the audit chain",
  "connection.update": "Changed a connection",
  "connection.delete": "Deleted a connection",
  "connection.restore": "Restored a connection",
  "evidence.generate": "Generated evidence",
  "evidence.ready": "Evidence was ready",
  "evidence.fail": "Evidence could not be generated",
  "evidence.download": "Downloaded evidence",
  "evidence.oscal": "Exported evidence as OSCAL",
  "evidence.delete": "Deleted evidence",
  "evidence.regenerate": "Regenerated evidence and compared",
  "evidence.reveal": "Told a redacted value of evidence",
  "evidence.hold": "Put evidence under a hold",
  "evidence.release": "Lifted a hold",
  "evidence.keep": "Set how long evidence is kept",
  "evidence.link-create": "Made an auditor link",
  "evidence.link-revoke": "Ended an auditor link",
  "evidence.link-open": "Opened evidence by a link",
  "evidence-schedule.create": "Scheduled evidence",
  "evidence-schedule.update": "Changed an evidence schedule",
  "evidence-schedule.delete": "Ended an evidence schedule",
  "evidence-schedule.fail": "An evidence schedule generated nothing",
  "evidence.link-refuse": "Refused a link whose maker may no longer share the evidence",
  "evidence.link-download": "Downloaded evidence by a link",
  "import.create": "Began an import",
  "import.upload": "Uploaded a file",
  "import.update": "Changed an import",
  "import.fix": "Mended rows of an import",
  "import.rejected": "Downloaded refused rows",
  "import.cancel": "Canceled an import",
  "import-profile.save": "Saved an import profile",
  "import-profile.delete": "Deleted an import profile",
  "invitation.create": "Invited somebody",
  "invitation.delete": "Took an invitation back",
  "job.start": "Started a job",
  "job.cancel": "Stopped a job",
  "job.retry": "Tried a job again",
  "job.download": "Downloaded a job’s file",
  "key.create": "Made a key",
  "key.revoke": "Revoked a key",
  "key.rotate": "Rotated a key",
  "person.join": "Joined",
  "person.update": "Changed their name",
  "person.role": "Changed a role",
  "person.remove": "Removed a person",
  "person.password": "Set a password",
  "person.password-reset": "Made a link for another password",
  "person.recovery-codes": "Made recovery codes",
  "person.identity": "Linked a sign-in provider",
  "person.sign-in": "Signed in",
  "person.sign-out": "Signed out",
  "person.end-sign-ins": "Ended sign-ins",
  "signing-key.create": "Made a signing key",
  "signing-key.rotate": "Made another signing key",
  "signing-key.revoke": "Revoked a signing key",
  "record.update": "Changed a record",
  "record.delete": "Deleted a record",
  "record.revert": "Reverted a record",
  "record.erase": "Erased a record",
  "history.retain": "Removed old history",
  "records.upsert": "Pushed records",
  "records.edit": "Edited records",
  "records.delete": "Deleted records",
  "records.undo": "Undid a change",
  "records.restore": "Restored records",
  "records.import": "Imported a file",
  "resource.create": "Made a resource",
  "resource.update": "Changed a resource",
  "resource.delete": "Deleted a resource",
  "resource.restore": "Restored a resource",
  "records.session": "Made an upload session live",
  "session.open": "Opened an upload session",
  "session.cancel": "Canceled an upload session",
  "session.expire": "Canceled an upload session that was left",
  "schema.publish": "Published a schema",
  "view.create": "Saved a view",
  "view.update": "Changed a view",
  "view.delete": "Deleted a view",
};

/** An action in words; one that has none yet as its own name, spelled out. */
export function actionWords(action: string): string {
  const spelled = action.replace(/[.-]/g, " ");
  return words[action] ?? spelled.charAt(0).toUpperCase() + spelled.slice(1);
}

const channels: Record<string, string> = {
  v1: "API v1",
  v2: "API v2",
  api: "API",
  admin: "admin command",
  seed: "seed",
  job: "job",
};

/** Through what something was done. */
export function channelWords(channel: string, actorKind: string): string {
  return channel === "api" && actorKind === "person" ? "pages" : (channels[channel] ?? channel);
}

/** What a Change did, in counts: "12 created, 3 updated". */
export function countWords(details: Readonly<Record<string, unknown>>): string {
  const counts = ["created", "updated", "deleted", "unchanged", "rejected"].flatMap((name) => {
    const count = details[name];
    const word = name === "rejected" ? "refused" : name;
    return typeof count === "number" && count > 0 ? [`${count.toLocaleString("en")} ${word}`] : [];
  });
  return counts.join(", ");
}
